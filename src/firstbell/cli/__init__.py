"""Floor 10: the command line. commands/ is its tree, terminal/ prints; reads arguments and environment."""
