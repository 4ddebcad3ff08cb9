"""The card that every plot of a bench is: a head (title, legend, figure) over a canvas."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.rooms.theory.plots.canvas import Canvas
from ganlab.app.rooms.theory.plots.head import Head
from ganlab.app.rooms.theory.plots.surface.canvas import SurfaceCanvas


class PlotCard(QFrame):
    """Puts both together, and paints both into files."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._theme = theme
        self._parts: tuple[Canvas | SurfaceCanvas | Head, ...] = ()

    def fill(self, head: Head, canvas: Canvas | SurfaceCanvas, title: str, about: str) -> None:
        """`about`: what the plot shows, in a sentence; its tooltip and description."""
        head.setToolTip(in_tooltip(about))
        canvas.setAccessibleName(title)
        canvas.setAccessibleDescription(about)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 5, 8, 4)
        column.setSpacing(2)
        column.addWidget(head)
        column.addWidget(canvas, 1)
        self._parts = canvas, head

    def paint_into(self, painter: QPainter) -> None:
        """The whole card as shapes onto any painter, its origin at the corner: for files."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("hairline"), 1))
        painter.setBrush(self._theme.color("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for part in self._parts:
            painter.save()
            painter.translate(part.pos())
            part.paint_into(painter)
            painter.restore()
        painter.restore()
