"""Restoring from the real vault into scratch, verified and then deleted: evidence that it works."""
