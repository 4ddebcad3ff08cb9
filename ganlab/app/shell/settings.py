"""What the window remembers between two starts: its own state only, never an experiment.

All is written when it changes, each value for itself: neither a kill nor a second window costs
what was set in another place.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from ganlab.app.look.theme import Choice
from ganlab.app.startup.zoom import LEVELS, USUAL
from ganlab.lab.past.kept_runs import BUDGET, MB

_QUOTED = "file:"
"""Stands before a path that is no text: bytes that are no UTF-8, each as %ff."""


class Settings:
    """Typed access to QSettings: the person's own, or those in an INI file."""

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            self._store = QSettings("ganlab", "ganlab")
        else:
            self._store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Choice:
        """The theme a person chose; the system's at first."""
        value = self._store.value("theme", "system")
        return value if value in ("light", "dark") else "system"

    @theme.setter
    def theme(self, choice: Choice) -> None:
        self._write("theme", choice)

    @property
    def zoom(self) -> int:
        """How large the window is drawn, one of zoom.LEVELS; per cent."""
        value = str(self._store.value("zoom", ""))
        return int(value) if value in map(str, LEVELS) else USUAL

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self._write("zoom", percent)

    @property
    def undo_megabytes(self) -> int:
        """How much of what was trained is kept for Undo, MB."""
        value = str(self._store.value("undo_megabytes", ""))
        return int(value) if value.isdecimal() else BUDGET // MB

    @undo_megabytes.setter
    def undo_megabytes(self, megabytes: int) -> None:
        self._store.setValue("undo_megabytes", megabytes)

    @property
    def recent(self) -> list[str]:
        """Paths of files opened or saved lately, in any window, newest first."""
        self._store.sync()
        value = self._store.value("recent", [])
        if isinstance(value, str):  # how Qt gives back a list of one
            value = [value]
        return [_unquoted(str(path)) for path in value] if isinstance(value, list) else []

    @recent.setter
    def recent(self, paths: list[str]) -> None:
        self._write("recent", [_quoted(path) for path in paths])

    @property
    def folder(self) -> str:
        """The folder of the last file dialog, in any window; at first that of the newest file;
        "": there was none."""
        self._store.sync()
        recent = self.recent
        newest = str(Path(recent[0]).parent) if recent else ""
        return _unquoted(str(self._store.value("folder", _quoted(newest))))

    @folder.setter
    def folder(self, path: str) -> None:
        self._write("folder", _quoted(path))

    @property
    def geometry(self) -> QByteArray:
        """The window's size and place; empty at first."""
        return _bytes(self._store.value("geometry"))

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._write("geometry", value)

    @property
    def layout(self) -> QByteArray:
        """The sizes of the parts of the window and whether they are shown; empty at first."""
        return _bytes(self._store.value("parts"))

    @layout.setter
    def layout(self, value: QByteArray) -> None:
        self._write("parts", value)

    @property
    def room(self) -> str:
        """The name of the room that was shown last; "" at first."""
        return str(self._store.value("room", ""))

    @room.setter
    def room(self, name: str) -> None:
        self._write("room", name)

    @property
    def bench(self) -> str:
        """The name of the bench of the theory room that was shown last; "" at first."""
        return str(self._store.value("bench", ""))

    @bench.setter
    def bench(self, name: str) -> None:
        self._write("bench", name)

    def controls(self, bench: str) -> str:
        """How a bench was left, JSON; "" at first."""
        return str(self._store.value(f"benches/{bench}", ""))

    def set_controls(self, bench: str, text: str) -> None:
        """Note how a bench stands."""
        self._write(f"benches/{bench}", text)

    def page(self, card: str) -> str:
        """The title of the page that a card of curves shows; "" at first."""
        return str(self._store.value(f"pages/{card}", ""))

    def set_page(self, card: str, title: str) -> None:
        """Note the page that a card shows. A card is called by its first page."""
        self._write(f"pages/{card}", title)

    def shown(self, part: str, otherwise: bool) -> bool:
        """Whether a part of the window that can be folded or switched is open or on."""
        value = str(self._store.value(f"shown/{part}", otherwise)).lower()
        return value == "true"

    def set_shown(self, part: str, shown: bool) -> None:
        """Note that a part is open, or is not."""
        self._write(f"shown/{part}", shown)

    def _write(self, key: str, value: object) -> None:
        if self._store.value(key) != value:
            self._store.setValue(key, value)
            self._store.sync()  # merges with what other windows have written


def data_folder() -> Path:
    """Where autosaves and the shelf go; made when it is first written to."""
    where = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(where))


def _bytes(value: object) -> QByteArray:
    return value if isinstance(value, QByteArray) else QByteArray()


def _quoted(path: str) -> str:
    try:
        path.encode()
    except UnicodeEncodeError:
        return _QUOTED + os.fsencode(path).hex()
    return path


def _unquoted(text: str) -> str:
    if not text.startswith(_QUOTED):
        return text
    try:
        return os.fsdecode(bytes.fromhex(text.removeprefix(_QUOTED)))
    except ValueError:  # somebody edited it
        return text
