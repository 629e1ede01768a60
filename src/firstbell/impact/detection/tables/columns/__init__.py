"""One column beside the others: its header and a sample of its cells in; what it holds, and of whom, out."""
