"""What is inside a Word file: the package, its styles, its numbering, its text. `ingest/readers/docx.py` is the door."""
