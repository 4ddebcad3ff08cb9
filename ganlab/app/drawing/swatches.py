"""Which class the pen draws: a swatch for each, a tint and a mark."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from ganlab.app.look.classes import class_color, class_mark
from ganlab.app.look.theme import Theme
from ganlab.app.widgets.buttons import tool_button
from ganlab.document.data import DRAWN_CLASSES

HEIGHT = 26
_ICON, _RADIUS = 14, 4.5


class Swatches(QWidget):
    """One button a class, one of them pressed."""

    chosen = Signal(int)
    """The place of the class among the names."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.buttons: list[QToolButton] = []
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for label, name in enumerate(DRAWN_CLASSES):
            button = tool_button(
                f"Class {name}",
                f"What is drawn next is of class {name} (C: the next class, Shift+C: the one "
                "before). A game learns nothing of classes yet",
                checkable=True,
            )
            button.setProperty("class", "swatch")
            button.setIconSize(QSize(_ICON, _ICON))
            button.setFixedHeight(HEIGHT)
            button.setMinimumWidth(HEIGHT - 4)
            button.clicked.connect(lambda _=False, label=label: self.chosen.emit(label))
            self._group.addButton(button)
            self.buttons.append(button)
            row.addWidget(button)
        theme.changed.connect(self._restyle)
        self._restyle()

    def choose(self, label: int) -> None:
        """Show which class is drawn now."""
        self.buttons[label].setChecked(True)

    def _restyle(self) -> None:
        palette = self._theme.palette
        for label, button in enumerate(self.buttons):
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap(QSize(_ICON, _ICON) * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(palette.muted), 0.7))
            painter.setBrush(class_color(palette, label))
            middle = QPointF(_ICON / 2, _ICON / 2)
            painter.drawPath(class_mark(label, _RADIUS).translated(middle))
            painter.end()
            button.setIcon(QIcon(pixmap))
