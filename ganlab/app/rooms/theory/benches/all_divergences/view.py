"""The stage of all divergences."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from ganlab.app.rooms.theory.benches.all_divergences import pictures
from ganlab.app.rooms.theory.benches.all_divergences.gallery import Gallery
from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.ground import STACKED
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.app.widgets.buttons import SmallButton
from ganlab.figures import significant
from ganlab.theory.all_divergences.bench import PRESETS
from ganlab.theory.all_divergences.controls import DivergencesControls
from ganlab.theory.bench import Results
from ganlab.theory.divergences.between import DIVERGENCES


class View(BenchView):
    """Densities over the chosen integrand at the left, the sweep over all integrands at the
    right."""

    FORM: ClassVar[tuple[str, ...]] = ("p", "q", "shift", "width")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.densities = Plot(
            desk.theme,
            "Densities",
            "p and q; the handle on top of each part moves its mean, the one beside it its width.",
            STACKED,
        )
        self.integrand = Plot(
            desk.theme, "Integrand", "What the chosen divergence is the integral of.", STACKED
        )
        self.sweep = Plot(
            desk.theme,
            "Sweep",
            "JS and Wasserstein-1 while q is shifted by φ: lines are exact, dots are critics that "
            "were trained.",
        )
        self.gallery = Gallery(desk.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._presets())
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self.densities, 0, 0)
        grid.addWidget(self.integrand, 1, 0)
        grid.addWidget(self.sweep, 0, 1)
        grid.addWidget(self.gallery, 1, 1)
        for i in range(2):
            grid.setRowStretch(i, 1)
            grid.setColumnStretch(i, 1)
        column.addLayout(grid, 1)
        self.densities.dragged.connect(self._drag)
        self.sweep.dragged.connect(lambda _name, x, _y: desk.set({"shift": round(x, 3)}, False))
        for plot in (self.densities, self.sweep):
            plot.dropped.connect(lambda _name: desk.settle())
        self.gallery.chosen.connect(lambda name: desk.set({"shown": name}))

    def _presets(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        title = QLabel("Start from")
        title.setProperty("class", "muted")
        row.addWidget(title)
        self.presets = {name: SmallButton(name) for name in PRESETS}
        for name, button in self.presets.items():
            p, q = PRESETS[name]
            button.setToolTip(f"p = {p}, q = {q}, not shifted")
            button.setAccessibleName(f"Start from {name}")
            button.clicked.connect(partial(self._set_out, p, q))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_state(self, controls: DivergencesControls, results: Results) -> None:
        """See `BenchView`."""
        self.densities.show_picture(pictures.densities_picture(controls))
        self.integrand.show_picture(pictures.integrand_picture(controls))
        self.integrand.set_title(f"Integrand of {DIVERGENCES[controls.shown].short}")
        self.sweep.show_picture(pictures.sweep_picture(controls, results))
        values = {name: significant(controls.pair.value(name), 4) for name in DIVERGENCES}
        self.gallery.show_cells(values, pictures.sparks(controls), controls.shown)

    @staticmethod
    def thumbnail(controls: DivergencesControls) -> Picture:
        """JS and W1 over the shift."""
        return pictures.thumbnail(controls)

    def _set_out(self, p: str, q: str) -> None:
        self.desk.set({"p": p, "q": q, "shift": 0.0})

    @Slot(str, float, float)
    def _drag(self, handle: str, x: float, y: float) -> None:
        controls: DivergencesControls = self.desk.controls
        field = handle[0]
        at = x - (controls.shift if field == "q" else 0.0)
        moved = densities.dragged(getattr(controls, field), handle, at)
        self.desk.set({field: moved}, settled=False)
