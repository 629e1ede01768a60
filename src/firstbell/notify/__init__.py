"""What leaves the district and what reaches it: clocks, statements, notices, reported messages."""
