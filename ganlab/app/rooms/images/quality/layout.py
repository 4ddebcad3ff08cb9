"""The parts of what says how good a generator is, and where they stand."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.look.theme import SMALL_PX, Theme, figure_font, text_font
from ganlab.app.rooms.images.quality.coverage import CoverageBars
from ganlab.app.rooms.images.quality.figure_card import WIDTH, FigureCard
from ganlab.app.rooms.images.quality.texts import NO_DIGITS, PARZEN, SPECS
from ganlab.app.widgets.buttons import push_button
from ganlab.app.widgets.elided import ElidedLabel
from ganlab.app.widgets.layout.card import card

COLUMNS = 4
PARZEN_COLUMNS = 2
FINENESS = 1000
"""Steps of the progress bar."""
DIGITS_PX, DIGITS_WIDTH = 32, 152
DOING_PX = 250
"""Room for what is being done, beside the bar."""
GAP = 8


class Parts:
    """Every control, by name."""

    def __init__(self, theme: Theme) -> None:
        self.status = ElidedLabel()
        self.copy = push_button("Copy", "Copy the figures as text")
        self.measure = push_button("Measure", "Draw images with the generator as it is now, "
                                   "and compare them with real ones")  # fmt: skip
        self.measure.setProperty("class", "primary")
        self.measure.setDefault(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, FINENESS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("Progress of measuring")
        self.doing = ElidedLabel()
        self.doing.setProperty("class", "muted")
        self.cancel = push_button("Cancel", "Stop measuring; the old figures stay")
        self.no_digits = QLabel(NO_DIGITS)
        self.no_digits.setProperty("class", "muted")
        self.no_digits.setWordWrap(True)
        self.digits = QLabel()
        self.digits.setFont(figure_font(DIGITS_PX))
        self.digits_good = QLabel(
            "digits drawn: 4 % of the images or more. Blue lines: their share in the data"
        )
        self.digits_good.setProperty("class", "small")
        self.digits_good.setWordWrap(True)
        self.digits_step = QLabel()
        self.digits_step.setProperty("class", "small")
        self.bars = CoverageBars(theme)
        self.cards = {spec.name: FigureCard(spec) for spec in SPECS}
        self.measure_parzen = push_button(
            "Measure this too", "Half a minute more: each test image is compared with every sample"
        )
        self.parzen = FigureCard(PARZEN, self.measure_parzen)
        self.working = QWidget()
        self.state = QStackedWidget()
        """What was measured, or how far measuring is."""
        self.state.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget in (self.status, self.working):
            self.state.addWidget(widget)
        self.coverage: QFrame = card("DIGIT COVERAGE", (self._coverage_row(),), self.digits_step)
        self.coverage.setToolTip(
            "<p>The share of each digit among the generated images, as a classifier of digits sees "
            "them. The blue line is its share in the data. A generator that has collapsed draws "
            "only some of the digits.</p>"
        )
        self.grid = QGridLayout()
        self._names: list[str] = []
        self._columns = COLUMNS

    def fit(self, width: int) -> None:
        """Stand in as many columns as `width` pixels have room for."""
        columns = (width + GAP) // (WIDTH + GAP)
        columns = min(max(columns, 1), COLUMNS)
        if columns != self._columns:
            self._columns = columns
            self._place()

    def arrange(self, names: list[str], digits: bool) -> None:
        """Show the cards of these figures, and coverage where the data are digits."""
        self._names = names
        self.coverage.setVisible(digits)
        self.no_digits.setVisible(not digits)
        self._place()
        for name, box in self.cards.items():
            box.setVisible(name in names)

    def _place(self) -> None:
        columns = self._columns
        for card_of_one in (*self.cards.values(), self.parzen):
            self.grid.removeWidget(card_of_one)
        for place, name in enumerate(self._names):
            self.grid.addWidget(self.cards[name], *divmod(place, columns))
        for name in self.cards.keys() - set(self._names):
            self.grid.addWidget(self.cards[name], 0, 0)  # hidden, and yet somebody's
        row, column = divmod(len(self._names), columns)
        if column + PARZEN_COLUMNS > columns:
            row, column = row + 1, 0
        self.grid.addWidget(self.parzen, row, column, 1, columns - column)
        for column in range(COLUMNS):
            self.grid.setColumnStretch(column, column < columns)

    def _coverage_row(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        for label in (self.digits, self.digits_good):
            label.setFixedWidth(DIGITS_WIDTH)
            words.addWidget(label)
        words.addStretch()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words)
        row.addWidget(self.bars, 1)
        return row


def lay_out(window: QWidget, parts: Parts) -> None:
    """What was measured, or progress, and the buttons on top; coverage; the other figures."""
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(parts.state, 1)
    head.addWidget(parts.copy)
    head.addWidget(parts.measure)
    progress = QHBoxLayout(parts.working)
    progress.setContentsMargins(0, 0, 0, 0)
    progress.setSpacing(10)
    parts.doing.setFont(text_font(SMALL_PX))
    parts.doing.setMinimumWidth(DOING_PX)
    progress.addWidget(parts.doing)
    progress.addWidget(parts.bar, 1)
    progress.addWidget(parts.cancel)
    parts.grid.setSpacing(GAP)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GAP)
    layout.addLayout(head)
    layout.addWidget(parts.no_digits)
    layout.addWidget(parts.coverage)
    layout.addLayout(parts.grid)
    layout.addStretch()
