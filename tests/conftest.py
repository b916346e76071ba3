"""What holds for every test: nothing leaves this machine, and no setting of the person who runs them counts."""

from __future__ import annotations

import gc
import logging
import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
import structlog


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """A connection to anywhere but this machine fails the test that tries it."""
    patch = pytest.MonkeyPatch()
    real = socket.socket.connect
    real_ex = socket.socket.connect_ex

    def connect(self: socket.socket, address: Any) -> None:
        _refuse_elsewhere(self, address)
        real(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_elsewhere(self, address)
        return real_ex(self, address)

    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket.socket, "connect_ex", connect_ex)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Whoever sets up the logs (a command does) sets them up for itself alone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def collector_at_work() -> Iterator[None]:
    """A start that was refused in a test leaves no collector off."""
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DUGNAD_")]:
        monkeypatch.delenv(name)


def _refuse_elsewhere(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and address[0] != "localhost":
        assert ip_address(address[0].partition("%")[0]).is_loopback, "a test must not leave this machine"
