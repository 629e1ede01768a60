"""Hosts of a vault: who is expected, let in, held or ended in; credentials, set-ups and orders out."""
