"""The i18n room."""
