"""What is left of a sentence beside claims that the record bears out: whether it tells something itself."""
