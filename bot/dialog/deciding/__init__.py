"""Conditions: their closed grammar, and how values compare."""
