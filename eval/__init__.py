"""Regression sets and measurements, run through the same code as production."""
