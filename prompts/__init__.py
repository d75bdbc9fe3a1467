"""Texts with named fields for language models; no code."""
