from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import CatalogueEars, Catalogues, fold, negotiate


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (("Råde", "RÅDE", "raade", "Rade", "  «Råde!» 👍", "R\u0061\u030ade", "\u200fRåde\u202c"), "rade"),
        (("Tromsø", "tromsoe", "Tromso", "TROMSÖ", "Ｔromsø"), "tromso"),
        (("Værøy", "vaeroy", "VAROY"), "varoy"),
        (("Kárášjohka", "karasjohka"), "karasjohka"),
        (("أوسلو", "اوسلو", "إوسلو", "أُوسـلو"), "اوسلو"),
        (("مدرسة", "مدرسه"), "مدرسه"),
        (("مستشفى", "مستشفي", "مستشفی"), "مستشفي"),
        (("شيء", "شي"), "شي"),
        (("٠١٥٠", "0150", "۰۱۵۰"), "0150"),
        (("Don’t  know.", "don't know", "dont know"), "dont know"),
        (("Yes, please", "yes please"), "yes please"),
        (("17:00", "١٧:٠٠"), "17:00"),
        (("-5", "٥-"), None),
        (("+47 22 33",), "+47 22 33"),
        (("👍", " … ", ""), ""),
    ],
)
def test_all_spellings_meet(spellings: tuple[str, ...], folded: str | None) -> None:
    if folded is None:
        assert [fold(spelling) for spelling in spellings] == ["-5", "5"]
    else:
        assert {fold(spelling) for spelling in spellings} == {folded}


def test_different_things_stay_different() -> None:
    assert len({fold(word) for word in ("Oslo", "Råde", "Moss", "أوسلو", "yes", "no", "12", "1.2", "-12")}) == 9


@given(st.text(max_size=100))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_what_is_too_long_to_be_ours_costs_little() -> None:
    assert len(fold("å" * 100_000)) <= 2000
    assert len(fold("\ufdfa" * 100_000)) <= 2000 * 18


def test_words_are_recognised_in_any_language(catalogues: Catalogues) -> None:
    ears = CatalogueEars(catalogues)
    assert ears.forms("bot.words.back", "back, go back") == {
        "back", "go back", "tilbake", "ga tilbake", "رجوع", "العوده",
    }  # fmt: skip


def test_a_sentence_is_recognised_whole(catalogues: Catalogues) -> None:
    ears = CatalogueEars(catalogues)
    assert ears.forms("give.unknown", "Yes, please!") == {"yes please"}
    assert ears.forms("give.fuzzy", "Not sure") == {"not sure"}
    assert ears.forms("give.where", "Where? (In Norway)") == {"where in norway", "where"}
    assert ears.forms("give.where", "(Norway)") == {"norway"}
    assert ears.forms("give.picture", "👍") == frozenset()


@pytest.mark.parametrize(
    ("tag", "lang"),
    [
        ("nn-NO", "nb"), ("no", "nb"), ("nb", "nb"), ("da-DK", "nb"), ("sv", "nb"), ("ar-SY", "ar"), ("ar_EG", "ar"),
        ("en-GB", "en"), ("EN", "en"), ("fr", None), ("", None), (None, None), ("northern-sami", None),
    ],
)  # fmt: skip
def test_a_platforms_language_becomes_one_of_ours(tag: str | None, lang: str | None) -> None:
    assert negotiate(tag) == lang
