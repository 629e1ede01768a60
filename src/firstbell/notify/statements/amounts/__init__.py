"""Sums told by other sums: what is left, what is more or less, shares."""
