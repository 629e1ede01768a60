"""Statements: what they claim, and whether the record bears it out."""
