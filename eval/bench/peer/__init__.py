"""LlamaIndex over Chroma with BM25 beside it, put together as its documentation does: what we are measured against.

Each command runs in a process of its own, as ours do, and imports nothing of ours but the embedding where it can.
"""
