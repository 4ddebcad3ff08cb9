"""Edit > Memory for Undo: how much of what was trained is kept, and how much is kept now."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.words import in_tooltip
from ganlab.lab.past.kept_runs import IN_MEMORY, MB

CHOICES = (0, 100, 250, 1000, 4000)
"""MB; 0 keeps nothing."""


class Remembers(Protocol):
    """Where the choice is kept between two starts."""

    undo_megabytes: int


class UndoMemoryMenu(QMenu):
    """One line for each budget; the title says which it is."""

    def __init__(
        self, controller: Controller, settings: Remembers, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller, self._settings = controller, settings
        self.setToolTipsVisible(True)
        self._used = self.addAction("")
        self._used.setEnabled(False)
        self.addSeparator()
        group = QActionGroup(self)
        for megabytes in sorted({*CHOICES, settings.undo_megabytes}):
            action = group.addAction(_words(megabytes))
            action.setCheckable(True)
            action.setToolTip(in_tooltip(_HELP if megabytes else _HELP_NOTHING))
            action.triggered.connect(partial(self._choose, megabytes))
            self.addAction(action)
        self.aboutToShow.connect(self._show_use)
        controller.kept_runs.budget = settings.undo_megabytes * MB
        self._show_choice()

    def _choose(self, megabytes: int, checked: bool = True) -> None:
        if self._controller.keep_to(megabytes * MB):
            self._settings.undo_megabytes = megabytes
        self._show_choice()

    def _show_choice(self) -> None:
        chosen = _words(self._settings.undo_megabytes)
        self.setTitle(f"Memory for Undo: {chosen}")
        for action in self.actions():
            action.setChecked(action.text() == chosen)

    @Slot()
    def _show_use(self) -> None:
        used = self._controller.kept_runs.used / MB
        self._used.setText(f"In use: {used:,.1f} MB")


def _words(megabytes: int) -> str:
    return f"{megabytes:,} MB" if megabytes else "Nothing Trained"


_HELP = (
    "What was trained before a reset, a new seed or an edit that needs new networks is kept, so "
    f"that Undo brings it back: the newest {IN_MEMORY // MB} MB in memory, the others in a folder "
    "that goes when ganlab closes. What there is no room for is asked about first."
)
_HELP_NOTHING = "Undo brings back settings only; before networks are lost you are asked."
