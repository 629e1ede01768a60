"""The signs, as data: one file each."""
