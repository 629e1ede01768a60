"""Floor 6: what leaves the district: clocks, statements, notices."""
