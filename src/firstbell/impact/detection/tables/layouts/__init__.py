"""A table as somebody laid it out: its rows in; the same with one record a row, or that it is not so, out."""
