"""The recipe in words: an experiment's `about`, two lines of it, and all of it after "more"."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, Theme, text_font

LINES = 2
_FEW_WIDTH = 240
_GAP = 5
"""Pixels between the text and the word that opens or closes it."""


class Recipe(QAbstractButton):
    """A muted paragraph that opens and closes: click, Space or Enter. Where it is cut, the word
    "more" says that there is more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lines: list[str] = []
        """What is shown."""
        self.word = ""
        """What a click does: "more", "less", or "" where there is nothing to open."""
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
        return QSize(_FEW_WIDTH, len(self.lines) * self.fontMetrics().lineSpacing())

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
        for row, line in enumerate(self.lines):
            painter.drawText(0, row * metrics.lineSpacing() + metrics.ascent(), line)
        if self.word:
            font = self.font()
            font.setUnderline(True)
            painter.setFont(font)
            painter.setPen(self._theme.color("text"))
            base = (len(self.lines) - 1) * metrics.lineSpacing() + metrics.ascent()
            painter.drawText(self.width() - metrics.horizontalAdvance(self.word), base, self.word)

    def _fold(self) -> None:
        lines, metrics = self._broken(), self.fontMetrics()
        word = "" if len(lines) <= LINES else "less" if self.isChecked() else "more"
        room = self.width() - metrics.horizontalAdvance(word) - _GAP
        if word == "more":
            rest = " ".join(lines[LINES - 1 :])
            shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
            lines = [*lines[: LINES - 1], shown]
        elif word == "less" and metrics.horizontalAdvance(lines[-1]) > room:
            lines.append("")
        if (lines, word) != (self.lines, self.word):
            self.lines, self.word = lines, word
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
