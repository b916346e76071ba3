"""The list of what could not be answered, on both engines: nobody is in it, and it does not stay."""

from __future__ import annotations

from bot.knowledge import note_unanswered, thin_unanswered, unanswered, unanswered_by_language
from bot.store import SetClock, Store, milliseconds

DAY = 24 * 3600 * 1000
ASKED = [("where", "known"), ("can", "known"), ("kari", "unknown"), ("nordmann", "unknown"), ("knit", "unknown")]


async def lines(store: Store) -> list[tuple[str, str, int]]:
    return [(one.lang, one.question, one.times) for one in await store.read(unanswered())]


async def test_equal_questions_are_one_line_and_what_is_not_ours_is_hidden(store: Store, clock: SetClock) -> None:
    now = milliseconds(clock.now())
    for _ in range(2):
        await store.run(note_unanswered([*ASKED[:4], ("moss", "place"), ("1534", "unknown")], "en", now))
    await store.run(note_unanswered([], "en", now))
    assert await lines(store) == [("en", "where can … [place] …", 2)]
    assert await store.read(unanswered_by_language()) == {"en": 2}


async def test_a_word_that_is_not_ours_is_never_shown_however_often_it_comes(store: Store, clock: SetClock) -> None:
    now = milliseconds(clock.now())
    for day in range(5):
        await store.run(note_unanswered([ASKED[0], ASKED[4], ("41234567", "unknown")], "en", now + day * DAY))
    assert {question for _, question, _ in await lines(store)} == {"where …"}


async def test_a_long_story_is_cut(store: Store, clock: SetClock) -> None:
    await store.run(note_unanswered([(f"w{n}", "known") for n in range(90)], "nb", milliseconds(clock.now())))
    ((_, question, _),) = await lines(store)
    assert len(question.split()) == 20


async def test_everything_goes_after_thirty_days(store: Store, clock: SetClock) -> None:
    now = milliseconds(clock.now())
    await store.run(note_unanswered(ASKED, "en", now))
    await store.run(note_unanswered(ASKED, "en", now + DAY))
    await store.run(thin_unanswered(now + 30 * DAY))
    assert len(await lines(store)) == 1 or sum(times for *_, times in await lines(store)) == 2
    await store.run(thin_unanswered(now + 31 * DAY))
    assert sum(times for *_, times in await lines(store)) == 1
    await store.run(thin_unanswered(now + 32 * DAY))
    assert await lines(store) == []
