"""The same conversation of five steps as other libraries' users would write it."""
