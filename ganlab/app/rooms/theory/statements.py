"""What a bench states, beside one another: words, formula, and who has said it where."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.widgets.elided import ElidedLabel
from ganlab.app.widgets.formula import FormulaBox
from ganlab.theory.bench import Statement

LEAST_PX, MOST_PX = 250, 560
"""Width of one statement."""


class Statements(QFrame):
    """A row of statements; it scrolls where they have no room."""

    def __init__(self, statements: tuple[Statement, ...], theme: Theme) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self.formulas: list[FormulaBox] = []
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

    def settle(self) -> None:
        """Wait until the formulas are on screen (for pictures of the window)."""
        for box in self.formulas:
            box.settle()

    def _column(self, statement: Statement, theme: Theme) -> QWidget:
        part = QWidget()
        part.setMinimumWidth(LEAST_PX)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words = QLabel(statement.text)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        formula = FormulaBox(theme)
        formula.show_formulas(statement.latex)
        formula.setAccessibleName(f"Formula: {statement.latex}")
        source = ElidedLabel(statement.source)
        source.setProperty("class", "small")
        source.setAccessibleName(f"Source: {statement.source}")
        self.formulas.append(formula)
        column.addWidget(words)
        column.addWidget(formula)
        column.addWidget(source)
        column.addStretch(1)
        return part
