"""Rows of a table, one after the other: cells and columns in; whom each is about and what it tells, out."""
