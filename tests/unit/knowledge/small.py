"""A small, faultless `data/` directory, and a way to plant one fault in it.

A planted text carries `‸` where the fault is to be reported: the expected line and column are taken from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.dialog import ContentError
from bot.knowledge import check_knowledge

HERE = "‸"
TODAY = date(2026, 11, 23)

FILES: Mapping[str, str] = {
    "sources.yaml": """\
checked: 2026-11-23
sources:
  page:
    name: "The page"
    year: 2015
  search:
    title: "Our own search"
""",
    "counties.yaml": """\
checked: 2026-11-23
counties:
  ostfold:
    name: "Østfold"
    name_ar: "أوستفولد"
    number: "01 / 31"
    seat: rade
    became: viken
    valid:
      - {until: 2019-12-31}
      - {from: 2024-01-01}
    sources: [page]
  viken:
    name: "Viken"
    number: "30"
    seat: rade
    valid: {from: 2020-01-01, until: 2023-12-31}
    sources: [page]
""",
    "districts.yaml": """\
checked: 2026-11-23
districts:
  karlshus:
    name: "Karlshus"
    kind: place
    municipality: rade
    sources: [page]
""",
    "names.yaml": """\
checked: 2026-11-23
names:
  rade:
    ar: ["رودي", "روده"]
    sources: [page]
""",
    "topics.yaml": """\
topics:
  give-rade:
    title: "Give things in Råde"
    text: "The centre has bedding and food."
    facts: [F23]
    sources: [page]
    checked: 2026-11-23
    valid: {from: 2015-10-16}
    synonyms: {nb: ["gi ting i Råde"]}
  give-oslo:
    title: "Give things in Oslo"
    text: ["They have received a lot.", "They have limited room for more."]
    facts: [F14]
    sources: [page]
    checked: 2026-11-23
""",
    "rules.yaml": """\
checked: 2026-11-23
rules:
  F51:
    text: "It must be free for three years or more."
    facts: [F51]
    sources: [page]
""",
    "centres.yaml": """\
checked: 2026-11-23
centres:
  arrival:
    names:
      - {name: "Ankomstsenter Råde", from: 2015-10-16, until: 2015-12-31}
      - {name: "Nasjonalt ankomstsenter", from: 2016-01-01}
    type: arrival
    municipality: rade
    at: [59.352, 10.8722]
    capacities:
      - {up_to: 1000, from: 2015-10-16}
      - {up_to: 850, from: 2023-11-01}
    known: 2024
    sources: [page]
    valid: {from: 2015-10-16, sure: known}
  police:
    name: "Politiets utlendingsenhet (PU), Tøyen"
    type: police
    municipality: rade
    known: 2015
    sources: [page]
    valid: {from: 2015-09-01}
    public: no
""",
    "groups.yaml": """\
checked: 2026-11-23
groups:
  ostfold:
    name: "Refugees Welcome to Østfold"
    area: [rade]
    counties: [ostfold]
    topic: local
    known: 2015
    sources: [page]
""",
    "organisations.yaml": """\
checked: 2026-11-23
organisations:
  noas:
    name: "NOAS"
    kind: legal
    takes: [legal_aid]
    known: 2016
    about:
      - "Free legal help."
      - {text: "Guided newcomers.", until: 2023-05-31}
    sources: [page]
""",
    "places.csv": """\
id,kind,name,county,county_2015,municipality,lat,lon,approximate,number,people,other
rade,municipality,Råde,ostfold,ostfold,rade,59.35195,10.87226,,3112,,
1640,postcode,1640 Råde,ostfold,ostfold,rade,59.35195,10.87226,,,,
""",
    "abroad.csv": """\
country,name,lat,lon
SE,Strömstad,58.9395,11.1712
""",
}


def lay(directory: Path, changes: Mapping[str, str] | None = None) -> Path:
    """The small files in `directory`, some of them changed."""
    for name, text in {**FILES, **(changes or {})}.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


def plant(directory: Path, file: str, old: str, new: str) -> tuple[list[ContentError], tuple[int, int]]:
    """What `check_knowledge` finds when `old` in `file` is replaced by `new`, and where `new` carries its `‸` (line and
    column from 1)."""
    assert FILES[file].count(old) == 1, f"{old!r} does not stand once in {file}"
    text = FILES[file].replace(old, new)
    before = text[: text.index(HERE)]
    place = (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    return check_knowledge(lay(directory, {file: text.replace(HERE, "")}), TODAY), place
