"""Snapshots and the events in them: what people rule, pin and plant in; lists of it and entries out."""
