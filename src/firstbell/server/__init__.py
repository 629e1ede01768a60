"""Floor 9: restic's REST protocol over a vault. No keys, no formats: it moves bytes, names and hashes."""
