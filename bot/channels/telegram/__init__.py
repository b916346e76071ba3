"""The Telegram channel: updates in, calls out; the library's client over our own connection."""
