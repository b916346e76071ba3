"""Addresses, phone numbers and names keep their order inside Arabic sentences."""

from __future__ import annotations

import pytest

from bot.dialog import Mark
from bot.dialog.model import Prose
from bot.i18n.catalogues import Catalogues
from bot.i18n.islands import islands, paragraph
from bot.i18n.values import ISOLATE, POP


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("الهاتف: +47 488 90 560، اتصل", ["+47 488 90 560"]),
        ("فاتصل بالرقم 116 117.", ["116 117"]),
        ("قائمتها: https://www.udi.no/asylmottak/ وقد", ["https://www.udi.no/asylmottak/"]),
        ("قائمتها: https://www.udi.no/asylmottak.", ["https://www.udi.no/asylmottak"]),
        ("post@noas.org، noas.no (2016)", ["post@noas.org", "noas.no"]),
        (
            "folkehjelp.no/samfunnsengasjement/finn-ditt-lokallag (2022)",
            ["folkehjelp.no/samfunnsengasjement/finn-ditt-lokallag"],
        ),
        ("موقع Frivillig.no: موقع", ["Frivillig.no"]),
        ("مجموعة «Har du plass til en ekstra i hjemmet ditt?» عن", ["Har du plass til en ekstra i hjemmet ditt?"]),
        ("اكتب /help أو، /back للعودة", ["/help", "/back"]),
        ("الاطلاع على ذلك (/mydata) وحذفه (/forgetme).", ["/mydata", "/forgetme"]),
        ("«ماذا أفعل؟» في 19 أكتوبر 2015، من 9 إلى 16", []),
        ("رودي (Råde)، رقم 113 (الإسعاف) و20.10.2015 و17:00", []),
        ("مجموعة «", []),
    ],
)
def test_what_has_its_own_order_is_isolated(sentence: str, kept: list[str]) -> None:
    said = islands(sentence, "ar")
    assert [part.split(POP)[0] for part in said.split(ISOLATE)[1:]] == kept
    assert said.replace(ISOLATE, "").replace(POP, "") == sentence


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_languages_that_read_from_left_to_right_need_none(lang: str) -> None:
    assert islands("+47 488 90 560, noas.no", lang) == "+47 488 90 560, noas.no"


def test_a_sentence_is_said_with_its_islands() -> None:
    catalogues = Catalogues((), ("en", "ar"))
    prose = Prose("x", "Phone {name} on 116 117.", Mark("x.yaml", 1, 1), names=("name",))
    assert catalogues.text("ar", prose, {"name": "Ola"}) == "Phone \u2068Ola\u2069 on \u2068116 117\u2069."
    assert catalogues.text("en", prose, {"name": "Ola"}) == "Phone \u2068Ola\u2069 on 116 117."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("في أوسلو: \u2068noas.no\u2069", "في أوسلو: \u2068noas.no\u2069"),
        ("\u2068noas.no\u2069 في أوسلو", "\u2068noas.no\u2069 في أوسلو"),
        ("3 سنوات", "3 سنوات"),
        ("Har du plass?", "\u2068Har du plass?\u2069"),
        ("2015", "2015"),
    ],
)
def test_a_line_in_arabic_shows_by_itself_where_it_begins(line: str, said: str) -> None:
    assert paragraph(line, "ar") == said
    assert paragraph("أوسلو", "nb") == "\u2068أوسلو\u2069"
