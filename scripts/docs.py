"""Writes what is made from the program and its data: the page of settings, the schemas of the dialogs for editors, a
picture of each dialog, and the dots of the web chat's map.

python scripts/docs.py            # writes what has changed
python scripts/docs.py --check    # writes nothing; exit 1 when something is not fresh
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from bot.config import Key, keys
from bot.dialog import graph, load_bot
from bot.dialog.loading.schema import json_schema, written

ROOT = Path(__file__).resolve().parent.parent
GRAPHS = ROOT / "docs/graphs"
MAP = ROOT / "bot/web/static/norway.js"
KNOWN_PEOPLE, KNOWN_NORTH = 18_000, 5_000
"""People of a town that has its name on the map; north of Bodø the towns are smaller."""
MAP_HEAD = """// Made by `make docs` from data/places.csv (NOTICE names its sources): a dot for each municipality, its
// latitude and longitude in hundredths of a degree; and the towns to know the country by, the largest first.

export const DOTS = [
"""

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
        **pictures(),
        MAP: dots(),
    }


def dots() -> str:
    """A dot for each municipality, from north to south, and the largest towns, for the map of the web chat."""
    with (ROOT / "data/places.csv").open(encoding="utf-8") as file:
        towns = [row for row in csv.DictReader(file) if row["kind"] == "municipality"]
    found = sorted(((round(float(row["lat"]) * 100), round(float(row["lon"]) * 100)) for row in towns), reverse=True)
    lines = [", ".join(f"[{lat}, {lon}]" for lat, lon in found[at : at + 8]) for at in range(0, len(found), 8)]
    known = [
        (-int(row["people"]), row["name"], round(float(row["lat"]) * 100), round(float(row["lon"]) * 100))
        for row in towns
        if int(row["people"] or 0) >= (KNOWN_NORTH if float(row["lat"]) > 67 else KNOWN_PEOPLE)
    ]
    names = "".join(f'  ["{name}", {lat}, {lon}],\n' for _, name, lat, lon in sorted(known))
    drawn = "".join(f"  {line},\n" for line in lines)
    return f"{MAP_HEAD}{drawn}];\n\nexport const TOWNS = [\n{names}];\n"


def pictures() -> dict[Path, str]:
    """A picture of each dialog, and one of how they hang together."""
    bot = load_bot(ROOT / "dialogs")
    names: tuple[str | None, ...] = (None, *bot.dialogs)
    return {GRAPHS / f"{name or 'all'}.svg": graph(bot, name, "svg") for name in names}


def main() -> int:
    made = pages()
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    gone = [path for path in GRAPHS.glob("*.svg") if path not in made]
    if "--check" in sys.argv[1:]:
        for path in (*stale, *gone):
            print(f"{path.relative_to(ROOT)} is not fresh: run `make docs`.")
        return 1 if stale or gone else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    for path in gone:
        path.unlink()
        print(f"removed {path.relative_to(ROOT)}: there is no such dialog any more")
    return 0


if __name__ == "__main__":
    sys.exit(main())
