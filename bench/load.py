"""The load: a lean Bot API server and many people who talk through a webhook, in one process of its own.

Each person walks the script: write or press, wait for the bot's message, go on. A step is ["text", what] or ["press",
which button], with the number of messages that answer it where that is not one. It is done when the last of them was
called; its time runs from the webhook's POST to that call. Prints one JSON line with what was measured.

    python -m bench.load --bot 127.0.0.1:9000/telegram/webhook --api-port 9001 --people 200 --seconds 10
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import re
import time
from pathlib import Path
from typing import Any

import orjson
import uvloop

from bench.wire import Pool, Server

_CHAT = re.compile(rb'chat_id(?:=|"\r\n(?:[^\r\n]+\r\n)*\r\n)(-?\d+)')
_DATA = re.compile(rb'callback_data(?:"|\\"|%22)(?:: ?|%3A(?:\+|%20)?)(?:"|\\"|%22)(.+?)(?:"|\\"|%22)')
_ME = b'{"ok":true,"result":{"id":1000,"is_bot":true,"first_name":"Bench","username":"bench_bot"}}'
_MESSAGE = (
    b'{"ok":true,"result":{"message_id":%d,"date":1,"text":"x","chat":{"id":%d,"type":"private","first_name":"P"}}}'
)
_TRUE = b'{"ok":true,"result":true}'


class Load:
    """People, what they do next, and what was measured."""

    def __init__(self, script: list[list[Any]], people: int, pool: Pool, rate: float) -> None:
        self.script = [(kind, what, answers[0] if answers else 1) for kind, what, *answers in script]
        self.pool = pool
        self.step = dict.fromkeys(range(1, people + 1), -1)
        self.since: dict[int, float] = {}
        self.awaited: dict[int, int] = {}  # by chat: messages that are still to come before its step is done
        self.data: dict[int, tuple[int, list[str]]] = {}
        self.update_ids = itertools.count(int(time.time()) * 1000)
        self.message_ids = itertools.count(10)
        self.times: list[float] = []
        self.calls = self.refused = self.unasked = 0
        self.running = self.counting = False
        self.gap = 1.0 / rate if rate else 0.0
        self.due = 0.0

    # the platform's side

    def handle(self, path: bytes, head: bytes, body: bytes) -> bytes:
        method = path.rsplit(b"/", 1)[-1].split(b"?")[0].lower()
        self.calls += 1
        if method == b"sendmessage":
            return self._sent(head, body)
        if method == b"getme":
            return _ME
        if method.startswith(b"editmessage"):
            return _MESSAGE % (1, 1)
        if method == b"getwebhookinfo":
            return b'{"ok":true,"result":{"url":"","has_custom_certificate":false,"pending_update_count":0}}'
        return _TRUE

    def _sent(self, head: bytes, body: bytes) -> bytes:
        found = None
        if b"application/json" in head and body[:1] == b"{":
            call = orjson.loads(body)
            chat = int(call["chat_id"])
            markup = call.get("reply_markup") or {}
            if "remove_keyboard" in markup:  # not what answers a step: it notes what was chosen before
                return _MESSAGE % (next(self.message_ids), chat)
            rows = markup.get("inline_keyboard", [])
            codes = [b["callback_data"] for row in rows for b in row if "callback_data" in b]
        else:
            found = _CHAT.search(body)
            chat = int(found.group(1)) if found else 0
            codes = [m.decode() for m in _DATA.findall(body)]
        id = next(self.message_ids)
        self.unasked += chat not in self.step
        if chat in self.since:
            if codes or chat not in self.data:
                self.data[chat] = (id, codes)
            self.awaited[chat] -= 1
            if self.awaited[chat] == 0:
                self._done(chat)
        return _MESSAGE % (id, chat)

    # the people's side

    def _done(self, chat: int) -> None:
        now = time.perf_counter()
        since = self.since.pop(chat)
        if self.counting:
            self.times.append(now - since)
        if self.running:
            asyncio.get_running_loop().call_soon(self.go, chat)

    def go(self, chat: int) -> None:
        """The person's next step, at the asked rate where one is asked."""
        if not self.running or chat in self.since:
            return
        if self.gap:
            now = time.perf_counter()
            self.due = max(self.due + self.gap, now - 0.05)
            if self.due > now:
                asyncio.get_running_loop().call_later(self.due - now, self._step, chat)
                return
        self._step(chat)

    def _step(self, chat: int) -> None:
        step = self.step[chat] = (self.step[chat] + 1) % len(self.script)
        kind, what, self.awaited[chat] = self.script[step]
        self.since[chat] = time.perf_counter()
        self.pool.post(orjson.dumps(self._update(chat, kind, what)), self._answered)

    def _answered(self, status: int, body: bytes) -> None:
        if status != 200:
            self.refused += 1

    def _update(self, chat: int, kind: str, what: str) -> dict[str, Any]:
        person = {"id": chat, "is_bot": False, "first_name": "P", "language_code": "nb"}
        room = {"id": chat, "type": "private", "first_name": "P"}
        base: dict[str, Any] = {"update_id": next(self.update_ids)}
        if kind == "text":
            message: dict[str, Any] = {
                "message_id": next(self.message_ids),
                "date": 1,
                "chat": room,
                "from": person,
                "text": what,
            }
            if what.startswith("/"):
                message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(what)}]
            return base | {"message": message}
        id, codes = self.data.get(chat, (1, []))
        code = codes[min(int(what), len(codes) - 1)] if codes else "none"
        message = {"message_id": id, "date": 1, "chat": room, "text": "x"}
        query = {"id": str(base["update_id"]), "from": person, "chat_instance": "1", "data": code, "message": message}
        return base | {"callback_query": query}


