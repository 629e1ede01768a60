"""Passages and rows to exposures: values, words, and which of the people they are about."""
