"""The bot's name on Telegram, for whoever makes links without running the bot."""

from __future__ import annotations

from telegram.error import TelegramError

from bot.channels.telegram.request import AiohttpRequest


async def bot_name(token: str, api_base_url: str) -> str | None:
    """The name under which people find the bot (without the @). Raises ConnectionError with one line for a person when
    the platform does not say it."""
    request = AiohttpRequest(f"{api_base_url}/bot{token}", 1)
    await request.initialize()
    try:
        me = await request.call("getMe", {}, 5.0)
    except TelegramError as error:
        raise ConnectionError(
            f"Telegram did not tell the bot's name ({type(error).__name__}): no link for it"
        ) from error
    finally:
        await request.shutdown()
    return str(me["username"]) if isinstance(me, dict) and me.get("username") else None
