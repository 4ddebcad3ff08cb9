"""A sign, a headline, and in what room is left the details."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ganlab.app.panels.elided import ElidedLabel
from ganlab.app.theme import TEXT_PX, text_font

GAPS = (8, 22, 22)
"""Pixels after the sign, the headline, the details."""


class VerdictLine(QWidget):
    """Places its labels itself: in a layout, each new word would lay out the whole window anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = QLabel(self)
        self.headline = ElidedLabel(parent=self)
        self.headline.setFont(text_font(TEXT_PX, QFont.Weight.DemiBold))
        self.headline.setAccessibleName("Verdict")
        self.details = ElidedLabel(parent=self)
        self.details.setAccessibleName("Details")
        self.older = ElidedLabel(parent=self)
        self.older.setProperty("class", "muted")
        self.older.setAccessibleName("Figures of an earlier step")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def event(self, event: QEvent) -> bool:
        """A label says that it wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        left = 0
        labels = (self.sign, self.headline, self.details, self.older)
        for label, gap in zip(labels, (*GAPS, 0), strict=True):
            room = max(self.width() - left, 0)
            width = room if label is self.older else min(label.sizeHint().width(), room)
            label.setGeometry(QRect(left, 0, width, self.height()))
            left += width + (gap if width else 0)
