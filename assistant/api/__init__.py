"""The HTTP service: `/v1` for programs, pages for people, one application around both."""
