"""Firstbell against its peers on the same trees, in the same run: `make bench`, or `python -m benchmarks`."""
