"""What others say of an intruder: hashes, addresses, domains, paths, names; in records and in trees."""
