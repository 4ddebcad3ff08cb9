"""What a drawing can start from: a built-in target, an image file, a file of points."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ganlab.app.document.saving.file_dialogs import FileDialogs
from ganlab.data import make_target
from ganlab.data.drawn.drawing import base_from_image, base_from_points, base_from_target
from ganlab.data.points import read_points
from ganlab.data.toy.catalog import TARGETS
from ganlab.experiment import ToyData

_IMAGES = "Images (*.png *.jpg *.jpeg *.bmp *.gif *.webp);;All files (*)"
_POINTS = "Points (*.csv *.txt *.npy);;All files (*)"


class Sources(QPushButton):
    """A button with a menu; what it finds comes as a base for DrawingData."""

    found = Signal(str, str)
    """What it was made from, in words, and the base."""
    failed = Signal(str)
    """Why there is none, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Start from", parent)
        self._dialogs: FileDialogs | None = None
        self.setAutoDefault(False)
        self.setToolTip("Begin a drawing with one of the built-in targets, a picture or points")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for name, title in TARGETS.items():
            if not name.endswith("-1d"):
                action = menu.addAction(title)
                action.triggered.connect(lambda _=False, name=name: self.from_target(name))
        menu.addSeparator()
        image = menu.addAction("An Image…")
        image.setToolTip("The darker or lighter than its ground, the more probable")
        image.triggered.connect(self._ask_image)
        points = menu.addAction("Points…")
        points.setToolTip("A soft dot for each point of a CSV or NumPy file")
        points.triggered.connect(self._ask_points)
        self.setMenu(menu)

    def ask_with(self, dialogs: FileDialogs) -> None:
        """Files are asked for with these."""
        self._dialogs = dialogs

    def from_target(self, name: str) -> None:
        """Take a built-in target of two dimensions, by its name in documents."""
        self._make(TARGETS[name], lambda: base_from_target(make_target(ToyData(name=name))))

    def from_image(self, path: Path) -> None:
        """Take an image file."""
        self._make(path.name, lambda: base_from_image(path))

    def from_points(self, path: Path) -> None:
        """Take a file's points."""
        self._make(path.name, lambda: base_from_points(read_points(path)))

    def _make(self, text: str, make_base: Callable[[], str]) -> None:
        try:
            base = make_base()
        except (ValueError, OSError) as error:
            self.failed.emit(str(error))
        else:
            self.found.emit(text, base)

    @Slot()
    def _ask_image(self) -> None:
        if (path := self._ask("Start from an image", _IMAGES)) is not None:
            self.from_image(path)

    @Slot()
    def _ask_points(self) -> None:
        if (path := self._ask("Start from points", _POINTS)) is not None:
            self.from_points(path)

    def _ask(self, title: str, filters: str) -> Path | None:
        return None if self._dialogs is None else self._dialogs.open(title, filters, asker=self)
