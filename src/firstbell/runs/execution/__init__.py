"""Carrying out a plan: resumable, verified, system by system. See docs/formats/plan.md."""
