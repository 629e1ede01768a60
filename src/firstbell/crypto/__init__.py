"""Floor 1: keys, seal and open. Bytes in, bytes out; no files, no formats."""
