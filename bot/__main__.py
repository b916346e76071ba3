"""`python -m bot` is `dugnad`."""

from bot.cli import main

main()
