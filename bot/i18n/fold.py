"""Folding: what people type and what we wrote, brought to one form in which they can be compared.

Rules: folding is for comparing only, never for showing or keeping. It forgets what people leave out or write in
another way, and always in the direction that both spellings can reach:

- case, width and ligatures (NFKC, casefold); digits of any script become 0-9;
- å, aa, æ, ae and ä become a; ø, oe and ö become o: so Råde, RÅDE, Raade and Rade are one, and so are Tromsø, Tromsoe
  and Tromso; other accents go, the Sámi đ ŧ ŋ and the Icelandic ð þ become d t n d th;
- Arabic: alef with hamza, madda or wasla becomes bare alef, waw and yeh lose their hamza, a lone hamza goes, teh
  marbuta becomes heh, alef maksura and the Persian yeh become yeh, the Persian kaf becomes kaf; tatweel and vowel
  signs go;
- bidi controls and other invisible characters go; apostrophes go; other punctuation and pictures become a space, except
  between digits (17:00, 2.5) and for a sign before a digit (-5, +47); spaces are squeezed and trimmed.

The result is stable: folding it again changes nothing. Only the first 2,000 characters count: no sentence of ours is
longer, and what is longer than all of them can not be equal to one.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000

_LETTERS = str.maketrans(
    {
        "æ": "a", "ø": "o", "đ": "d", "ð": "d", "ŧ": "t", "ŋ": "n", "þ": "th", "ł": "l", "ı": "i", "œ": "o",
        "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ء": "", "ـ": "",
        "'": "", "’": "", "‘": "", "ʼ": "", "`": "", "´": "",
    }
)  # fmt: skip
_A = re.compile("a[ae]+")
_O = re.compile("oe+")
_GAP = re.compile(r"(?<=\d)([.,:])(?=\d)|([+-])(?=\d)|[\W_]+?")
_SPACES = re.compile(" +")


def fold(text: str) -> str:
    """The form of `text` in which it can be compared with other folded texts."""
    text = text[:LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        text = "".join([_character(character) for character in text])
    text = text.casefold().translate(_LETTERS)
    text = _O.sub("o", _A.sub("a", text))
    text = _GAP.sub(lambda found: found[1] or found[2] or " ", text)
    return _SPACES.sub(" ", text).strip()


def _character(character: str) -> str:
    """A decomposed character without marks and invisible ones, digits in Latin."""
    if character.isascii():
        return character
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    return "" if kind in ("Mn", "Me", "Cf", "Cs") else character
