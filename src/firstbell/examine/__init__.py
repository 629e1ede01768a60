"""Floor 4: two snapshots' changed files in, a state for each and a verdict out. Knows no repository."""
