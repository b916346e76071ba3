"""python-telegram-bot's own way: ConversationHandler with PicklePersistence, run_webhook."""

from __future__ import annotations

import os
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)  # fmt: skip

API, PORT, FILE = os.environ["API"], int(os.environ["PORT"]), os.environ["FILE"]
KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("One", callback_data="1")], [InlineKeyboardButton("Two", callback_data="2")]]
)
ONE, TWO, TYPED, LAST = range(4)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.effective_chat is not None
    await update.effective_chat.send_message("How can I help?", reply_markup=KEYBOARD)
    return ONE


def pressed(following: int) -> Any:
    async def handler(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.callback_query is not None and update.effective_chat is not None
        assert context.user_data is not None
        await update.callback_query.answer()
        context.user_data[following] = update.callback_query.data
        await update.effective_chat.send_message("And now?", reply_markup=KEYBOARD)
        return following

    return handler


async def typed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.effective_chat is not None and update.message is not None and context.user_data is not None
    context.user_data["place"] = update.message.text
    await update.effective_chat.send_message("Near there:", reply_markup=KEYBOARD)
    return LAST


def main() -> None:
    application = (
        Application.builder()
        .token("1000:fake")
        .base_url(f"{API}/bot")
        .persistence(PicklePersistence(FILE))
        .concurrent_updates(False)
        .connection_pool_size(256)
        .build()
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={
                ONE: [CallbackQueryHandler(pressed(TWO))],
                TWO: [CallbackQueryHandler(pressed(TYPED))],
                TYPED: [MessageHandler(filters.TEXT & ~filters.COMMAND, typed)],
                LAST: [CallbackQueryHandler(pressed(ConversationHandler.END))],
            },
            fallbacks=[CommandHandler("start", start)],
            allow_reentry=True,
            name="bench",
            persistent=True,
        )
    )
    application.run_webhook(
        listen="127.0.0.1",
        port=PORT,
        url_path="hook",
        webhook_url=f"http://127.0.0.1:{PORT}/hook",
        secret_token="secret",
    )


if __name__ == "__main__":
    main()
