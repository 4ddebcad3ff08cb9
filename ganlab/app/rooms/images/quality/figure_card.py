"""One figure: its name, its value large, what a good value is, and of which step it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganlab.app.look.theme import figure_font
from ganlab.app.rooms.images.quality.texts import Spec
from ganlab.app.widgets.layout.card import card

VALUE_PX = 24
WIDTH, LEAST = 216, 150
"""What it should have, and can do with, pixels."""
GOOD_PX = 30
"""Two lines: longer words must not move what is below."""


class FigureCard(QWidget):
    """Shows what a Spec makes of the figures."""

    def __init__(self, spec: Spec, beside: QWidget | None = None) -> None:
        """`beside` stands to the right of the figure: what has it measured."""
        super().__init__()
        self.value, self.good, self.step = QLabel(), QLabel(), QLabel()
        self.value.setFont(figure_font(VALUE_PX))
        self.good.setProperty("class", "small")
        self.good.setWordWrap(True)
        self.good.setMinimumHeight(GOOD_PX)
        self.good.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.step.setProperty("class", "small")
        line = QHBoxLayout()
        line.addWidget(self.value, 1)
        if beside is not None:
            line.addWidget(beside)
        self.frame: QFrame = card(spec.title.upper(), (line, self.good), self.step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)
        self.setMinimumWidth(LEAST)
        self.take(spec, {}, None)

    def take(self, spec: Spec, figures: Mapping[str, Any], step: int | None) -> None:
        """Show what was measured at a step; None: nothing was."""
        self.value.setText(spec.value_of(figures))
        self.value.setAccessibleName(spec.title)
        self.good.setText(spec.good_of(figures))
        self.step.setText("" if step is None else f"step {step:,}")
        self.setToolTip(f"<p>{spec.tip}</p>")

    def fade(self, faded: bool) -> None:
        """Whether another value is on its way."""
        self.value.setProperty("class", "muted" if faded else "")
        self.value.style().polish(self.value)
