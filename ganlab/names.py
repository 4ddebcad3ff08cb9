"""Names that people and systems chose, put into texts of several kinds."""

from __future__ import annotations

import re

_LOST = re.compile("[\ud800-\udfff]")
_MARKS = re.compile(r"([\\`*\[\]<>|#~$]|(?<!\w)_|_(?!\w))")
"""What Markdown may take for more than itself."""


def legible(name: str) -> str:
    """A name in one line that every text can hold; bytes that were no UTF-8 become �."""
    whole = _LOST.sub("�", name)
    return " ".join("".join(c if c.isprintable() else " " for c in whole).split())


def in_markdown(text: str) -> str:
    """Text that stays what it is in Markdown: no heading, no table's cell, no HTML."""
    return _MARKS.sub(r"\\\1", legible(text))


def as_python(name: str) -> str:
    """A name as a Python string, in double quotes where that needs no backslash."""
    literal = repr(name)
    return f'"{literal[1:-1]}"' if literal[0] == "'" and '"' not in name else literal
