"""The two search indexes behind `ingest.index`: words (tantivy) and vectors (Chroma). Only keys and scores leave here."""
