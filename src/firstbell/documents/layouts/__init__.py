"""Layouts that one file tells for the files beside it, and the records that are read by them."""
