"""Hunts: what the logs and settings in every nightly backup say of an intruder, and what was not looked
at.
"""
