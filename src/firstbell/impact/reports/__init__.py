"""The result for people to read and sign: a page with pictures, a table for counsel. Marked with who and
when.
"""
