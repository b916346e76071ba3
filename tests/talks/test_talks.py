"""Every talk is held in every one of its languages, and what is said is what its log says.

A log that is wrong is written anew with --update-logs; then it is read, not only committed.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from bot.testing.talk_run import hold
from bot.testing.talks import LANGUAGES, read_talk

HERE = Path(__file__).parent
LOGS = HERE / "logs"
TALKS = sorted(path.stem for path in HERE.glob("*.yaml"))


@pytest.mark.parametrize(
    ("name", "lang"), [pytest.param(*pair, id="-".join(pair)) for pair in product(TALKS, LANGUAGES)]
)
async def test_a_talk_goes_as_its_log_says(
    name: str, lang: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    talk = read_talk(HERE / f"{name}.yaml")
    log = LOGS / f"{name}.{lang}.txt"
    if lang not in talk.languages:
        assert not log.exists(), f"the talk {name} is not held in {lang}; delete its log"
        return
    said = await hold(talk, lang, tmp_path)
    if request.config.getoption("--update-logs", default=False):
        LOGS.mkdir(exist_ok=True)
        log.write_text(said, encoding="utf-8")
    assert log.exists(), "this talk has no log yet: run with --update-logs, then read it"
    assert said == log.read_text(encoding="utf-8")


def test_every_log_belongs_to_a_talk() -> None:
    assert {path.name.split(".")[0] for path in LOGS.glob("*.txt")} <= set(TALKS)
