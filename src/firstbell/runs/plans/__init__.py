"""What to restore, in which order, from where, to where, and what it costs. See docs/formats/plan.md."""
