"""What a bench states, one row each: words with who has said it where, and the formula."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.widgets.formula import FormulaBox
from ganlab.theory.bench import Statement

MARGIN, GAP = 12, 20
BETWEEN = 6
"""Between two rows, pixels."""
FORMULA_SHARE = 0.6
"""At most so much of the width is the formulas'."""
NOTCH = 3
"""Single steps of a scroll bar for one notch of the wheel, in Qt."""


class _Rows(QWidget):
    """Rows of one height, so many that those on show fill the place and none is cut through."""

    def __init__(self, statements: tuple[Statement, ...], theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._statements = statements
        self._place = QSize()
        self._words = [self._new_words(statement) for statement in statements]
        self.formulas = [self._new_formula(statement) for statement in statements]
        theme.changed.connect(self._write)
        self._write()

    def fill(self, place: QSize) -> int:
        """Put them into a place of this size that scrolls; the height of a row, pixels."""
        self._place = place
        formula = max(box.sizeHint().width() for box in self.formulas)
        formula = min(formula, round(FORMULA_SHARE * place.width()))
        words = max(place.width() - 2 * MARGIN - GAP - formula, 1)
        needs = [
            (label.heightForWidth(words), box.sizeHint().height())
            for label, box in zip(self._words, self.formulas, strict=True)
        ]
        least = max(map(max, needs)) + BETWEEN
        seen = max(min(place.height() // least, len(needs)), 1)
        row = max(place.height() / seen, least)
        self.setFixedHeight(round(row * len(needs)))
        for i, (label, box) in enumerate(zip(self._words, self.formulas, strict=True)):
            label.setGeometry(MARGIN, round(i * row), words, int(row))
            x, y = MARGIN + words + GAP, round(i * row + (row - needs[i][1]) / 2)
            box.setGeometry(x, y, min(box.sizeHint().width(), formula), needs[i][1])
        return round(row)

    def event(self, event: QEvent) -> bool:
        """A formula has been set: it needs another place."""
        if event.type() == QEvent.Type.LayoutRequest and self._place.isValid():
            self.fill(self._place)
        return super().event(event)

    @Slot()
    def _write(self) -> None:
        """Words, and the source in grey behind them."""
        grey = f'<span style="color: {self._theme.palette.muted}">'
        for label, statement in zip(self._words, self._statements, strict=True):
            source = f"{grey}{escape(statement.source)}</span>"
            label.setText(f"<qt>{escape(statement.text)} {source}</qt>")

    def _new_words(self, statement: Statement) -> QLabel:
        words = QLabel(self)
        words.setWordWrap(True)
        words.setAccessibleName(f"{statement.text} {statement.source}")
        return words

    def _new_formula(self, statement: Statement) -> FormulaBox:
        formula = FormulaBox(self._theme, parent=self)
        formula.show_formulas(statement.latex)
        formula.setAccessibleName(f"Formula: {statement.latex}")
        return formula


class _Area(QScrollArea):
    """Scrolls by whole rows."""

    def __init__(self, rows: _Rows) -> None:
        super().__init__()
        self._rows = rows
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(rows)
        self.setAccessibleName("What is stated, as formulas")
        rows.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The rows for this size; the bar has its place whether it is needed or not."""
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        wide = self.maximumViewportSize().width() - bar.sizeHint().width()
        row = self._rows.fill(QSize(wide, self.viewport().height()))
        bar.setSingleStep(max(row // NOTCH, 1))


class Statements(QFrame):
    """The rows of statements on a card; they scroll where they have no room."""

    def __init__(self, statements: tuple[Statement, ...], theme: Theme) -> None:
        super().__init__()
        self.setProperty("class", "card")
        rows = _Rows(statements, theme)
        self.formulas = rows.formulas
        outside = QVBoxLayout(self)
        outside.setContentsMargins(1, 5, 1, 5)
        outside.addWidget(_Area(rows))

    def settle(self) -> None:
        """Wait until the formulas are on screen (for pictures of the window)."""
        for box in self.formulas:
            box.settle()
