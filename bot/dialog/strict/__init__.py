"""The strict reader: authored YAML with the place of every value, and errors that say what to do."""
