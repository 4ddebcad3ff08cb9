"""Sheets of images side by side, or one above another: whichever gives them more room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ganlab.app.panels.images.sheet_view import CAPTION, NAMES, ImageView

SPACING, SHRUNK = 12, 0.88
"""Between two sheets, pixels; how much smaller images may be for another row of them."""


class Sheets(QWidget):
    """Sheets stand beside one another; those with a column for each class stand where these have
    more room, which is one above another unless there is much more width than height."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("Sheets of images")
        self.setAccessibleDescription("Generated images and real ones")
        self.views: dict[str, ImageView] = {}
        """By the view of the game that each shows."""
        self._classes: tuple[str, ...] = ()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACING)

    def clear(self) -> None:
        """No sheets: another game is played."""
        for view in self.views.values():
            view.hide()
            view.deleteLater()
        self.views = {}

    def add(self, name: str, view: ImageView) -> None:
        """One more, after the others."""
        self.views[name] = view
        self._row.addWidget(view, 1)

    def show_only(self, names: list[str], classes: tuple[str, ...]) -> None:
        """Show these; their images are of the classes in turn, where there are any."""
        self._classes = classes
        for name, view in self.views.items():
            view.setVisible(name in names)
            view.set_sheets(max(len(names), 1), classes)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be more room the other way now."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        shown = [view for view in self.views.values() if not view.isHidden()]
        n, columns = max(len(shown), 1), max(len(self._classes), 1)
        across, down = self.width() / n / columns, self.width() / columns
        stacked = columns > 1 and min(down, self.height() / n / 2) > min(across, self.height() / 2)
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if stacked else way.LeftToRight)
        # One above another, whole rows: the first may have one more than the last.
        rows, pitch = _rows(self.height() - n * (CAPTION + NAMES + SPACING), max(down, 1.0))
        for after, view in enumerate(shown):
            own = (rows + n - 1 - after) // n
            length = round(CAPTION + NAMES + own * pitch)
            self._row.setStretchFactor(view, length if stacked and rows >= n else 1)


def _rows(height: float, pitch: float) -> tuple[int, float]:
    """How many rows of images `pitch` pixels apart there is room for, or nearly, and their pitch
    then."""
    rows = max(int(height / (SHRUNK * pitch)), 1)
    return rows, min(pitch, height / rows)
