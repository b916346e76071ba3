"""Dugnad: the chat assistant that turns "how can I help?" into the right place, rule and shift."""

__version__ = "0.1.0"
