"""Notices: who is told by which letter, the letters, how they go out, and what comes back."""
