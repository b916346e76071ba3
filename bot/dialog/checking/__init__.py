"""What can be wrong with dialogs that can be read, and with what people would read."""
