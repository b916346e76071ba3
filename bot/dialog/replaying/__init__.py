"""A session's log walked again: back, change, edited dialogs, and what they would do to people inside."""
