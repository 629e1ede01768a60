"""Which paths of a tree are which source."""
