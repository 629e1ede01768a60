"""Floor 0: errors, ids, clock, limits, patterns, progress, workers. Imports nothing of ours."""
