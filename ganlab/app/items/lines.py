"""Straight lines: the arrows of the gradients, the contours of the density."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPainterPath

from ganlab.app.items.layer import Array, LayerItem, hairline, segments_path, take_pen


class LinesItem(LayerItem):
    """All lines of a layer in one path."""

    def __init__(self, kept: bool = True) -> None:
        super().__init__(kept)
        self._path = QPainterPath()
        self._pen = hairline(QColor())

    def set_color(self, color: QColor) -> None:
        """The colour of the lines."""
        self._pen = hairline(color, 1.2)
        self.changed()

    def set_segments(self, segments: Array | None) -> None:
        """(n, 2, 2) starts and ends, view units; None: no lines."""
        self._path = QPainterPath() if segments is None else segments_path(segments)
        self.changed()

    @property
    def is_empty(self) -> bool:
        """Whether there are no lines."""
        return self._path.isEmpty()

    def draw(self, painter: QPainter) -> None:
        """Draw the lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        take_pen(painter, self._pen)
        painter.drawPath(self._path)
