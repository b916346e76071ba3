"""What has to be loaded before the first answer: nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("aiohttp", "prompt_toolkit", "telegram")


def test_a_chat_through_a_pipe_waits_for_no_server_no_prompt_and_no_telegram() -> None:
    loaded = f"import sys, bot.cli.terminal, bot.content; print([name for name in {HEAVY} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_running_bot_loads_nothing_that_draws_on_terminals_and_no_stemmer_before_a_question() -> None:
    loaded = (
        "import sys; from bot.memory import DRAWING, left_out\n"
        "with left_out(*DRAWING): import bot.app, bot.content, bot.logs, bot.channels.telegram.channel\n"
        "print([name for name in (*DRAWING, 'snowballstemmer') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
