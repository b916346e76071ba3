"""A pin on the map goes before the card of one centre whose address holds on the day, where the channel shows pins."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.conversation import Renderer
from bot.delivery import Message
from bot.dialog.effects import Button, Say, Shown
from bot.testing.harness import ROOT, content
from bot.testing.telegram import TelegramStreet, shipped

RADE = "nasjonalt-ankomstsenter-rade"


def say(*ids: str) -> Say:
    return Say("centres", "card", tuple(Shown("centre_card", "centres", id) for id in ids))


def pin(day: date, *ids: str) -> Message | None:
    held = content(as_of=day)
    return Renderer(held.bot, held.base, held.catalogues).pin(say(*ids), "en")


def test_an_address_that_holds_is_pinned() -> None:
    found = pin(date(2026, 1, 1), RADE)
    assert found is not None
    assert found.venue is not None
    assert (found.venue.address, found.buttons) == ("Mosseveien 58, 1640 Råde", ())
    assert round(found.venue.lat) == 59


def test_an_address_known_only_of_a_later_year_is_not() -> None:
    assert pin(date(2015, 10, 20), RADE) is None


def test_a_centre_without_an_address_and_a_list_of_centres_are_not() -> None:
    held = content(as_of=date(2026, 1, 1))
    bare = next(id for id in held.base.find("centres", {}, None) if not held.base.field("centres", id, "has_address"))
    assert pin(date(2026, 1, 1), bare) is None
    assert pin(date(2026, 1, 1), RADE, bare) is None


def test_a_list_of_centres_that_stands_on_buttons_has_a_map_of_them() -> None:
    held = content(as_of=date(2015, 10, 20))
    ids = held.base.find("centres", {"county": "ostfold"}, None)
    buttons = tuple(Button(f"1.aaaaaa.{id[:6]}.1", Shown("centre_line", "centres", id)) for id in ids)
    points = Renderer(held.bot, held.base, held.catalogues).points(Say("centres", "there", (), buttons), "en")
    assert len(points) == len(ids) > 1
    assert not any(point.here for point in points)
    assert all(58 < point.lat < 60 for point in points), "all lie in Østfold"


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[TelegramStreet]:
    """The shipped bot, but Råde's address is known of 2015."""
    for folder in ("dialogs", "data", "locales"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    file = tmp_path / "data/centres.yaml"
    address = 'address: {text: "Mosseveien 58, 1640 Råde", known: 2024}'
    text = file.read_text(encoding="utf-8")
    assert address in text
    file.write_text(text.replace(address, address.replace("2024", "2015")), encoding="utf-8")
    paths = {f"DUGNAD_PATHS__{name.upper()}": str(tmp_path / name) for name in ("dialogs", "data", "locales")}
    async with TelegramStreet(tmp_path, content=shipped(**paths), **paths) as street:
        yield street
        assert street.api.world.complaints == []


async def test_on_telegram_the_pin_comes_before_the_card(street: TelegramStreet) -> None:
    await street.writes(7, f"/start centre_{RADE}", "nb")
    await street.until(lambda: len(street.texts(7)) == 3)
    _greeting, pinned, card = street.api.world.chat(7).posted.values()
    assert (pinned.kind, card.kind) == ("venue", "text")
    assert pinned.text.endswith("Mosseveien 58, 1640 Råde")
    assert pinned.extra["latitude"] == pytest.approx(59.352)
    assert card.buttons
