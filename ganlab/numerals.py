"""Numbers as people write them: in any script, with any minus, decimal sign and thousands mark.

Nothing is guessed here: a text that is one number with a decimal point and another with a decimal
comma has both readings, and the reader of a whole table or the person decides.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Decimal = Literal[".", ","]

MISSING = frozenset(
    {"", "na", "n/a", "nan", "#n/a", "#na", "n.a.", "null", "none", "nil", "missing", "?", "*"}
    | {"-", "--", "—", "–", ".", "..", "<na>", "(null)", "\\n", "-nan", "+nan"}
    | {"1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan", "#n/a n/a", "#nv", "#bezug!", "#wert!"}
    | {"#value!", "#div/0!", "#num!", "#ref!", "#name?", "#null!", "#zahl!"}
)
"""What stands in a cell, in small letters, when there is no value; pandas, databases and
spreadsheets write these."""
INFINITE = frozenset({"inf", "infinity", "∞"})

_DASHES = "‐‑‒–—−﹣－"
_APOSTROPHES = "’ʼ＇′"
_MADE_PLAIN = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_APOSTROPHES, "'")
    | {"﹢": "+", "،": ",", "·": "٫"}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "－＇"}
)
_ALWAYS_DECIMAL = "٫"
_ALWAYS_GROUP = "٬"


def _pattern(decimal: str, other: str) -> re.Pattern[str]:
    point = f"[{re.escape(decimal)}{_ALWAYS_DECIMAL}]"
    mark = f"[{re.escape(other)}'{_ALWAYS_GROUP} _]"
    threes = rf"[1-9][0-9]{{0,2}}(?P<t>{mark})[0-9]{{3}}(?:(?P=t)[0-9]{{3}})*"
    # Lakhs and crores: three digits, then twos.
    lakh = f"[{re.escape(other)}{_ALWAYS_GROUP}]"
    twos = rf"[1-9][0-9]?(?P<i>{lakh})[0-9]{{2}}(?:(?P=i)[0-9]{{2}})*(?P=i)[0-9]{{3}}"
    plain = rf"(?:[0-9]+(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eEdD][+-]?[0-9]+)?"
    return re.compile(rf"[+-]? ?(?:(?:{threes}|{twos})(?:{point}[0-9]*)?|{plain})")


_PATTERNS: dict[Decimal, re.Pattern[str]] = {".": _pattern(".", ","), ",": _pattern(",", ".")}
_GROUPS = {
    ".": str.maketrans("dD" + _ALWAYS_DECIMAL, "ee.", ", '_" + _ALWAYS_GROUP),
    ",": str.maketrans("dD," + _ALWAYS_DECIMAL, "ee..", ". '_" + _ALWAYS_GROUP),
}


def plain(text: str) -> str:
    """The text with ASCII digits, minus, marks and spaces in the place of their relatives."""
    if text.isascii():
        return text.strip()
    return "".join(map(_plain_character, text.translate(_MADE_PLAIN))).strip()


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(character)
    if kind == "Zs":
        return " "
    return "" if kind == "Cf" and character != "\u00ad" else character  # which may be a minus


def value(text: str, decimal: Decimal) -> float | None:
    """The number that a plain text is with this decimal sign, perhaps infinite; None: none."""
    if _PATTERNS[decimal].fullmatch(text):
        return float(in_ascii(text, decimal))
    bare = text.lower().lstrip("+-")
    if bare in INFINITE:
        return float("-inf") if text.startswith("-") else float("inf")
    return None


def in_ascii(text: str, decimal: Decimal) -> str:
    """A plain text that is a number with this decimal sign, as Python writes it."""
    return text.translate(_GROUPS[decimal])


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.strip().lower() in MISSING


def holds_number(text: str) -> bool:
    """Whether a cell begins with a number in whatever script or style, readable here or not.

    Such a cell is never part of a heading unless somebody says so: "1.5 kg", "½", "$3", "(2)",
    "2nd", "１", "Ⅳ". Ideographs are numbers where there is nothing else in the cell.
    """
    text = plain(text)
    if text.lower().lstrip("+-") in INFINITE:
        return True
    for character in text:
        if unicodedata.category(character) in ("Nd", "Nl", "No"):
            return True
        if character.isalpha():
            break
    return bool(text) and all(unicodedata.numeric(c, None) is not None for c in text)


def only_value(text: str, whole: bool) -> float | None:
    """The one number that a person's entry can be where the program writes 10,000 and 0.001.

    A whole number may have thousands marks, another a decimal comma; None: it is no number. Raises
    ValueError, in plain words, where it could be two: "1,000" as a rate, "1.000" as a count.
    """
    text = plain(text)
    point, comma = value(text, "."), value(text, ",")
    if point is None or comma is None or point == comma:
        return comma if point is None else point
    if ("," in text) == whole:  # as the program writes it
        return point
    low, high = sorted((point, comma))
    raise ValueError(f"'{text}' can be read as {low:.15g} or as {high:.15g}; write one of them")
