"""The view as it is painted into files."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from ganlab.app.panels.plane.view import DistributionView


class PlanePicture:
    """What is on screen of the plane."""

    def __init__(self, view: DistributionView) -> None:
        self._view = view

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
