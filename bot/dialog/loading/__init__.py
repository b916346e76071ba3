"""From the files in `dialogs/` to the model."""
