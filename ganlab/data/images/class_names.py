"""Classes are called by their names; a number is asked for only where no name is one."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence

from ganlab.notation import PLACE, join_names

_SHOWN = 30
"""Names that a sentence lists at most."""


def place_of(names: Sequence[str], said: str) -> int | None:
    """The place in `names` of the class that somebody calls `said`; None where there is none.

    The name itself; in other letters, if it is then still one class; "#3", the class at the third
    place from 0, as documents of older versions mean it; and 3 alone, if no name is a number.
    """
    plain = clean_name(said)
    if plain in names:
        return names.index(plain)
    alike = [place for place, name in enumerate(names) if name.casefold() == plain.casefold()]
    if len(alike) == 1:
        return alike[0]
    number = plain.removeprefix(PLACE)
    if number == plain and any(_is_number(name) for name in names):
        return None
    place = int(number) if _is_number(number) else len(names)
    return place if place < len(names) else None


def listed(names: Sequence[str]) -> str:
    """The names in a sentence: "3, 7"."""
    more = len(names) - _SHOWN
    return join_names(tuple(names[:_SHOWN])) + (f" and {more} more" if more > 0 else "")


def clean_name(name: str) -> str:
    """A name as it is kept: composed letters, no spaces around, nothing that is no Unicode."""
    whole = os.fsencode(name).decode("utf-8", "replace") if _is_broken(name) else name
    return unicodedata.normalize("NFC", whole).strip()


def _is_broken(name: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in name)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
