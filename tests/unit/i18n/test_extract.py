"""From source texts to .po files and back, without a line that changes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.i18n import CatalogueErrors, Catalogues, extract, problems, render, status, template_path, update


@dataclass(frozen=True)
class Mark:
    file: str = "dialogs/give.yaml"
    line: int = 7
    column: int = 3


@dataclass(frozen=True)
class Sentence:
    context: str
    text: str
    mark: Mark = Mark()
    plural: str | None = None
    count: str | None = None
    names: tuple[str, ...] = ()


WHERE = Sentence("give.where", "Where would you like to give things?")
OSLO = Sentence("give.where", "Oslo")
NEAR = Sentence("give.near", "{n} centre", plural="{n} centres", count="n", names=("n",))
WORDS = Sentence("bot.words.back", "back, go back")
ALL = (WHERE, OSLO, NEAR, WORDS)


def po(directory: Path, lang: str) -> Path:
    return directory / lang / "LC_MESSAGES" / "dugnad.po"


def fill(path: Path, context: str, text: str, *forms: str) -> None:
    """Translate one message, as a person would with an editor."""
    source = path.read_text(encoding="utf-8")
    at = source.index(f'msgctxt "{context}"\nmsgid "{text}"')
    for index, form in enumerate(forms):
        empty = 'msgstr ""' if len(forms) == 1 else f'msgstr[{index}] ""'
        where = source.index(empty, at)
        source = source[:where] + empty[:-1] + form + '"' + source[where + len(empty) :]
    path.write_text(source, encoding="utf-8")


def test_the_template_says_what_a_translator_must_know(tmp_path: Path) -> None:
    body = render(extract(ALL, labels=[OSLO])).decode()
    assert body.index("Where would") < body.index('"Oslo"') < body.index("{n} centre") < body.index("back, go back")
    assert "#. A button: at most 30 characters.\n#: dialogs/give.yaml\nmsgctxt" in body
    assert "#. {n} decides which form is said." in body
    assert "Words that people type" in body
    assert "Date" not in body
    assert render(extract(ALL, labels=[OSLO])).decode() == body


def test_where_a_text_stands_is_the_same_on_every_machine() -> None:
    mark = Mark("/srv/somewhere/dialogs/give.yaml")
    assert "#: dialogs/give.yaml\n" in render(extract([Sentence("give.where", "Where?", mark)])).decode()


def test_templates_and_code_are_read_too(tmp_path: Path) -> None:
    page = tmp_path / "templates" / "chat.html"
    page.parent.mkdir()
    page.write_text("<h1>{{ pgettext('web.chat', 'How can I help?') }}</h1>", encoding="utf-8")
    (page.parent / "words.py").write_text('title = pgettext("terminal", "Bye.")\n', encoding="utf-8")
    catalog = extract([], page.parent)
    assert catalog.get("How can I help?", "web.chat") is not None
    assert catalog.get("Bye.", "terminal") is not None
    assert "#: templates/chat.html\n" in render(catalog).decode()


def test_one_text_with_two_plurals_is_refused() -> None:
    other = Sentence("give.near", "{n} centre", plural="{n} centers", count="n", names=("n",))
    with pytest.raises(CatalogueErrors, match=r"dialogs/give\.yaml:7:3: T306"):
        extract([NEAR, other])


def test_files_are_made_then_left_alone(tmp_path: Path) -> None:
    assert {path.name for path in update(tmp_path, ("en", "nb", "ar"), extract(ALL))} == {"dugnad.pot", "dugnad.po"}
    assert template_path(tmp_path).exists()
    assert 'msgstr[5] ""' in po(tmp_path, "ar").read_text(encoding="utf-8")
    assert update(tmp_path, ("en", "nb", "ar"), extract(ALL)) == []
    assert [(one.lang, one.total, one.missing) for one in status(tmp_path, ("nb", "ar"), extract(ALL))] == [
        ("nb", 4, 4),
        ("ar", 4, 4),
    ]


def test_a_changed_text_keeps_its_old_translation_as_fuzzy(tmp_path: Path) -> None:
    update(tmp_path, ("nb",), extract(ALL))
    fill(po(tmp_path, "nb"), "give.where", WHERE.text, "Hvor vil du gi ting?")
    fill(po(tmp_path, "nb"), "give.where", "Oslo", "Oslo!")
    fill(po(tmp_path, "nb"), "give.near", "{n} centre", "{n} mottak", "{n} mottakene")
    changed = Sentence("give.where", "Where do you want to give things?")
    moved = Sentence("give.town", "Oslo")
    template = extract([changed, moved, NEAR, Sentence("give.new", "Where would you like to live?")])
    update(tmp_path, ("nb",), template)
    (now,) = status(tmp_path, ("nb",), template)
    assert (now.total, now.translated, now.fuzzy, now.missing) == (4, 2, 1, 1)
    assert [text for _, _, text in now.open] == [changed.text, "Where would you like to live?"]
    assert all(line > 1 for _, line, _ in now.open)
    catalogues = Catalogues.load(tmp_path, ("nb",))
    assert catalogues.text("nb", changed) == changed.text
    assert catalogues.text("nb", moved) == "Oslo!"
    assert catalogues.text("nb", NEAR, {"n": 2}) == "2 mottakene"
    assert "#~" not in po(tmp_path, "nb").read_text(encoding="utf-8")


def test_a_text_takes_the_translation_that_it_has_elsewhere(tmp_path: Path) -> None:
    more = [Sentence(f"give.{state}", "Other ways") for state in ("oslo", "rade", "sea")]
    update(tmp_path, ("nb",), extract(more))
    fill(po(tmp_path, "nb"), "give.rade", "Other ways", "Andre måter")
    update(tmp_path, ("nb",), extract(more))
    assert status(tmp_path, ("nb",), extract(more))[0].translated == 3
    path = po(tmp_path, "nb")
    path.write_text(path.read_text(encoding="utf-8").replace("Andre måter", "Flere måter", 1), encoding="utf-8")
    more.append(Sentence("give.new", "Other ways"))
    update(tmp_path, ("nb",), extract(more))
    (now,) = status(tmp_path, ("nb",), extract(more))
    assert (now.translated, now.fuzzy) == (3, 1)


def test_a_renamed_state_is_said_as_before_and_so_it_is_written(tmp_path: Path) -> None:
    said = [Sentence("home.standard", "Yes"), Sentence("give.more", "Yes"), Sentence("home.years", "For how long?")]
    update(tmp_path, ("nb",), extract(said))
    for sentence, form in zip(said, ("Ja da", "Ja", "Hvor lenge?"), strict=True):
        fill(po(tmp_path, "nb"), sentence.context, sentence.text, form)
    renamed = [Sentence("home.fit", "Yes"), said[1], Sentence("home.how_long", "For how long?")]
    forms = ["Ja da", "Ja", "Hvor lenge?"]
    before = Catalogues.load(tmp_path, ("nb",))
    assert [before.text("nb", sentence) for sentence in renamed] == forms
    assert [problem.code for problem in problems(before, renamed)] == ["T203", "T203"], "still to be brought up to date"
    update(tmp_path, ("nb",), extract(renamed))
    after = Catalogues.load(tmp_path, ("nb",))
    assert [after.text("nb", sentence) for sentence in renamed] == forms
    assert problems(after, renamed) == []


def test_a_translators_note_stays(tmp_path: Path) -> None:
    update(tmp_path, ("nb",), extract([OSLO]))
    path = po(tmp_path, "nb")
    path.write_text(
        path.read_text(encoding="utf-8").replace("#: dialogs", "# not the municipality\n#: dialogs"), encoding="utf-8"
    )
    update(tmp_path, ("nb",), extract([WHERE, OSLO]))
    assert "# not the municipality\n" in path.read_text(encoding="utf-8")


PLACE = Sentence("give.centre", "Near {place}, about {km} km", names=("place", "km"))


@pytest.mark.parametrize(
    ("lang", "sentence", "forms", "code", "at"),
    [
        ("nb", PLACE, ("Nær {plass}, omtrent {km} km",), "T301", "{plass}"),
        ("nb", PLACE, ("Nær {place}",), "T301", "Nær"),
        ("nb", PLACE, ("Nær {place}, omtrent {km} km }",), "T301", "Nær"),
        ("nb", WHERE, ("Hvor \u202evil du?",), "T302", "\u202e"),
        ("nb", WHERE, ("Hvor <b>vil</b> du?",), "T307", "<b>"),
        ("nb", OSLO, ("Os\\nlo",), "T308", "Os"),
        ("nb", WHERE, (" Hvor vil du gi ting?",), "T303", " Hvor"),
        ("nb", OSLO, ("Oslo, hovedstaden i Norge med alle bydeler",), "T304", "Oslo"),
        ("nb", WHERE, ("å" * 601,), "T304", "å"),
        ("nb", WHERE, ("Hvor er “ting”?",), "T305", "“"),
        ("ar", WHERE, ("أين?",), "T305", "ن?"),
        ("ar", WHERE, ("هنا, هناك",), "T305", "ا,"),
        ("ar", WHERE, ("٣ أماكن",), "T305", "٣"),
        ("ar", NEAR, ("لا شيء", "مركز واحد", "مركزان", "{n} مراكز", "{n} مركز", ""), "T201", '"'),
        ("ar", NEAR, ("لا شيء", "مركز واحد", "مركزان", "{m} مراكز", "{n} مركز", "{n} مركز"), "T301", "{m}"),
    ],
)
def test_what_is_wrong_with_a_translation_is_found(
    tmp_path: Path, lang: str, sentence: Sentence, forms: tuple[str, ...], code: str, at: str
) -> None:
    update(tmp_path, (lang,), extract([sentence]))
    fill(po(tmp_path, lang), sentence.context, sentence.text, *forms)
    found = problems(Catalogues.load(tmp_path, (lang,)), [sentence], [OSLO])
    assert [problem.code for problem in found] == [code], "one fault, one line"
    line = po(tmp_path, lang).read_text(encoding="utf-8").splitlines()[found[0].line - 1]
    assert line[found[0].column - 1 :].startswith(at), line
    assert found[0].level == ("warning" if code in ("T201", "T305") else "error")


def test_a_misspelt_placeholder_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    update(tmp_path, ("nb",), extract([PLACE]))
    fill(po(tmp_path, "nb"), "give.centre", PLACE.text, "Nær {plce}, omtrent {km} km")
    (found,) = problems(Catalogues.load(tmp_path, ("nb",)), [PLACE])
    assert found.message == "{plce} is not in the English text; did you mean {place}?"


def test_good_translations_have_no_problem(tmp_path: Path) -> None:
    update(tmp_path, ("nb", "ar"), extract([PLACE, NEAR]))
    fill(po(tmp_path, "nb"), "give.centre", PLACE.text, "Nær {place}, omtrent {km} km – «nær»")
    fill(po(tmp_path, "ar"), "give.centre", PLACE.text, "بالقرب من {place}، حوالي {km} كم؟ https://udi.no/?a=1,2")
    fill(po(tmp_path, "nb"), "give.near", NEAR.text, "{n} mottak", "{n} mottak")
    fill(
        po(tmp_path, "ar"),
        "give.near",
        NEAR.text,
        "لا شيء",
        "مركز واحد",
        "مركزان",
        "{n} مراكز",
        "{n} مركز",
        "{n} مركزًا",
    )
    assert problems(Catalogues.load(tmp_path, ("nb", "ar")), [PLACE, NEAR]) == []


def test_what_is_missing_fuzzy_or_old_is_a_warning(tmp_path: Path) -> None:
    assert [problem.code for problem in problems(Catalogues.load(tmp_path, ("nb",)), [WHERE])] == ["T203"]
    update(tmp_path, ("nb",), extract([WHERE, NEAR]))
    path = po(tmp_path, "nb")
    fill(path, "give.where", WHERE.text, "Hvor?")
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgctxt "give.where"', '#, fuzzy\nmsgctxt "give.where"'),
        encoding="utf-8",
    )
    counted = Sentence("give.where", WHERE.text, plural="x", count="n")
    loaded = Catalogues.load(tmp_path, ("nb",))
    assert [(problem.code, problem.level) for problem in problems(loaded, [WHERE, NEAR, OSLO])] == [
        ("T203", "warning"),
        ("T202", "warning"),
        ("T201", "warning"),
    ]
    assert [problem.code for problem in problems(loaded, [counted])] == ["T203"]


def test_the_source_text_is_checked_too(tmp_path: Path) -> None:
    long = Sentence("give.where", "Somewhere else in Norway, wherever that is")
    marked = Sentence("give.where", "To \u200fpeople")
    found = problems(Catalogues(), [long, marked], [long])
    assert [str(problem).partition(" ")[0] for problem in found] == ["dialogs/give.yaml:7:3:"] * 2
    assert {problem.code for problem in found} == {"T302", "T304"}
