"""What the window remembers between two starts: its own state only, never an experiment."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from ganlab.app.theme import Choice
from ganlab.lab.kept_runs import BUDGET, MB

LAYOUT_VERSION = 1
"""Raised when the docks change, so that an old layout is not forced on a new window."""


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
        self._store.setValue("theme", choice)

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
        """Paths of files opened or saved lately, newest first."""
        value = self._store.value("recent", [])
        if isinstance(value, str):  # how Qt gives back a list of one
            return [value]
        return [str(path) for path in value] if isinstance(value, list) else []

    @recent.setter
    def recent(self, paths: list[str]) -> None:
        self._store.setValue("recent", paths)

    @property
    def geometry(self) -> QByteArray:
        """The window's size and place; empty at first."""
        return _bytes(self._store.value("geometry"))

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("geometry", value)

    @property
    def layout(self) -> QByteArray:
        """The docks' sizes and whether they are shown; empty at first."""
        return _bytes(self._store.value("layout"))

    @layout.setter
    def layout(self, value: QByteArray) -> None:
        self._store.setValue("layout", value)


def data_folder() -> Path:
    """Where autosaves go; made when it is first written to."""
    where = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(where))


def _bytes(value: object) -> QByteArray:
    return value if isinstance(value, QByteArray) else QByteArray()
