"""A person's own targets, kept between two starts: drawings, points, sets of images.

Each is a JSON file of its own, called by its content: two windows may keep the same one twice, and
never get in each other's way.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ganlab.atomic import atomic_write
from ganlab.experiment import Data

MOST = 40
"""Targets on the shelf."""
_MOST_BYTES = 32 * 2**20


class ShelfFull(Exception):
    """There is no room for another target."""


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: Literal["ganlab-target"] = "ganlab-target"
    version: Literal[1] = 1
    name: str = Field(max_length=200)
    kept: float
    data: Data


@dataclass(frozen=True)
class Item:
    """One target."""

    key: str
    name: str
    kept: float
    """When, seconds since 1970."""
    data: Any
    """One of the document's Data."""


class Shelf:
    """The targets in a folder, which is made when it is first written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def items(self) -> list[Item]:
        """All that can be read, newest first."""
        found = [self._read(path) for path in self._folder.glob("*.json")]
        return sorted((item for item in found if item), key=lambda item: item.kept, reverse=True)

    def keep(self, name: str, data: Data, instead_of: Item | None = None) -> Item:
        """Put a target there, in the place of another one of its name if it goes on from that.

        Raises ShelfFull and OSError.
        """
        key = _key(data)
        if instead_of is not None and instead_of.key != key:
            item = self._write(Item(key, instead_of.name, instead_of.kept, data))
            self.remove(instead_of.key)
            return item
        known = {item.key: item for item in self.items()}
        if key in known:
            return known[key]
        if len(known) >= MOST:
            raise ShelfFull
        names = {item.name for item in known.values()}
        number, free = 1, name[:190]
        while free in names:
            number += 1
            free = f"{name[:190]} {number}"
        return self._write(Item(key, free, time.time(), data))

    def rename(self, item: Item, name: str) -> None:
        """Call a target something else; raises OSError."""
        self._write(Item(item.key, name[:200], item.kept, item.data))

    def remove(self, key: str) -> None:
        """Take a target away."""
        with contextlib.suppress(OSError):
            (self._folder / f"{key}.json").unlink(missing_ok=True)

    def _write(self, item: Item) -> Item:
        document = _Document(name=item.name, kept=item.kept, data=item.data)
        self._folder.mkdir(parents=True, exist_ok=True)
        with atomic_write(self._folder / f"{item.key}.json") as file:
            file.write(document.model_dump_json().encode())
        return item

    def _read(self, path: Path) -> Item | None:
        try:
            if path.stat().st_size > _MOST_BYTES:
                return None
            document = _Document.model_validate(json.loads(path.read_bytes()))
        except (OSError, ValueError, RecursionError, ValidationError):
            return None
        return Item(path.stem, document.name, document.kept, document.data)


def _key(data: Data) -> str:
    return hashlib.sha256(data.model_dump_json().encode()).hexdigest()[:24]
