"""The dialogs as pictures."""
