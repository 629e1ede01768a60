"""The ways alerts go. A module here that has `open_channels` is found by itself, whoever wrote it."""
