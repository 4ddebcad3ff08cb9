"""Ranges and lists of names as people write them. Standard library only: the document needs it."""

from __future__ import annotations

import csv
import math
import re

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_RANGE = re.compile(
    rf"({_NUMBER})\s*(?:\.\.+|…|,|;|:|-|–|\bto\b)\s*({_NUMBER})|({_NUMBER})", re.IGNORECASE
)

_ONE_LINE = str.maketrans(dict.fromkeys("\r\n\t\0", " "))
PLACE = "#"
"""Stands before a number that is the place of a class and not its name."""


def read_range(text: str) -> tuple[float, float]:
    """The ends of "0..4095", "-1, 1", "0 to 16" or, from 0, "16"; raises ValueError: a sentence."""
    plain = text.strip().strip("[]()").strip().replace("−", "-")
    found = _RANGE.fullmatch(plain)
    if found is None:
        raise ValueError(f"'{text}' is no range; say black..white, such as 0..255")
    low, high = (float(end or 0) for end in (found[1], found[2] or found[3]))
    if not (math.isfinite(low) and math.isfinite(high) and math.isfinite(255 / (high - low or 1))):
        raise ValueError(f"'{text}' is no range of finite numbers")
    if low >= high:
        raise ValueError(f"'{text}': the first number is black and has to be below the second")
    return low, high


def write_range(low: float, high: float) -> str:
    """The way back, every digit kept: "0..4095"."""
    return f"{write_number(low)}..{write_number(high)}"


def write_number(value: float) -> str:
    """Whole numbers without a point; others with all of their digits."""
    return str(int(value)) if value.is_integer() else repr(value)


def split_names(text: str) -> list[str]:
    """The names in "cat, dog"; one with a comma stands in quotes, as in a table."""
    rows = csv.reader([text.translate(_ONE_LINE)], skipinitialspace=True)
    return [name for row in rows for part in row if (name := part.strip())]


def join_names(names: tuple[str, ...]) -> str:
    """The way back: `split_names` gives the same names."""
    return ", ".join(
        '"' + name.replace('"', '""') + '"' if "," in name or name.startswith('"') else name
        for name in names
    )
