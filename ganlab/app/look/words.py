"""Names that people chose, in the texts of Qt's that take signs for more than themselves."""

from __future__ import annotations

from html import escape

from ganlab.names import legible


def in_menu(name: str) -> str:
    """For the text of an action: "&" would mark the next letter as its key."""
    return legible(name).replace("&", "&&")


def in_title(name: str) -> str:
    """For a window's title: "[*]" would stand for its mark of being modified."""
    return legible(name).replace("[*]", "[*][*]")


def in_tooltip(text: str) -> str:
    """For a tooltip, which would read "<b>" as bold."""
    return f"<qt>{escape(text, quote=False)}</qt>" if "<" in text else text
