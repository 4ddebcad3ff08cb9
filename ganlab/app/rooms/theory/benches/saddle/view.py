"""The stage of the bench: plane, spectral radius, multipliers, table of steps."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from ganlab.app.rooms.theory.benches.saddle import pictures
from ganlab.app.rooms.theory.benches.saddle.steps import Steps
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.theory.bench import Results
from ganlab.theory.saddle.bench import SaddleControls, walked

GAMES = {
    "V = xy": {"alpha": 0.0, "beta": 1.0, "gamma": 0.0},
    "V = 4x² − 4y²": {"alpha": 4.0, "beta": 0.0, "gamma": 4.0},
}
"""Of the lectures, a click away."""


class View(BenchView):
    """Left the plane, right what a step multiplies by, below every step as numbers."""

    FORM: ClassVar[tuple[str, ...]] = ("method", "step", "steps", "alpha", "beta", "gamma")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.plane = Plot(
            desk.theme,
            "Both players",
            "V(x, y) with its level lines, where it pulls both players, and the steps they take",
        )
        self.radii = Plot(
            desk.theme,
            "Spectral radius",
            "By what a step multiplies the distance in the long run: below 1 it converges. "
            "Drag the step",
        )
        self.circle = Plot(
            desk.theme,
            "Multipliers, unit circle",
            "The eigenvalues of one step in the complex plane: inside the unit circle it converges",
        )
        self.steps = Steps()
        self.games = [self._game_button(title) for title in GAMES]
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.radii, 4)
        right.addWidget(self.circle, 5)
        body = QHBoxLayout()
        body.setSpacing(6)
        body.addWidget(self.plane, 5)
        body.addLayout(right, 4)
        choices = QVBoxLayout()
        choices.setSpacing(6)
        for button in self.games:
            choices.addWidget(button)
        choices.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addLayout(choices)
        below.addWidget(self.steps, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(body, 1)
        column.addLayout(below)
        self.plane.dragged.connect(lambda _, x, y: desk.set({"x": x, "y": y}, settled=False))
        self.radii.dragged.connect(lambda _, x, __: desk.set({"step": x}, settled=False))
        for plot in (self.plane, self.radii):
            plot.dropped.connect(lambda _: desk.settle())

    def _game_button(self, title: str) -> QPushButton:
        button = QPushButton(title)
        button.setToolTip(f"Play {title}: sets α, β and γ")
        button.setAccessibleName(f"Play {title}")
        button.clicked.connect(lambda: self.desk.set(GAMES[title]))
        return button

    def show_state(self, controls: SaddleControls, results: Results) -> None:
        """Draw everything for these controls."""
        self.plane.show_picture(pictures.plane(controls))
        self.radii.show_picture(pictures.radii(controls))
        self.circle.show_picture(pictures.circle(controls))
        self.steps.show_way(walked(controls), controls.game)

    @staticmethod
    def thumbnail(controls: SaddleControls) -> Picture:
        """The steps, and the circle of continuous time."""
        return pictures.small(controls)
