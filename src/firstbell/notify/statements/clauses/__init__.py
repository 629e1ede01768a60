"""Clauses known by the kind of their words (clauses.toml), each compared with the facts that it tells."""
