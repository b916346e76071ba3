"""What is kept about a person, as messages that they can read, the last one with the whole of it as a file.

Rules: a message has at most 600 characters; a long list of answers is cut to the newest, and says that the file holds
the others. Nothing is left out of the file.
"""

from __future__ import annotations

from datetime import UTC, datetime

import orjson

from bot.actions import Voice
from bot.delivery import Document, Message
from bot.people.kept import Kept

LONGEST = 600
"""Characters in a message: what people can take in."""
NEWEST = 20
"""Answers that are told in the chat."""
NAME = "dugnad-data.json"


def messages(kept: Kept, lang: str, voice: Voice) -> list[Message]:
    """The messages, in order. Raises KeyError when a sentence is not there."""
    texts = [*packed(_about_the_chat(kept, lang, voice)), *packed(_answers(kept, lang, voice))]
    content = orjson.dumps(kept.as_json(), option=orjson.OPT_INDENT_2).decode()
    whole = Message(voice.sentence("kept_file", lang), lang, document=Document(NAME, "application/json", content))
    return [*(Message(text, lang) for text in texts), whole]


def packed(lines: list[str]) -> list[str]:
    """Lines put together to as few texts as the limit allows; a line that is longer by itself is cut."""
    texts: list[str] = []
    for line in lines:
        line = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
        if texts and len(texts[-1]) + 1 + len(line) <= LONGEST:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return texts


def _about_the_chat(kept: Kept, lang: str, voice: Voice) -> list[str]:
    chat = kept.chat
    since = datetime.fromtimestamp(chat["created"] / 1000, UTC)
    lines = [
        voice.sentence("kept_chat", lang, number=chat["id"], since=since),
        voice.sentence("kept_address", lang, channel=chat["channel"], address=chat["address"]),
    ]
    if chat["lang"] is not None:
        lines.append(voice.sentence("kept_lang_chosen" if chat["lang_chosen"] else "kept_lang", lang))
    if chat["unlisted"]:
        lines.append(voice.sentence("kept_unlisted", lang))
    roles = list(dict.fromkeys(row["role"] for row in kept.rows["roles"]))
    if roles:
        lines.append(voice.sentence("kept_roles", lang, roles=[voice.sentence(f"role_{role}", lang) for role in roles]))
    lines += [voice.sentence("kept_volunteer", lang, called=row["name"]) for row in kept.rows["volunteer"]]
    on, asked = len(kept.rows["shifts"]), len(kept.rows["asked_for_shifts"])
    if on or asked:
        lines.append(voice.sentence("kept_shifts", lang, count=on, asked=asked))
    if made := len(kept.rows["shifts_made"]):
        lines.append(voice.sentence("kept_made", lang, count=made))
    links = len(kept.rows["invitations_used"]) + len(kept.rows["invitations_made"])
    if links:
        lines.append(voice.sentence("kept_invited", lang, count=links))
    if kept.rows["questions"]:
        lines.append(voice.sentence("kept_cases", lang, count=len(kept.rows["questions"])))
    texts = sum(message["body"] is not None for message in kept.messages)
    lines.append(voice.sentence("kept_messages", lang, texts=texts, traces=len(kept.messages) - texts))
    lines.append(voice.sentence("kept_updates", lang, count=len(kept.updates)))
    if kept.timers:
        lines.append(voice.sentence("kept_timers", lang, count=len(kept.timers)))
    return lines


def _answers(kept: Kept, lang: str, voice: Voice) -> list[str]:
    log = kept.session.log if kept.session is not None else ()
    answers = [entry for entry in log if entry.kind == "answer"]
    if not answers:
        return [voice.sentence("kept_no_answers", lang)]
    lines = [voice.sentence("kept_answers", lang)]
    for entry in answers[-NEWEST:]:
        about, answer = voice.answered(entry, lang)
        lines.append(voice.sentence("kept_answer", lang, about=about, answer=answer))
    if len(answers) > NEWEST:
        lines.append(voice.sentence("kept_more_answers", lang, count=len(answers) - NEWEST))
    return lines
