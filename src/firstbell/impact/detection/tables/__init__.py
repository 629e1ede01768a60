"""What rows and columns say, and of whom: the kinds of columns, cells and records."""
