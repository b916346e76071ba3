"""Reading what a shift needs, as a coordinator types it: "3 general, 1 Arabic", "2 sjåfører og 1 tolk på dari".

Rules: pure. A need is a number and who is wanted; a language alone means an interpreter for it. A word that nobody
knows is named and never guessed. A number that no shift has is a slip of the finger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.dialog import latin_digits
from bot.i18n import fold

MOST = 200
"""The most people that a shift may ask for of one kind; more is a mistyped number."""

_SKILLS: Mapping[str, str] = {
    "general": "general people person volunteer volunteers helper helpers anyone hands frivillig frivillige folk "
    "hjelper hjelpere vanlig vanlige generell generelle "
    "متطوع متطوعين متطوعون متطوعة متطوعات شخص أشخاص عام مساعد مساعدين",
    "health": "health nurse nurses doctor doctors medic medics helse helsepersonell lege leger sykepleier sykepleiere "
    "sjukepleiar helsearbeider helsearbeidere صحة صحي صحيين طبيب طبيبة أطباء ممرض ممرضة ممرضين ممرضات",
    "driver": "driver drivers driving car cars bil biler sjåfør sjåfører bilist sjåførar "
    "سائق سائقين سائقون سائقة سيارة سيارات",
    "interpreter": "interpreter interpreters translator translators tolk tolker tolkar oversetter oversettere "
    "مترجم مترجمة مترجمين مترجمون مترجمات",
    "teacher": "teacher teachers school lærer lærere lærar lærarar معلم معلمة معلمين معلمون معلمات مدرس مدرسة مدرسين",
}
_LANGUAGES: Mapping[str, str] = {
    "ar": "arabic arabisk عربي عربية العربية",
    "fa": "persian farsi persisk فارسي فارسية الفارسية",
    "prs": "dari دري الدرية",
    "ps": "pashto pashtu pasjto باشتو البشتو بشتو",
    "ku": "kurdish kurdisk kurmanji sorani كردي كردية الكردية",
    "ti": "tigrinya tigrinja تيغرينية التيغرينية تيغرينيا",
    "am": "amharic amharisk أمهرية الأمهرية",
    "so": "somali somalisk صومالي صومالية الصومالية",
    "ur": "urdu أوردو الأردية",
    "tr": "turkish tyrkisk تركي تركية التركية",
    "ru": "russian russisk روسي روسية الروسية",
    "uk": "ukrainian ukrainsk أوكرانية الأوكرانية",
    "fr": "french fransk فرنسي فرنسية الفرنسية",
    "en": "english engelsk إنجليزي إنجليزية الإنجليزية",
    "nb": "norwegian norsk نرويجي نرويجية النرويجية",
    "sq": "albanian albansk ألباني ألبانية الألبانية",
}
SKILL_WORDS: Mapping[str, str] = {fold(word): skill for skill, words in _SKILLS.items() for word in words.split()}
LANGUAGE_WORDS: Mapping[str, str] = {fold(word): lang for lang, words in _LANGUAGES.items() for word in words.split()}
_ONE: Mapping[str, int] = {
    fold(word): number
    for number, words in enumerate(
        (
            "one en ein et ett واحد واحدة",
            "two to اثنين اثنان",
            "three tre ثلاثة",
            "four fire أربعة",
            "five fem خمسة",
            "six seks ستة",
        ),
        1,
    )
    for word in words.split()
}
_AROUND = (
    "for på til som snakker speaking speaker speakers with med i of a an need needs trenger wanted extra språk "
    "يتكلم يتكلمون إلى لغة من مع ل"
)
_FILLERS = frozenset(map(fold, _AROUND.split()))


@dataclass(frozen=True, slots=True)
class Asked:
    """How many of whom. skill: as in a volunteer's skills. detail: an interpreter's language (ISO 639), else "". more:
    how many more may come."""

    number: int
    skill: str
    detail: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why a piece is no need. problem: no_number | too_many | unknown. text: the piece or word that it is about."""

    problem: str
    text: str


FROM_TO = re.compile(r"(?<![\d.:])(\d{1,3})\s*[-\u2013\u2014~]\s*(\d{1,3})(?=\s+([^\W\d]+))")
"""At least and at most, and the word after them: "3-5 general"; with ~ where it can not be hours."""


def read_need(piece: str) -> Asked | NotRead:
    """One need: "3 general", "3-5 general", "Arabic", "1 tolk på dari". Without a number it is one."""
    plain = latin_digits(piece[:80])
    found = FROM_TO.search(plain)
    if found is None:
        return _one_number(piece)
    least, most = int(found[1]), int(found[2])
    read = _one_number(f"{plain[: found.start()]}{least}{plain[found.end() :]}")
    if isinstance(read, NotRead) or most < least:
        return read if isinstance(read, NotRead) else NotRead("no_number", piece)
    return replace(read, more=most - least) if most <= MOST else NotRead("too_many", str(most))


def _one_number(piece: str) -> Asked | NotRead:
    words = [word for word in fold(latin_digits(piece[:80])).split() if word not in _FILLERS]
    numbers = [word for word in words if word.isdecimal()] or [word for word in words if word in _ONE]
    named = [word for word in words if word not in numbers]
    if len(numbers) > 1 or not named:
        return NotRead("no_number", piece)
    langs = [LANGUAGE_WORDS[word] for word in named if word in LANGUAGE_WORDS]
    skills = [SKILL_WORDS[word] for word in named if word in SKILL_WORDS]
    unknown = [word for word in named if word not in LANGUAGE_WORDS and word not in SKILL_WORDS]
    if unknown or len(set(langs)) > 1 or len(set(skills)) > 1:
        return NotRead("unknown", " ".join(unknown) or piece)
    number = 1 if not numbers else _ONE.get(numbers[0]) or int(numbers[0])
    if not 1 <= number <= MOST:
        return NotRead("too_many", numbers[0])
    if langs and (not skills or skills[0] in ("general", "interpreter")):
        return Asked(number, "interpreter", langs[0])
    return Asked(number, skills[0], langs[0] if langs else "")


def needs_in(pieces: list[str]) -> tuple[Asked, ...] | NotRead:
    """The needs of several pieces, the same ones added up; the first piece that is none is named."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for piece in pieces:
        read = read_need(piece)
        if isinstance(read, NotRead):
            return read
        number, more = found.get((read.skill, read.detail), (0, 0))
        found[read.skill, read.detail] = (number + read.number, more + read.more)
    too_many = next((number + more for number, more in found.values() if number + more > MOST), None)
    if too_many is not None:
        return NotRead("too_many", str(too_many))
    return tuple(Asked(number, skill, detail, more) for (skill, detail), (number, more) in found.items())
