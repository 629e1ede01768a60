"""Floor 1: a file's bytes to text, tables and parts."""
