"""Reading the platform's JSON: what is not quite JSON as well, so that one odd update can not hold up the others."""

from __future__ import annotations

import json
from typing import Any

import orjson


def read_json(raw: bytes) -> Any:
    """The value in `raw`. Half characters (lone surrogates), which the fast reader refuses, are let through; who uses a
    text makes it whole. Raises ValueError."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        try:
            return json.loads(raw)
        except RecursionError as error:
            raise ValueError("too deep") from error
