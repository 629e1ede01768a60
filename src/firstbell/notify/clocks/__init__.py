"""Clocks: what is due to whom by when, from rules that lie as data in notify/rules."""
