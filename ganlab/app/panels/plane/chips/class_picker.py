"""Chooses the class that is looked at of a game whose players are told it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.marks import class_pixmap
from ganlab.app.widgets.chevron import ComboBox

LONGEST = 16
"""Characters of a name for which there is room."""


class ClassPicker(ComboBox):
    """Shown only where the players are told classes."""

    chosen = Signal(object)
    """The number of the class that is to be looked at; None: all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName("The class that the generator draws")
        self.setToolTip(
            "<p>Which class the generator is asked for and the discriminator is asked about. All "
            "classes: samples of each as often as the data have them, and at each place what the "
            "discriminator says for the class for which it believes most. Changes nothing in the "
            "game, nor in what is measured.</p>"
        )
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._names: dict[int, str] = {}
        self.activated.connect(self._activated)
        self.hide()

    def set_names(self, names: dict[int, str], theme: Theme) -> None:
        """The classes there are, by number; none: there is nothing to choose."""
        if names != self._names:
            before, self._names = self.label, names
            with QSignalBlocker(self):
                self.clear()
                self.addItem("all classes", None)
                for number, name in names.items():
                    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
                    self.addItem(short, number)
            self.setVisible(bool(names))
            self.choose(before if before in names else None)
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """The marks of the classes in the colours of a theme."""
        for place, number in enumerate(self._names, start=1):
            self.setItemIcon(place, QIcon(class_pixmap(number, theme)))

    @property
    def label(self) -> int | None:
        """The class that is chosen; None: all."""
        found: int | None = self.currentData()
        return found

    def choose(self, label: int | None) -> None:
        """Show a choice; emits nothing."""
        with QSignalBlocker(self):
            self.setCurrentIndex(max(self.findData(label), 0))

    @Slot(int)
    def _activated(self, _place: int) -> None:
        self.chosen.emit(self.label)
