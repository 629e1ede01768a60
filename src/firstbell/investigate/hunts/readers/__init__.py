"""Bytes to records: pure, run in the fence, each with a version of its own."""
