"""Writes what in docs/ is made from the program: the page of settings, and the schemas of the dialogs for editors.

python scripts/docs.py            # writes what has changed
python scripts/docs.py --check    # writes nothing; exit 1 when something is not fresh
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.config import Key, keys
from bot.dialog.schema import json_schema, written

ROOT = Path(__file__).resolve().parent.parent

SETTINGS_HEAD = """# Settings

<!-- Made by `make docs` from bot/config/settings.py. -->

`config.yaml` holds the settings of a deployment, each with a comment. Each has an environment variable, which wins:
`DUGNAD_` and the key in capitals, levels joined by `__`. An unknown key, an unknown `DUGNAD_` variable or a wrong value
stops the start (exit code 2) with its place, what was expected and the nearest right spelling.

Secrets stand in no file that is shared: set the variable, or name a file that holds the secret with `…_FILE` (or the
key with `_file`), as container platforms mount them. An empty value of a setting without a default means that it is not
set. Relative paths start at the folder of `config.yaml`.

| key | variable | default | means | expected |
|---|---|---|---|---|
"""


def settings_page() -> str:
    return SETTINGS_HEAD + "".join(row(key) for key in keys())


def row(key: Key) -> str:
    default = "" if key.field.default is None else f"`{key.field.default}`"
    variable = f"`{key.variable}`" + (f" or `{key.variable}_FILE`" if key.secret else "")
    return f"| `{key.name}` | {variable} | {default} | {key.field.description} | {key.expected} |\n"


def pages() -> dict[Path, str]:
    """Every generated file with what it should hold."""
    return {
        ROOT / "docs/configuration.md": settings_page(),
        **{ROOT / "schemas" / name: written(schema) for name, schema in json_schema().items()},
    }


def main() -> int:
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not fresh: run `make docs`.")
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
