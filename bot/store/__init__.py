"""The store: one file or server, one commit for everything that a turn changes.

Everyone else says what is to be done as `Work` (a generator of named queries) and gives it to a `Store`.
"""

from bot.store.clock import Clock, SetClock, SystemClock
from bot.store.errors import QueryError, StoreError, places
from bot.store.migrations import Status
from bot.store.opening import claim, milliseconds, open_store, status, upgrade
from bot.store.port import Query, Rows, Store, Work

__all__ = [
    "Clock",
    "Query",
    "QueryError",
    "Rows",
    "SetClock",
    "Status",
    "Store",
    "StoreError",
    "SystemClock",
    "Work",
    "claim",
    "milliseconds",
    "open_store",
    "places",
    "status",
    "upgrade",
]
