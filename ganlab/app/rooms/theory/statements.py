"""What a bench states, beside one another: words, formula, and who has said it where."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.widgets.formula import FormulaBox
from ganlab.theory.bench import Statement

LEAST_PX, MOST_PX = 330, 620
"""Width of one statement."""


class _Formula(FormulaBox):
    """As wide as it is set, so that it can be read; up to a bound."""

    def minimumSizeHint(self) -> QSize:
        """The width of the formula."""
        size = self.sizeHint()
        return QSize(min(max(size.width(), LEAST_PX), MOST_PX), size.height())


class Statements(QFrame):
    """A row of statements; it scrolls where they have no room."""

    def __init__(self, statements: tuple[Statement, ...], theme: Theme) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self.formulas: list[FormulaBox] = []
        self._theme = theme
        self._words: list[tuple[QLabel, Statement]] = []
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(12, 6, 12, 8)
        row.setSpacing(18)
        for statement in statements:
            row.addWidget(self._column(statement, theme), 1)
        if len(statements) == 1:
            row.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setWidget(content)
        area.setAccessibleName("What is stated, as formulas")
        content.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(1, 1, 1, 1)
        outside.addWidget(area)

        theme.changed.connect(self._write)
        self._write()

    @Slot()
    def _write(self) -> None:
        """Words, and the source in grey behind them."""
        for label, statement in self._words:
            grey = f'<span style="color: {self._theme.palette.muted}">'
            source = f"{grey}{escape(statement.source)}</span>"
            label.setText(f"<qt>{escape(statement.text)} {source}</qt>")

    def settle(self) -> None:
        """Wait until the formulas are on screen (for pictures of the window)."""
        for box in self.formulas:
            box.settle()

    def _column(self, statement: Statement, theme: Theme) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words = QLabel()
        words.setWordWrap(True)
        words.setAccessibleName(f"{statement.text} {statement.source}")
        self._words.append((words, statement))
        formula = _Formula(theme)
        formula.show_formulas(statement.latex)
        formula.setAccessibleName(f"Formula: {statement.latex}")
        self.formulas.append(formula)
        column.addWidget(words)
        column.addWidget(formula)
        column.addStretch(1)
        return part
