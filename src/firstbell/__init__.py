"""Firstbell gets a school back by first bell after an encryption event, without paying anyone."""

__version__ = "0.1.0"
