"""The volunteers room: who helps when. Who registers, shifts, who takes them, who is asked, who is reminded."""

from collections.abc import Mapping

from bot.actions import Compose
from bot.volunteers.papers import PAPERS, looked_after
from bot.volunteers.picking import PICKING
from bot.volunteers.profile import Profile, load
from bot.volunteers.registering import REGISTERING

ACTIONS = (*PICKING, *REGISTERING, *PAPERS)
"""The actions of this room."""
DRAFTS: Mapping[str, Compose] = {}
"""What this room has rendered when it is sent, by the draft's name."""

__all__ = ["ACTIONS", "DRAFTS", "Profile", "load", "looked_after"]
