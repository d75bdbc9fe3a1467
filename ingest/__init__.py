"""Notices in: files become clauses and facts that know their exact place in the text."""
