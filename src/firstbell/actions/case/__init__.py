"""One case: what people put on its record in; entries, facts, clocks, evidence and the timeline out."""
