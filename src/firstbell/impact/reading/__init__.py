"""Documents to passages of text and rows of tables, one reader a format; runs in fenced processes."""
