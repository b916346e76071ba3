"""The dialog room."""
