"""The recipe in words: an experiment's `about`, two lines of it, all of it after a click."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, Theme, text_font

LINES = 2
_FEW_WIDTH = 240


class Recipe(QAbstractButton):
    """A muted paragraph that opens and closes: click, Space or Enter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[str] = []
        self.setFont(text_font(SMALL_PX))
        self.setCheckable(True)
        self.setAccessibleName("Recipe")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._fold)
        theme.changed.connect(self.update)

    def show_recipe(self, about: str) -> None:
        """Show a recipe; without one the paragraph is hidden."""
        self.setText(about)
        self.setAccessibleDescription(about)
        self.setToolTip(f"<qt>{escape(about, quote=False)}</qt>")
        self.setVisible(bool(about))
        self._fold()

    def sizeHint(self) -> QSize:
        """As high as the lines shown."""
        return QSize(_FEW_WIDTH, len(self._lines) * self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        self._fold()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, muted; in the text colour under the mouse or with the focus."""
        painter = QPainter(self)
        painter.setFont(self.font())
        lit = self.underMouse() or self.hasFocus()
        painter.setPen(self._theme.color("text" if lit else "muted"))
        metrics = self.fontMetrics()
        for row, line in enumerate(self._lines):
            painter.drawText(0, row * metrics.lineSpacing() + metrics.ascent(), line)

    def _fold(self) -> None:
        lines = self._broken()
        if not self.isChecked() and len(lines) > LINES:
            rest = " ".join(lines[LINES - 1 :])
            shown = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
            lines = [*lines[: LINES - 1], shown]
        if lines != self._lines:
            self._lines = lines
            self.setFixedHeight(self.sizeHint().height())
            self.update()

    def _broken(self) -> list[str]:
        """The text in lines that fit the width."""
        layout = QTextLayout(self.text(), self.font())
        layout.setTextOption(QTextOption())
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(self.width(), 1))
            start = line.textStart()
            lines.append(self.text()[start : start + line.textLength()].strip())
        layout.endLayout()
        return lines
