"""Indicators of others: hashes, names, domains and addresses from STIX, MISP and CSV."""
