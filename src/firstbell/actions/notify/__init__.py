"""What leaves the district: letters and statements in; what became of each, as entries and lists, out."""
