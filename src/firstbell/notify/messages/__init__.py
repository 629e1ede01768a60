"""Reported messages: read, taken apart, labelled by rules that can be read, each with its reasons."""
