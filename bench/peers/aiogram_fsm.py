"""aiogram 3's own way: a Router with FSM states, kept in SQLite, behind its aiohttp webhook handler."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

API, PORT, FILE = os.environ["API"], int(os.environ["PORT"]), os.environ["FILE"]
KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="One", callback_data="1")],
        [InlineKeyboardButton(text="Two", callback_data="2")],
    ]
)


class SqliteStorage(BaseStorage):
    """State and data in one row a chat, committed at each change, as its users' storages do."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(FILE, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.execute("CREATE TABLE fsm (chat INTEGER PRIMARY KEY, state TEXT, data TEXT)")

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        value = state.state if isinstance(state, State) else state
        self.db.execute(
            "INSERT INTO fsm (chat, state) VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET state = excluded.state",
            (key.chat_id, value),
        )

    async def get_state(self, key: StorageKey) -> str | None:
        row = self.db.execute("SELECT state FROM fsm WHERE chat = ?", (key.chat_id,)).fetchone()
        return row[0] if row else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        body = json.dumps(dict(data))
        self.db.execute(
            "INSERT INTO fsm (chat, data) VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET data = excluded.data",
            (key.chat_id, body),
        )

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        row = self.db.execute("SELECT data FROM fsm WHERE chat = ?", (key.chat_id,)).fetchone()
        return json.loads(row[0]) if row and row[0] else {}

    async def close(self) -> None:
        self.db.close()


class Steps(StatesGroup):
    one = State()
    two = State()
    typed = State()
    last = State()


router = Router()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.set_state(Steps.one)
    await message.answer("How can I help?", reply_markup=KEYBOARD)


def _pressed(at: State, following: State | None) -> None:
    @router.callback_query(at)
    async def handler(query: CallbackQuery, state: FSMContext) -> None:
        await query.answer()
        await state.update_data({str(following): query.data})
        await state.set_state(following)
        assert query.message is not None
        await query.message.answer("And now?", reply_markup=KEYBOARD)


_pressed(Steps.one, Steps.two)
_pressed(Steps.two, Steps.typed)
_pressed(Steps.last, None)


@router.message(Steps.typed, F.text)
async def typed(message: Message, state: FSMContext) -> None:
    await state.update_data(place=message.text)
    await state.set_state(Steps.last)
    await message.answer("Near there:", reply_markup=KEYBOARD)


def main() -> None:
    bot = Bot("1000:fake", session=AiohttpSession(api=TelegramAPIServer.from_base(API)))
    dispatcher = Dispatcher(storage=SqliteStorage())
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher=dispatcher, bot=bot, secret_token="secret").register(app, path="/hook")
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=PORT, access_log=None, print=None)


if __name__ == "__main__":
    main()
