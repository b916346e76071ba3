"""`dugnad ask` and `dugnad place`: what the bot finds for a question or a place, one or a file of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.common import FINE, NO, WRONG, Config, Json, answer, settings_of, tell

if TYPE_CHECKING:
    from bot.i18n import Catalogues
    from bot.knowledge import Found, Knowledge

LANGUAGES = ("nb", "en", "ar")
OFFERED = 3
"""Topics that are told of."""
Batch = Annotated[Path | None, typer.Option("--batch", metavar="FILE", help="A line each, answered in order.")]


def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    lang: Annotated[str, typer.Option("--lang", help="The language that the person reads: nb, en or ar.")] = "nb",
    explain: Annotated[bool, typer.Option("--explain", help="Tell how the question was read and judged.")] = False,
    batch: Batch = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Find the topic that answers a question. Lines of a FILE: id, language, question, with tabs between. Exit 1 when
    the bot would not answer but ask back."""
    if (text is None) == (batch is None) or lang not in LANGUAGES:
        tell("Give one question, or --batch FILE; --lang is nb, en or ar.")
        raise typer.Exit(WRONG)
    base, catalogues = _knowledge(config)
    if batch is not None:
        for id, of, question in _lines(batch, 3):
            answer({"id": id, **_asked(base, of if of in LANGUAGES else lang, question, explain)})
        return
    question = text or ""
    found = _asked(base, lang, question, explain)
    if as_json:
        answer(found)
    else:
        _tell_asked(base, catalogues, lang, found)
        if explain:
            _explain(base.search().ask(question))
    raise typer.Exit(FINE if found["confident"] else NO)


def place(
    text: Annotated[str | None, typer.Argument(help="A name or a postcode.")] = None,
    batch: Batch = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Find the place that a name or postcode means. Lines of a FILE: id, query, with a tab between. Exit 1 when it is
    not one place."""
    if (text is None) == (batch is None):
        tell("Give one place, or --batch FILE.")
        raise typer.Exit(WRONG)
    base, _ = _knowledge(config)
    if batch is not None:
        for id, query in _lines(batch, 2):
            answer({"id": id, **base.look_up(query)})
        return
    found = base.look_up(text or "")
    if as_json:
        answer(found)
    else:
        typer.echo(_place_line(found))
    raise typer.Exit(FINE if found["kind"] in ("place", "county", "postcode") else NO)


def _knowledge(config: Path | None) -> tuple[Knowledge, Catalogues]:
    """The knowledge base alone: what is written in the dialogs is not needed. Raises ContentErrors."""
    from bot.content import load_finding

    return load_finding(settings_of(config))


def _lines(file: Path, cells: int) -> Iterator[list[str]]:
    """The lines of a file, each cut into so many cells; what a line lacks is empty."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        tell(f"{file} can not be read: {error}")
        raise typer.Exit(WRONG) from error
    for line in text.splitlines():
        if line.strip():
            found = line.split("\t", cells - 1)
            yield [*found, *[""] * (cells - len(found))]


def _asked(base: Knowledge, lang: str, question: str, explain: bool) -> dict[str, Any]:
    """What `ask` answers to one question; `lang` is the one it was asked in where that is clear, else the reader's."""
    answers = base.answers(question)
    found = base.search().ask(question)
    scores = {hit.topic: hit.score for hit in found.hits}
    listed = [
        {"topic": topic, "facts": list(base.topic_facts(topic)), "score": scores.get(topic, 1.0 if first else 0.0)}
        for first, topic in ((number == 0 and answers.sure, topic) for number, topic in enumerate(answers.topics))
    ]
    told: dict[str, Any] = {"lang": answers.lang or lang, "question": question, "confident": answers.sure}
    told["answers"] = listed
    if answers.beyond is not None:
        told["beyond"] = answers.beyond
    else:
        told["offer"] = list(answers.offer or answers.nearest)
    if explain:
        told["explain"] = explained(found)
    return told


def explained(found: Found) -> dict[str, Any]:
    """How a question was read, ranked and judged."""
    return {
        "tokens": [{"word": token.word, "token": token.name, "how": token.how} for token in found.tokens],
        "unknown": round(found.verdict.unknown, 3),
        "reason": found.verdict.reason,
        "topics": [
            {"topic": hit.topic, "alike": round(hit.why.alike, 3), "fused": round(hit.why.fused, 3)}
            | {"places": dict(hit.why.places), "phrase": hit.why.phrase}
            for hit in found.hits
        ],
    }


def _tell_asked(base: Knowledge, catalogues: Catalogues, lang: str, found: dict[str, Any]) -> None:
    say: Callable[[str, str], str] = lambda id, field: base.say("topics", id, field, found["lang"], catalogues)  # noqa: E731 - one use, one line
    if found.get("beyond"):
        typer.echo(say(found["beyond"], "text"))
    elif found["confident"]:
        typer.echo(say(found["answers"][0]["topic"], "text"))
    else:
        typer.echo("Not sure. Is it one of these?" if found["offer"] else "Nothing that may be meant, so a person.")
    offered = found.get("offer", [])[:OFFERED]
    for id in offered:
        typer.echo(f"  [{say(id, 'title')}]")
    if offered or found["answers"]:
        typer.echo("")
    for one in found["answers"][:OFFERED]:
        typer.echo(f"  {one['score']:.2f}  {one['topic']}: {say(one['topic'], 'title')} {' '.join(one['facts'])}")


def _explain(found: Found) -> None:
    read = ", ".join(f"{token.word} → {token.name} ({token.how})" for token in found.tokens)
    typer.echo(f"\nread: {read or 'nothing'}\njudged: {found.verdict.reason}; {found.verdict.unknown:.0%} unknown")
    for hit in found.hits:
        places = " ".join(f"{way} {place}" for way, place in hit.why.places.items())
        typer.echo(
            f"  {hit.topic}: alike {hit.why.alike:.2f} to “{hit.why.phrase[:60]}”, fused {hit.why.fused:.2f}: {places}"
        )


def _place_line(found: dict[str, Any]) -> str:
    if found["kind"] == "none":
        return f"No place in Norway that we know: {found['query']}"
    if found["kind"] == "ambiguous":
        return "Which? " + ", ".join(f"{one['name']} ({one['county']})" for one in found["candidates"])
    about = " (approximate)" if found.get("approximate") else ""
    where = f", {found['county']}" if found["county"] else ""
    return f"{found['name']}{where}: {found['kind']}, {found['lat']} {found['lon']}{about}"
