"""Floor 1: pools of workers, fences, supervised children."""
