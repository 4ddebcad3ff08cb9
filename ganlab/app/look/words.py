"""Texts as Qt's own places for them want them, which take signs for more than themselves."""

from __future__ import annotations

from html import escape

from ganlab.names import legible


def in_menu(name: str) -> str:
    """For the text of an action: "&" would mark the next letter as its key."""
    return legible(name).replace("&", "&&")


def in_title(name: str) -> str:
    """For a window's title: "[*]" would stand for its mark of being modified."""
    return legible(name).replace("[*]", "[*][*]")


LINE = 88
"""Characters of the longest tooltip that is shown in one line."""


def in_tooltip(text: str) -> str:
    """For a tooltip, which would read "<b>" as bold, and show a long text as one endless line."""
    if "<" not in text and all(len(line) <= LINE for line in text.splitlines()):
        return text
    return f"<qt>{'<br>'.join(escape(text, quote=False).splitlines())}</qt>"
