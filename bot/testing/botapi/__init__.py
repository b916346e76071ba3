"""A Bot API server of our own, for tests, the demo and the benchmarks: strict, and over real HTTP.

It does what Telegram's server does where a bot can tell the difference: confirms by offset, pushes by webhook with
one queue a chat (button presses in queues of their own), redelivers with back-off, refuses what breaks its limits,
and, when told to, fails in every way a network can. `World` is the state and can be looked at; `BotApiServer` is the
HTTP around it."""

from bot.testing.botapi.faults import Fault, Faults
from bot.testing.botapi.limits import Limits
from bot.testing.botapi.server import BotApiServer
from bot.testing.botapi.world import Posted, Refusal, World

__all__ = ["BotApiServer", "Fault", "Faults", "Limits", "Posted", "Refusal", "World"]
