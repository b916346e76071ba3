"""The sentences of `dialogs/_bot.yaml` that this room says, each with what is filled in; the saved answers among them.

`dugnad check` holds the two together: a sentence that is missing there, and a name in one that nothing fills in.
"""

from __future__ import annotations

from collections.abc import Mapping

SAVED = ("looking", "details", "dugnad", "own_case", "ask_first", "cannot")
"""The saved answers: each is the sentence `saved_NAME`, which its reader gets in their own language."""

SAYS: Mapping[str, tuple[str, ...]] = {
    "case_waits": ("since",),
    "case_is_taken": ("since",),
    "case_was_closed": ("since",),
    "case_title": ("number", "language"),
    "case_title_place": ("number", "language", "county"),
    "case_said_person": ("at", "text"),
    "case_said_coordinator": ("at", "text"),
    "case_label": ("number", "language"),
    "inbox_waits": ("case", "at"),
    "inbox_mine": ("case", "at"),
    "inbox_others": ("case", "at"),
    "case_show": (),
    "case_standing": (),
    "told_case_new": ("language",),
    "told_case_new_place": ("language", "county"),
    "told_case_handed": ("language",),
    "told_case_handed_place": ("language", "county"),
    "told_case_more": ("number",),
    "told_case_withdrawn": ("number",),
    "told_case_lost": ("number",),
    "told_case_taken": (),
    "told_case_answer": ("text",),
    "told_case_passed": (),
    "told_case_closed": (),
    "told_case_reopened": (),
    "told_case_idle": (),
    **{f"saved_{name}": () for name in SAVED},
}
