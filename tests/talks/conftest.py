"""The option that writes the chat logs anew; known when the talks are named: `pytest tests/talks --update-logs`."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-logs", action="store_true", help="write the chat logs of the talks anew")
