"""A Bot API server in a process of its own, for what needs no people: lean, or the strict one that enforces the limits.

    python -m bench.platform --port 9001 --latency 0.05
    python -m bench.platform --port 9001 --enforce --chats 500

Says "ready" on standard output when it listens, and at its end (SIGTERM) one JSON line: the calls that it answered and
how many of them it refused with 429.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import time

import uvloop

from bench.contenders import TOKEN
from bench.load import Load
from bench.wire import Pool, Server
from bot.testing.botapi import BotApiServer, Limits

ANSWERED = 400
"""The last so many chats are those of people who write and are answered."""


async def _serve(options: argparse.Namespace) -> dict[str, int]:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    if options.enforce:
        strict = BotApiServer(strict=False, latency=options.latency, token=TOKEN)
        strict.limits = Limits(time.monotonic, reply_seconds=float("inf"))
        for chat in range(1, options.chats + 1):
            strict.world.chat(chat)
        for chat in range(options.chats - ANSWERED + 1, options.chats + 1):
            strict.limits.wrote(chat)  # who is answered has written: that is not counted against the pace
        await strict.start(port=options.port)
        print("ready", flush=True)
        await stopped.wait()
        await strict.stop()
        return {"calls": sum(len(room.posted) for room in strict.world.chats.values()), "refused": strict.limits.floods}
    lean = Load([], 0, Pool("", 0, "", ""), 0.0)
    server = await loop.create_server(lambda: Server(lean.handle, options.latency), "127.0.0.1", options.port)
    print("ready", flush=True)
    await stopped.wait()
    server.close()
    return {"calls": lean.calls, "refused": 0}


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--chats", type=int, default=0)
    parser.add_argument("--enforce", action="store_true")
    print(json.dumps(uvloop.run(_serve(parser.parse_args()))), flush=True)


if __name__ == "__main__":
    main()
