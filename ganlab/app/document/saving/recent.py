"""Files opened or saved lately."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ganlab.app.document.saving.file_dialogs import FolderMemory

MOST_RECENT = 10


class RecentMemory(FolderMemory, Protocol):
    """Where the list of recent files is kept between two starts."""

    recent: list[str]


class RecentFiles(QObject):
    """At most MOST_RECENT of them, newest first."""

    changed = Signal()
    """The list is another."""

    def __init__(self, memory: RecentMemory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = memory

    @property
    def paths(self) -> list[Path]:
        """The files, newest first."""
        return [Path(name) for name in self._memory.recent]

    def note(self, path: Path) -> None:
        """This one was opened or saved just now."""
        path = path.absolute()
        self._set([path, *(p for p in self.paths if p != path)][:MOST_RECENT])

    def forget(self, path: Path) -> None:
        """This one is not there any more."""
        self._set([p for p in self.paths if p != path.absolute()])

    def _set(self, paths: list[Path]) -> None:
        self._memory.recent = [str(path) for path in paths]
        self.changed.emit()
