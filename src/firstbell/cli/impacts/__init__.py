"""The verbs of `firstbell impact`."""
