"""The volunteers room: who helps when. Who registers, shifts, who takes them, who is asked, who is reminded."""

from bot.volunteers.clockwork import ShiftClock
from bot.volunteers.coordinating import COORDINATING
from bot.volunteers.dating import DATING
from bot.volunteers.drafts import DRAFTS
from bot.volunteers.helping import HELPING
from bot.volunteers.making import MAKING
from bot.volunteers.papers import PAPERS, looked_after
from bot.volunteers.picking import PICKING
from bot.volunteers.profile import Profile, load
from bot.volunteers.registering import REGISTERING
from bot.volunteers.rostering import ROSTERING
from bot.volunteers.says import SAYS

ACTIONS = (*PICKING, *REGISTERING, *PAPERS, *DATING, *HELPING, *MAKING, *COORDINATING, *ROSTERING)
"""The actions of this room."""

__all__ = ["ACTIONS", "DRAFTS", "SAYS", "Profile", "ShiftClock", "load", "looked_after"]
