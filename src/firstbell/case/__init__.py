"""Floor 7: one event in one folder: its record, facts, sealed values, evidence, timeline, exports."""
