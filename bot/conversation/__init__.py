"""The conversation room."""
