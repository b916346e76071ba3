"""The delivery room."""
