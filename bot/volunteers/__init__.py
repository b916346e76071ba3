"""The volunteers room: who helps when. Who registers, shifts, who takes them, who is asked, who is reminded."""

from bot.volunteers.papers import PAPERS, looked_after
from bot.volunteers.picking import PICKING
from bot.volunteers.profile import Profile, load
from bot.volunteers.registering import REGISTERING

ACTIONS = (*PICKING, *REGISTERING, *PAPERS)
"""The actions of this room."""

__all__ = ["ACTIONS", "Profile", "load", "looked_after"]
