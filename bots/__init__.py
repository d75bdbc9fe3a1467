"""Channels: receive, relay, send."""
