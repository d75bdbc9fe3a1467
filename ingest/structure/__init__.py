"""What a canonical text is made of: mastheads and signatures, parts, numbered clauses."""