def cpu_seconds(pid: int) -> float:
    """Processor time, user and system, that a process and its threads have taken; 0.0 for process 0 (Linux only)."""
    if not pid:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float | None:
    """The memory that a process holds now, in MB (10⁶ bytes); None for process 0 (Linux only)."""
    if not pid:
        return None
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


async def _measure(options: argparse.Namespace) -> dict[str, Any]:
    address, _, path = options.bot.partition("/")
    host, _, port = address.partition(":")
    pool = Pool(host, int(port), "/" + path, options.secret)
    load = Load(json.loads(options.script), options.people, pool, options.rate)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(load.handle, options.latency), "127.0.0.1", options.api_port, backlog=1024
    )
    for _ in range(400):
        try:
            await pool.open(options.connections)
            break
        except OSError:
            await asyncio.sleep(0.05)
    load.running = True
    for chat in load.step:
        load.go(chat)
    await asyncio.sleep(options.warm)
    load.counting = True
    begun = resident_mb(options.pid)
    calls, unasked, began, cpu = load.calls, load.unasked, time.perf_counter(), cpu_seconds(options.pid)
    await asyncio.sleep(options.seconds)
    took, cpu = time.perf_counter() - began, cpu_seconds(options.pid) - cpu
    load.counting = load.running = False
    times = sorted(load.times)
    server.close()
    return {
        "updates_per_second": round(len(times) / took, 1),
        "cpu_us": round(cpu / len(times) * 1e6, 1) if times else None,
        "calls_per_second": round((load.calls - calls) / took, 1),
        "messages_per_second": round((load.unasked - unasked) / took, 1),  # to people who do not talk
        "p50_ms": round(times[len(times) // 2] * 1000, 2) if times else None,
        "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 2) if times else None,
        "refused": load.refused,
        "mb_begun": begun,
        "mb_ended": resident_mb(options.pid),
        "steps": len(times),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bot", required=True)
    parser.add_argument("--api-port", type=int, required=True)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--connections", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--warm", type=float, default=1.5)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--pid", type=int, default=0, help="the bot's process, whose processor time is counted")
    parser.add_argument("--secret", default="secret")
    parser.add_argument(
        "--script", default='[["text","/start"],["press","0"],["press","0"],["text","Bergen"],["press","0"]]'
    )
    print(json.dumps(uvloop.run(_measure(parser.parse_args()))), flush=True)


if __name__ == "__main__":
    main()
