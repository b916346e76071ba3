"""The logs: what is told, and above all what is not."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from bot.logs import set_up_logs

SECRET = "my number is 41234567"


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


@pytest.mark.parametrize("field", ["text", "chat", "address", "body", "name", "phone", "press", "key", "values"])
def test_private_fields_are_left_out(capsys: pytest.CaptureFixture[str], field: str) -> None:
    set_up_logs("info", "json")
    structlog.get_logger("bot.x").info("turn_failed", **{field: SECRET}, lane="reply")
    (line,) = logged(capsys)
    assert line["event"] == "turn_failed"
    assert line["lane"] == "reply"
    assert field not in line
    assert SECRET not in str(line)


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_failure_is_shown_by_its_places_without_its_message(capsys: pytest.CaptureFixture[str], form: str) -> None:
    set_up_logs("info", form)
    try:
        raise ValueError(SECRET)
    except ValueError:
        structlog.get_logger("bot.x").exception("turn_failed")
        logging.getLogger("asyncio").exception("Task exception was never retrieved\nfuture: %s", SECRET)
    err = capsys.readouterr().err
    assert err.count("ValueError") == 2
    assert "test_logs.py" in err
    assert "Task exception was never retrieved" in err
    assert SECRET not in err


def test_libraries_that_log_secrets_are_silent(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("debug", "json")
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot123:abc/getMe")
    logging.getLogger("aiohttp.access").info("127.0.0.1 GET /")
    logging.getLogger("another").info("heard")
    assert [line["event"] for line in logged(capsys)] == ["heard"]


def test_the_level_holds(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("warning", "json")
    log = structlog.get_logger("bot.x")
    log.info("quiet")
    log.warning("loud")
    assert [line["event"] for line in logged(capsys)] == ["loud"]
