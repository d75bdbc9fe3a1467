"""Whom to ask: names, organisations and numbers, paired as they are printed."""
