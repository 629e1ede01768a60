"""An exercise: an event played on a copy of a sample of the real vault, timed against the last one."""
