"""What people type, in any language and with any digits."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.dialog.turning.answers import clean, read_number, read_phone, read_time


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        (" 12 ", 12),
        ("٣", 3),
        ("۱۲", 12),
        ("٣ years", 3),
        ("3 år", 3),
        ("ca. 4", 4),
        ("10 000", 10000),
        ("10.000", 10000),
        ("١٠٬٠٠٠", 10000),
        ("007", 7),
        ("3.", 3),
        ("-1", None),
        ("2.5", None),
        ("2,5", None),
        ("3-4", None),
        ("3 to 4", None),
        ("17:00", None),
        ("three", None),
        ("", None),
        ("9" * 13, None),
        ("I came in 2015 and have been here for some time now", None),
    ],
)
def test_numbers(text: str, number: int | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("17:00", "17:00"),
        ("17.00", "17:00"),
        ("kl 17", "17:00"),
        ("kl. 17.30", "17:30"),
        ("Klokken 9", "09:00"),
        ("9", "09:00"),
        ("0905", "09:05"),
        ("٩:٣٠", "09:30"),
        ("الساعة ٥ م", "17:00"),
        ("5 pm", "17:00"),
        ("12 am", "00:00"),
        ("12 pm", "12:00"),
        ("5 مساءً", "17:00"),
        ("00:00", "00:00"),
        ("24:00", None),
        ("17:60", None),
        ("13 pm", None),
        ("0 am", None),
        ("noon", None),
        ("17:00:00", None),
        ("", None),
    ],
)
def test_times(text: str, time: str | None) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("22 00 00 00", "+4722000000"),
        ("22000000", "+4722000000"),
        ("+47 22 00 00 00", "+4722000000"),
        ("0047 22000000", "+4722000000"),
        ("47 22000000", "+4722000000"),
        ("tlf: 900 00 000", "+4790000000"),
        ("٩٠٠٠٠٠٠٠", "+4790000000"),
        ("+46 (0)70-123 45 67".replace("(0)", ""), "+46701234567"),
        ("+963 944 123 456", "+963944123456"),
        ("12000000", None),
        ("2200000", None),
        ("+47 2200000", None),
        ("+1", None),
        ("+" + "9" * 16, None),
        ("call me", None),
        ("", None),
    ],
)
def test_phones(text: str, phone: str | None) -> None:
    assert read_phone(text) == phone


@given(st.text(max_size=300))
def test_readers_are_total(text: str) -> None:
    for read in (read_number, read_time, read_phone):
        read(text)


@given(st.text(max_size=300))
@example("E\x1f\u0330")
def test_clean_text_holds_nothing_unseen(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == cleaned.strip()
    assert clean(cleaned) == cleaned
    assert not [one for one in cleaned if unicodedata.category(one) in ("Cc", "Cs") and one != "\n"]
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@given(st.integers(0, 10**9))
def test_any_digits_are_the_same_number(number: int) -> None:
    arabic = "".join(chr(0x660 + int(digit)) for digit in str(number))
    persian = "".join(chr(0x6F0 + int(digit)) for digit in str(number))
    assert read_number(str(number)) == read_number(arabic) == read_number(persian) == number
