"""Names for files that are to be written."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path


def file_name(name: str) -> str:
    """A name that every system takes for a file."""
    kept = "".join(c if c.isalnum() or c in " ._-()" else "-" for c in name)
    return kept.strip(" .")[:80] or "untitled"


def unused(folder: Path, name: str, suffix: str = "") -> Path:
    """The name in a folder, or the first of "name 2", "name 3" ... that is not there."""
    names = chain((name,), (f"{name} {number}" for number in count(2)))
    return next(p for n in names if not (p := folder / f"{n}{suffix}").exists())
