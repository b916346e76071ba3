"""What tests, previews and `dugnad explore` need to drive the parts of the bot, shipped with it; and people to play,
for `dugnad chat --as`."""

from bot.testing.seeding import Person, coordinating, living, registered

__all__ = ["Person", "coordinating", "living", "registered"]
