"""Floor 1: a linear model that reads short texts, the second reader of statements and messages."""
