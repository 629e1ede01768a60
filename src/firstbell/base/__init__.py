"""Floor 0: errors, ids, clock, limits, patterns, progress. Imports nothing of ours."""
