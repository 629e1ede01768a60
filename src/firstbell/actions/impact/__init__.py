"""Whose data it was: files and what reviewers decide in; people, how far that holds, and reports out."""
