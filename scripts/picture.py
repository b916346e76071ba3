"""Takes docs/page.png, the picture in the README: the web chat on two phones, in Norwegian and in Arabic.

    python scripts/picture.py

Needs a Chromium on this machine. It runs the bot on a free port with a database that is thrown away.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE = {"width": 360, "height": 700}
FRAME = """<body style="margin:0;padding:24px;display:flex;gap:24px;background:#d9dee3;width:max-content">
{}</body>"""
SCREEN = '<img style="width:360px;border-radius:18px;box-shadow:0 2px 12px #0005" src="data:image/png;base64,{}">'


def main() -> int:
    if CHROMIUM is None:
        print("No Chromium here. Debian, Ubuntu: apt-get install chromium fonts-noto-core", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as directory:
        database = {"DUGNAD_DATABASE__URL": f"sqlite:///{directory}/dugnad.db", "DUGNAD_WEB__PORT": "0"}
        command = [sys.executable, "-m", "bot", "run", "--json"]
        with subprocess.Popen(command, env={**os.environ, **database}, stdout=subprocess.PIPE, cwd=ROOT) as bot:
            try:
                take(json.loads(bot.stdout.readline())["web"])
            finally:
                bot.terminate()
    return 0


def take(address: str) -> None:
    """Talk a little on each phone, then take both in one picture."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        screens = [screen(browser, address, lang) for lang in ("nb", "ar")]
        page = browser.new_page(device_scale_factor=2)
        page.set_content(FRAME.format("".join(SCREEN.format(base64.b64encode(one).decode()) for one in screens)))
        page.locator("body").screenshot(path=ROOT / "docs/page.png")
        browser.close()


def screen(browser: Browser, address: str, lang: str) -> bytes:
    """One phone: the first answer is tapped, so that a question, its answers and what was chosen are seen."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, locale=lang)
    page = context.new_page()
    page.goto(f"{address}?lang={lang}")
    # Give things, elsewhere in Norway: a short way with a question at its end.
    for answer in (0, 3):
        buttons = page.locator("main button:visible")
        buttons.nth(answer).click()
        page.wait_for_timeout(1500)
    return page.screenshot()


if __name__ == "__main__":
    sys.exit(main())
