"""The view as it is painted into files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QTextDocument

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font
from ganlab.app.panels.plane.corners import INSET, Note
from ganlab.app.panels.plane.view import DistributionView

MARGIN = 4
"""Around the words of a note, pixels."""


class PlanePicture:
    """What is on screen of the plane, and the words that it cannot be read without."""

    def __init__(self, view: DistributionView, theme: Theme, notes: Sequence[Note] = ()) -> None:
        self._view, self._theme, self._notes = view, theme, notes

    @property
    def shape(self) -> QSize:
        """Its size on screen, pixels."""
        return self._view.viewport().size()

    def paint_into(self, painter: QPainter) -> None:
        """The view without its rounded corners, over the whole of the painter's device."""
        view, area = self._view, self._view.viewport().rect()
        rounded, view.rounded = view.rounded, False
        try:
            view.render(painter, QRectF(area), area)
        finally:
            view.rounded = rounded
        for note in self._notes:
            self._paint_note(painter, note)

    def _paint_note(self, painter: QPainter, note: Note) -> None:
        words, color = QTextDocument(), self._theme.color
        words.setDefaultFont(figure_font(SMALL_PX))
        words.setDocumentMargin(MARGIN)
        words.setHtml(f'<span style="color:{color("text").name()}">{note.text}</span>')
        words.setTextWidth(min(words.idealWidth(), self._view.width() - 2 * INSET))
        place = QPointF(note.place)
        if note.corner is Qt.Corner.TopRightCorner:
            place.setX(place.x() - words.size().width())
        painter.save()
        painter.translate(place)
        painter.setPen(QPen(color("hairline"), 1))
        painter.setBrush(color("panel"))
        painter.drawRoundedRect(QRectF(QPointF(), words.size()), MARGIN, MARGIN)
        words.drawContents(painter)
        painter.restore()
