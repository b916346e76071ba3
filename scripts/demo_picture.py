"""Takes docs/demo.png: the page of `make demo` after three people have talked a little, each in their own language.

    python scripts/demo_picture.py

Needs a Chromium on this machine. Everything else is on free ports and thrown away.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SIZE = {"width": 1440, "height": 860}


def main() -> int:
    if CHROMIUM is None:
        print("No Chromium here. Debian, Ubuntu: apt-get install chromium fonts-noto-core", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "bot.testing.demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as demo, sync_playwright() as play:
        try:
            address = demo.stdout.readline().split()[-1]
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport=SIZE, color_scheme="light")
            page.set_default_timeout(30_000)
            page.goto(address)
            talk(page)
            page.screenshot(path=ROOT / "docs/demo.png")
            browser.close()
        finally:
            demo.send_signal(signal.SIGINT)
    return 0


def talk(page: Page) -> None:
    """Ola asks where to give things in Oslo, Amira shares where she is, Sam asks for his data."""
    for id in (1, 2, 3):
        page.locator(f"#phone-{id} .whole").click()
    for id in (1, 2, 3):
        asked(page, id)
    tap(page, 1, 0)
    tap(page, 1, 0)
    for choice in (0, 3, 0):
        tap(page, 2, choice)
    page.locator("#phone-2 .key").last.click()
    page.locator("#phone-2 .item").nth(4).click()
    page.locator("#phone-3 input").fill("/mydata")
    page.locator("#phone-3 input").press("Enter")
    expect(page.locator("#phone-3 .document")).to_have_count(1)
    page.locator("#phone-2 .line:last-child .inline").first.wait_for()
    page.locator("h1").click()
    page.wait_for_timeout(1500)


def asked(page: Page, id: int) -> None:
    """Wait until the phone's last message is a question."""
    page.locator(f"#phone-{id} .line:last-child .inline").first.wait_for()
    page.wait_for_timeout(700)


def tap(page: Page, id: int, choice: int) -> None:
    """Tap a button of the last question; the next one, or a keyboard, comes."""
    asked(page, id)
    page.locator(f"#phone-{id} .line:last-child .inline").nth(choice).click()
    page.wait_for_timeout(1200)


if __name__ == "__main__":
    sys.exit(main())
