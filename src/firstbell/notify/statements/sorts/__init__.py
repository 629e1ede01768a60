"""Sorts of claims that hold a sentence although rules bear out what they read in it."""
