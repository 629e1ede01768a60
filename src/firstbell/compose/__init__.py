"""Floor 5: clean versions, boundaries and composed snapshots: the tree a person wants back."""
