"""What tests, previews and `dugnad explore` need to drive the parts of the bot, shipped with it."""
