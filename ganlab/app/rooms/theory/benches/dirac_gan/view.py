"""The stage of the bench: eleven small pictures, one large, its eigenvalues."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ganlab.app.rooms.theory.benches.dirac_gan import pictures
from ganlab.app.rooms.theory.benches.dirac_gan.multiples import Multiples
from ganlab.app.rooms.theory.benches.dirac_gan.small import Shown
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.theory.bench import Results
from ganlab.theory.dirac_gan.bench import own_strengths, paths, way
from ganlab.theory.dirac_gan.controls import DiracControls
from ganlab.theory.dirac_gan.methods import METHODS


class View(BenchView):
    """Left all eleven, right the enlarged one over its eigenvalues."""

    FORM: ClassVar[tuple[str, ...]] = (
        "method",
        "updates",
        "n_d",
        "generator_rate",
        "discriminator_rate",
        "r1",
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.multiples = Multiples(desk.theme)
        self.plane = Plot(
            desk.theme,
            "",
            "Where both players are pulled, where θ or ψ stands still, and the steps they take. "
            "Drag the start",
        )
        self.circle = Plot(
            desk.theme,
            "Eigenvalues, unit circle",
            "At the equilibrium, in the complex plane: inside the unit circle training converges",
        )
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.plane, 3)
        right.addWidget(self.circle, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.multiples, 1)
        row.addLayout(right, 1)
        self.multiples.chosen.connect(lambda name: desk.set({"method": name}))
        self.multiples.dragged.connect(self._drag)
        self.multiples.dropped.connect(desk.settle)
        self.plane.dragged.connect(lambda _, theta, psi: self._drag(theta, psi))
        self.plane.dropped.connect(lambda _: desk.settle())

    def _drag(self, theta: float, psi: float) -> None:
        self.desk.set({"theta": theta, "psi": psi}, settled=False)

    def show_state(self, controls: DiracControls, results: Results) -> None:
        """Draw everything for these controls."""
        ways = paths(controls)
        own = {name: own_strengths(name, controls.strengths) for name in METHODS}
        self.multiples.show_all(Shown(controls.method, (controls.theta, controls.psi), ways, own))
        self.plane.set_title(METHODS[controls.method].title)
        self.plane.show_picture(pictures.plane(controls, ways[controls.method]))
        self.circle.show_picture(pictures.circle(controls))

    @staticmethod
    def thumbnail(controls: DiracControls) -> Picture:
        """The enlarged method's way and nullclines."""
        return pictures.small(controls, way(controls, controls.method))
