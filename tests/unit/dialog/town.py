"""A small town to walk in: dialogs of every kind, a knowledge base, ears and actions, all made up."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.dialog.effects import Act, Effect, Outcome, Say
from bot.dialog.events import Event, Press, Start, Text
from bot.dialog.loading.loader import load_bot
from bot.dialog.model import Bot, SlotType
from bot.dialog.ports import ActionSpec, Answers, Table
from bot.dialog.session import Session
from bot.dialog.session_json import session_from_json, session_to_json
from bot.dialog.turning.engine import Engine

HERE = Path(__file__).parent / "town"
TEXT = SlotType("text")
NORWEGIAN = {
    "Give things": "Gi ting",
    "back, go back": "tilbake, gå tilbake",
    "Oslo": "أوسلو",
    "Done": "Ferdig",
    "help, menu": "hjelp, meny",
}


class TownBase:
    """Rows made by hand. `centres` may be changed, as they are when the day changes."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, dict[str, Any]]] = {
            "places": {
                "oslo": {"name": "Oslo", "county": "oslo"},
                "rade": {"name": "Råde", "county": "viken"},
                "herøy1": {"name": "Herøy", "county": "nordland"},
                "herøy2": {"name": "Herøy", "county": "more"},
                "far": {"name": "Vardø", "county": "nordland"},
            },
            "counties": {name: {"name": name.title()} for name in ("oslo", "viken", "nordland", "more")},
            "centres": {f"c{number}": {"name": f"Centre {number}", "county": "oslo"} for number in range(1, 13)},
            "topics": {"give-oslo": {"text": "In Oslo."}, "parking": {"text": "Park anywhere."}},
            "rules": {name: {"text": name} for name in ("F49", "F51", "F69")},
        }

    def day(self) -> date:
        return date(2015, 10, 20)

    def tables(self) -> Mapping[str, Table]:
        place, county = SlotType("ref", table="place"), SlotType("ref", table="county")
        number = SlotType("int")
        return {
            "places": Table("places", "place", {"name": TEXT, "county": county}, {"name": TEXT}),
            "counties": Table("counties", "county", {"name": TEXT}, {}),
            "centres": Table(
                "centres",
                "centre",
                {"name": TEXT, "county": county},
                {"near": place, "county": county, "limit": number},
                {"distance_km": number},
            ),
            "topics": Table("topics", "topic", {"text": TEXT}, {}),
            "rules": Table("rules", "rule", {"text": TEXT}, {}),
        }

    def find(self, table: str, arguments: Mapping[str, Any], limit: int | None) -> Sequence[str]:
        ids = [] if arguments.get("near") == "far" else list(self.rows[table])
        return ids[:limit]

    def context(self, table: str, id: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"distance_km": len(id)} if "near" in arguments else {}

    def field(self, table: str, id: str, field: str) -> Any:
        return self.rows[table][id].get(field)

    def has(self, table: str, id: str) -> bool:
        return id in self.rows.get(table, {})

    def place(self, text: str) -> Sequence[str]:
        wanted = text.strip().casefold()
        return [id for id, row in self.rows["places"].items() if row["name"].casefold() == wanted]

    def near(self, lat: float, lon: float) -> str | None:
        return "oslo" if 59 < lat < 61 and 9 < lon < 12 else None

    def answers(self, text: str) -> Answers:
        if "bus" in text.casefold():
            return Answers(("give-oslo", "parking"), False, offer=("give-oslo", "parking"), lang="nb")
        if "goat" in text.casefold():
            return Answers(("parking",), False, nearest=("parking",))
        if "fire" in text.casefold():
            return Answers(("parking",), False, "give-oslo", lang="en")
        found = self.answer(text)
        return Answers((found,), True) if found is not None else Answers()

    def answer(self, text: str) -> str | None:
        return "parking" if text.casefold() == "where do i park?" else None


class TownEars:
    """Hears English and the few words of `NORWEGIAN`."""

    def forms(self, context: str, text: str) -> frozenset[str]:
        said = [text, NORWEGIAN.get(text, text)]
        if context.startswith("bot.words."):
            said = [word for form in said for word in form.split(",")]
        return frozenset(self.fold(form) for form in said)

    def fold(self, text: str) -> str:
        return text.strip().strip("?.!").casefold()


