"""This deployment's settings, from `config.yaml` and the environment. Its face is what `__all__` lists."""

from bot.config.reading import SettingsError, load_settings
from bot.config.settings import PREFIX, Key, Settings, keys

__all__ = ["PREFIX", "Key", "Settings", "SettingsError", "keys", "load_settings"]
