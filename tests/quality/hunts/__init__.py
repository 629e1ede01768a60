"""What hunts find and how fast, on SigmaHQ's regression logs and made sets: `make bench-hunts SIGMA=DIR`."""
