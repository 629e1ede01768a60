"""Floor 6: the timeline of an event, what other tools wrote and read of it, evidence. Knows no case."""
