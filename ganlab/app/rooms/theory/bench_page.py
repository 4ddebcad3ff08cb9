"""The stage of a bench: what it is about, and its picture, large."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganlab.app.look.theme import text_font
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.app.widgets.buttons import SmallButton

TITLE_PX = 16


class BenchPage(QWidget):
    """A heading over the view of a bench."""

    def __init__(self, desk: Desk, view: BenchView) -> None:
        super().__init__()
        self._desk, self.view = desk, view
        title = QLabel(desk.bench.title)
        title.setFont(text_font(TITLE_PX, text_font().Weight.DemiBold))
        about = QLabel(desk.bench.about)
        about.setProperty("class", "muted")
        about.setWordWrap(True)
        self.export = SmallButton("Export picture…")
        self.export.setAccessibleName("Export picture")
        self.export.setToolTip("Write these plots as PNG or SVG (Ctrl+E)")
        self.play = SmallButton("In the playground")
        self.play.setAccessibleName("In the playground")
        self.play.setToolTip("Set up the game in which this can be seen; Undo brings back the run")
        if desk.bench.experiment is None:
            self.play.hide()
        heading = QHBoxLayout()
        heading.setSpacing(6)
        heading.addWidget(title, 1)
        heading.addWidget(self.play)
        heading.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(heading)
        column.addWidget(about)
        column.addSpacing(2)
        column.addWidget(view, 1)

    def refresh(self) -> None:
        """Show the desk as it stands."""
        self.view.show_state(self._desk.controls, self._desk.results)

    @property
    def shape(self) -> QSize:
        """The size of its picture on screen, pixels."""
        return self.view.size()

    def paint_into(self, painter: QPainter) -> None:
        """The plots as shapes, each in its place, over the ground of the window."""
        painter.fillRect(self.view.rect(), self._desk.theme.color("ground"))
        for part in self.view.findChildren(QWidget):
            paint = getattr(part, "paint_into", None)
            if paint is None or not part.isVisibleTo(self.view) or _within_another(part, self.view):
                continue
            painter.save()
            painter.translate(part.mapTo(self.view, QPoint(0, 0)))
            paint(painter)
            painter.restore()


def _within_another(part: QWidget, view: QWidget) -> bool:
    """Whether it is painted by something that it lies in."""
    above = part.parentWidget()
    while above is not None and above is not view:
        if hasattr(above, "paint_into"):
            return True
        above = above.parentWidget()
    return False
