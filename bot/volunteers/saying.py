"""How a shift is said: where, when, what it needs, who is on it; in the language of whoever reads it.

Rules: every word stands in `dialogs/_bot.yaml` or in CLDR. What is short on a button is short everywhere alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from bot.actions import Voice
from bot.delivery import Message, Tap
from bot.dialog import own_press
from bot.dialog.effects import Ref
from bot.i18n import day_name, language_name
from bot.volunteers.shift import Entry, Need, Shift

LABEL = 30
"""Characters of a button (see `dugnad check`)."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language, with the clocks of one zone."""

    voice: Voice
    lang: str
    zone: tzinfo

    def say(self, name: str, **values: object) -> str:
        """A sentence of `_bot.yaml`."""
        return self.voice.sentence(name, self.lang, **values)

    def message(self, text: str, *taps: tuple[str, str]) -> Message:
        """A message with buttons of its own, one below the other: each as (label, link word)."""
        rows = tuple((Tap(label, own_press(word)),) for label, word in taps)
        return Message(text, self.lang, rows)

    def there(self, instant: int) -> datetime:
        """An instant (milliseconds) by the clocks of the zone."""
        return datetime.fromtimestamp(instant / 1000, UTC).astimezone(self.zone)

    def when(self, starts: int, ends: int) -> str:
        """The day and the hours: "Saturday 7 November, 16:00–20:00"."""
        begin, end = self.there(starts), self.there(ends)
        name = "shift_when_overnight" if end.date() > begin.date() else "shift_when"
        return self.say(name, day=self.day(begin.date()), begin=begin.time(), end=end.time())

    def day(self, day: date) -> str:
        """A weekday with its date: "Saturday 7 November"."""
        return day_name(day, self.lang)

    def where(self, centre: str) -> Ref:
        """The name of a centre."""
        return Ref("centres", centre, "name")

    def need(self, skill: str, detail: str) -> str:
        """What somebody comes for: "interpreter (Arabic)"."""
        if detail:
            name = "need_interpreter_of" if skill == "interpreter" else "need_speaking"
            role = self.say(f"need_{skill}")
            return self.say(name, role=role, language=language_name(detail, self.lang))
        return self.say(f"need_{skill}")

    def needs(self, shift: Shift) -> list[str]:
        """Each need with how many there are of how many."""
        return [self.filled(shift, need) for need in shift.needs]

    def filled(self, shift: Shift, need: Need) -> str:
        """One need: "general help: 2 of 3", and that it is short where it is."""
        name = "need_short" if shift.missing(need) else "need_filled"
        values = {"held": shift.held(need.key), "maximum": need.maximum, "missing": shift.missing(need)}
        return self.say(name, need=self.need(*need.key), **values)

    def brief(self, shift: Shift) -> str:
        """Where and when, in a few words."""
        return self.say("shift_brief", where=self.where(shift.centre), when=self.when(shift.starts, shift.ends))

    def card(self, shift: Shift) -> str:
        """Where, when and what for, as the volunteer reads it."""
        open_ = [self.need(*need.key) for need in shift.needs]
        return self.say(
            "shift_card", where=self.where(shift.centre), when=self.when(shift.starts, shift.ends), needs=open_
        )

    def label(self, shift_starts: int, shift_ends: int, mark: str = "") -> str:
        """A shift on a button: "Sat 7 Nov 16:00–20:00"."""
        begin, end = self.there(shift_starts), self.there(shift_ends)
        day = day_name(begin.date(), self.lang, short=True)
        return f"{mark}{day} {begin:%H:%M}–{end:%H:%M}"[:LABEL]

    def standing(self, shift: Shift, entry: Entry) -> str:
        """How somebody's part in a shift stands, to themselves."""
        values: dict[str, object] = {}
        if entry.line is not None:
            values["number"] = shift.place_in_line(entry)
        return self.say(f"my_{entry.state.value}", **values)

    def listed(self, entry: Entry) -> str:
        """One line of a roster: the name, what for, and how it stands."""
        name = entry.name if entry.chat is not None and entry.name is not None else self.say("roster_left")
        waits = entry.asked is not None and entry.state.value == "signed_up"
        state = self.say("roster_unanswered" if waits else f"roster_{entry.state.value}")
        return self.say("roster_line", called=name, need=self.need(*entry.need), state=state)
