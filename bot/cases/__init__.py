"""The cases room: what people ask a coordinator in the chat, who has it, what is answered, and when it is dropped."""

from bot.cases.asking import ASKING
from bot.cases.drafts import DRAFTS
from bot.cases.inbox import INBOX
from bot.cases.says import SAYS
from bot.cases.thinning import KEPT, close_idle, thin_cases

ACTIONS = (*ASKING, *INBOX)
"""The actions of this room."""

__all__ = ["ACTIONS", "DRAFTS", "KEPT", "SAYS", "close_idle", "thin_cases"]
