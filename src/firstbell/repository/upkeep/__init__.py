"""Keeping a repository in order: what removes, and what puts right."""
