"""Floor 9: the examiner. It holds the keys, proves what arrives in a vault, judges snapshots, and alerts."""
