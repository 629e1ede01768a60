"""Sigma semantics: fields, modifiers, conditions, and which rules are worth a look for a record."""
