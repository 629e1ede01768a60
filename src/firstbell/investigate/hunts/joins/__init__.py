"""What needs more than one record: counts in windows, pairs of records."""