CENTRE = SlotType("ref", table="centre")
LANG = SlotType("one_of", ("nb", "en"))
SPECS = (
    ActionSpec("set_language", {"lang": LANG}, ("done",), writes=True, allowed=("citizen",)),
    ActionSpec("free_places", {"centre": CENTRE}, ("some", "full"), False, gives=SlotType("int"), allowed=("citizen",)),
    ActionSpec("sign_up", {"centre": CENTRE}, ("done", "full"), True, inverse="sign_off", allowed=("volunteer",)),
    ActionSpec("answer_ping", {"token": TEXT}, ("noted", "again", "why"), True, allowed=("citizen",)),
    ActionSpec("sign_off", {"centre": CENTRE}, ("done", "late"), True, inverse="sign_up", allowed=("volunteer",)),
)
ACTIONS = {spec.name: spec for spec in SPECS}
OUTCOMES: Mapping[str, Outcome] = {
    "set_language": Outcome("done"),
    "free_places": Outcome("some", 3),
    "sign_up": Outcome("done"),
    "sign_off": Outcome("done"),
    "answer_ping": Outcome("noted"),
}


@cache
def town_bot() -> Bot:
    return load_bot(HERE)


def town_engine(bot: Bot | None = None, base: TownBase | None = None) -> Engine:
    return Engine(bot or town_bot(), base or TownBase(), TownEars(), ACTIONS)


def edited(directory: Path, *changes: tuple[str, str, str]) -> Bot:
    """The town's bot with texts replaced in copies of its files: (file, old, new)."""
    copy = directory / "town"
    shutil.copytree(HERE, copy, dirs_exist_ok=True)
    for name, old, new in changes:
        path = copy / name
        text = path.read_text()
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new))
    return load_bot(copy)


class Talk:
    """A chat with an engine: what was done, what was said, and the session as it stands."""

    def __init__(self, engine: Engine, session: Session | None = None) -> None:
        self.engine = engine
        self.session = session or Session()
        self.outcomes = dict(OUTCOMES)
        self.effects: list[Effect] = []
        self.acts: list[Act] = []
        self.buttons: list[tuple[str, str]] = []

    def send(self, event: Event) -> list[Effect]:
        steps = self.engine.turn(self.session, event)
        self.effects = []
        answer: Outcome | None = None
        while True:
            try:
                effect = steps.send(answer)
            except StopIteration as end:
                self.session = end.value
                assert session_from_json(session_to_json(self.session)) == self.session  # bot/conversation/sessions.py
                shown = [(label_text(button.label), button.code) for say in self.says for button in say.buttons]
                self.buttons = shown or self.buttons
                return self.effects
            answer = None
            self.effects.append(effect)
            if isinstance(effect, Act):
                self.acts.append(effect)
                answer = self.outcomes[effect.action]

    def type(self, *texts: str) -> list[Effect]:
        for text in texts:
            self.send(Text(text))
        return self.effects

    def press(self, *labels: str) -> list[Effect]:
        """Press the buttons with these English labels, one after the other."""
        for label in labels:
            self.send(Press(self.code(label)))
        return self.effects

    def code(self, label: str) -> str:
        """The code of a button of the last messages that had any."""
        codes = [code for text, code in self.buttons if text == label]
        assert codes, f"no button {label!r} among {[text for text, _ in self.buttons]}"
        return codes[-1]

    @property
    def says(self) -> list[Say]:
        return [effect for effect in self.effects if isinstance(effect, Say)]

    def over(self, engine: Engine) -> Talk:
        """The same session, now with another engine (edited dialogs, changed knowledge)."""
        self.engine = engine
        self.session = session_from_json(session_to_json(self.session))
        return self

    @property
    def at(self) -> str:
        frame = self.session.frames[-1]
        return f"{frame.dialog}.{frame.state}"

    @property
    def lines(self) -> list[str]:
        """What was said, as source sentences."""
        return [text for say in self.says for text in said(say)]

    @property
    def slots(self) -> Mapping[str, Any]:
        return self.session.frames[-1].slots


def said(say: Say) -> Iterable[str]:
    for piece in say.pieces:
        prose = getattr(piece, "prose", None)
        yield prose.text if prose is not None else f"<{getattr(piece, 'id', '')}>"


def begun(*labels: str, engine: Engine | None = None) -> Talk:
    """A talk that has begun, with these buttons pressed."""
    talk = Talk(engine or town_engine())
    talk.send(Start())
    talk.press(*labels)
    return talk


def label_text(label: Any) -> str:
    inner = getattr(label, "label", None) or getattr(label, "prose", None)
    return inner.text if inner is not None else label.id
