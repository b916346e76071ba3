"""One chat's updates in the order of their numbers, among those that are here; chats side by side."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.in_hand import InHand


class Work:
    """Notes what is begun; each update ends when it is let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.open = asyncio.Event()
        self.fails: set[str] = set()

    async def do(self, update: str) -> None:
        self.begun.append(update)
        await self.open.wait()
        if update in self.fails:
            raise ValueError(update)


async def begun(work: Work, number: int) -> None:
    while len(work.begun) < number:
        await asyncio.sleep(0)


async def test_what_is_here_together_goes_in_the_order_of_its_numbers() -> None:
    work = Work()
    line = InHand(work.do)
    tasks = [asyncio.create_task(line.process("7", number, f"u{number}")) for number in (3, 9, 5, 7)]
    await begun(work, 1)
    await asyncio.sleep(0)
    assert work.begun == ["u3"]  # nobody is held back to wait for a smaller one
    assert line.waiting == 3
    work.open.set()
    await asyncio.gather(*tasks)
    assert work.begun == ["u3", "u5", "u7", "u9"]
    assert line.waiting == 0


async def test_one_that_comes_late_is_done_when_it_comes() -> None:
    work = Work()
    work.open.set()
    line = InHand(work.do)
    await line.process("7", 9, "u9")
    await line.process("7", 3, "u3")
    assert work.begun == ["u9", "u3"]


async def test_chats_do_not_wait_for_each_other() -> None:
    work = Work()
    line = InHand(work.do)
    tasks = [asyncio.create_task(line.process(chat, 1, chat)) for chat in "abc"]
    await begun(work, 3)
    work.open.set()
    await asyncio.gather(*tasks)


async def test_what_fails_fails_alone_and_is_told() -> None:
    work = Work()
    work.fails = {"u1", "u2"}
    work.open.set()
    line = InHand(work.do)
    tasks = [asyncio.create_task(line.process("7", number, f"u{number}")) for number in (1, 2, 3)]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [ValueError, ValueError, type(None)]
    assert line._lines == {}


async def test_who_no_longer_waits_holds_up_nobody() -> None:
    work = Work()
    line = InHand(work.do)
    first = asyncio.create_task(line.process("7", 1, "u1"))
    second = asyncio.create_task(line.process("7", 2, "u2"))
    third = asyncio.create_task(line.process("7", 3, "u3"))
    await begun(work, 1)
    second.cancel()
    work.open.set()
    await asyncio.gather(first, third)
    with pytest.raises(asyncio.CancelledError):
        await second
