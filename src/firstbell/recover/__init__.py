"""Floor 5: clean versions, composed snapshots, and restoring them."""
