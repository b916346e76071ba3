"""The floor: aiohttp both ways, one commit in one hop, no engine, no knowledge base, no translation."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
import orjson
import uvloop
from aiohttp import web

API, PORT, FILE = os.environ["API"], int(os.environ["PORT"]), os.environ["FILE"]
SYNCHRONOUS = os.environ.get("SYNCHRONOUS", "NORMAL")
KEYBOARD = {"inline_keyboard": [[{"text": "One", "callback_data": "1"}], [{"text": "Two", "callback_data": "2"}]]}


class Floor:
    def __init__(self) -> None:
        self.db = sqlite3.connect(FILE, check_same_thread=False, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
        self.db.execute("CREATE TABLE seen (id INTEGER PRIMARY KEY)")
        self.db.execute("CREATE TABLE session (chat INTEGER PRIMARY KEY, body TEXT)")
        self.thread = ThreadPoolExecutor(1)
        self.waiting: list[tuple[int, int, asyncio.Future[bool]]] = []
        self.busy = False

    def commit(self, group: list[tuple[int, int, asyncio.Future[bool]]]) -> list[bool]:
        self.db.execute("BEGIN IMMEDIATE")
        fresh = []
        for update, chat, _ in group:
            new = self.db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (update,)).rowcount == 1
            fresh.append(new)
            if new:
                row = self.db.execute("SELECT body FROM session WHERE chat = ?", (chat,)).fetchone()
                step = (orjson.loads(row[0])["step"] + 1) % 5 if row else 0
                body = orjson.dumps({"step": step}).decode()
                self.db.execute(
                    "INSERT INTO session VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET body = excluded.body",
                    (chat, body),
                )
        self.db.execute("COMMIT")
        return fresh

    async def work(self) -> None:
        self.busy = True
        while self.waiting:
            group, self.waiting = self.waiting, []
            fresh = await asyncio.get_running_loop().run_in_executor(self.thread, self.commit, group)
            for (_, _, future), new in zip(group, fresh, strict=True):
                future.set_result(new)
        self.busy = False

    async def turn(self, update: int, chat: int) -> bool:
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.waiting.append((update, chat, future))
        if not self.busy:
            asyncio.get_running_loop().create_task(self.work())
            self.busy = True
        return await future


async def main() -> None:
    floor = Floor()
    client = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256))
    tasks: set[asyncio.Task[None]] = set()

    async def call(method: str, **parameters: Any) -> None:
        async with client.post(
            f"{API}/bot1000:fake/{method}", data=orjson.dumps(parameters), headers={"Content-Type": "application/json"}
        ) as answer:
            await answer.read()

    def later(coroutine: Any) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def hook(request: web.Request) -> web.Response:
        update = orjson.loads(await request.read())
        query = update.get("callback_query")
        chat = (query or update)["message"]["chat"]["id"]
        if await floor.turn(update["update_id"], chat):
            later(call("sendMessage", chat_id=chat, text="And now?", reply_markup=KEYBOARD))
        if query:
            body = orjson.dumps({"method": "answerCallbackQuery", "callback_query_id": query["id"]})
            return web.Response(body=body, content_type="application/json")
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", PORT, backlog=1024).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main())
