"""The table of games: every way to learn p_g that ganlab knows, one line each.

A line is the name of a folder beside this file, whose entry.py says the rest.
"""

from __future__ import annotations

from importlib import import_module

from ganlab.games.entry import Entry

_FOLDERS = [
    "two_player",
    "moments",
]


def _entry(folder: str) -> Entry:
    entry: Entry = import_module(f"ganlab.games.{folder}.entry").ENTRY
    return entry


GAMES: dict[str, Entry] = {entry.kind: entry for entry in map(_entry, _FOLDERS)}
"""By the kind that documents name."""
