"""The stage of Fenchel: three plots of functions over three of densities, T and the bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from ganlab.app.rooms.theory.benches.fenchel import critics, functions
from ganlab.app.rooms.theory.plots import densities
from ganlab.app.rooms.theory.plots.marks import Line, Picture
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.plots.stroke import drawn_over
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.app.widgets.buttons import SmallButton
from ganlab.app.widgets.formula import FormulaBox
from ganlab.data.target import Array
from ganlab.theory.bench import Results
from ganlab.theory.divergences.f_divergences import F_DIVERGENCES
from ganlab.theory.fenchel.bench import DRAWN_X, STEEPEST, FenchelControls
from ganlab.theory.fenchel.conjugates import slope_through

COLUMNS = 3


class View(BenchView):
    """What f is, and what a T proves of p and q."""

    FORM: ClassVar[tuple[str, ...]] = ("f", "slope", "critic", "p", "q")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown: dict[Plot, object] = {}
        """What the picture of each plot was made from."""
        self.f = Plot(
            desk.theme,
            "Function",
            "f(u), its tangents, and where the one of slope t meets u = 0: at −f*.",
        )
        self.conjugate = Plot(desk.theme, "Conjugate", "f*(t) on its domain; the handle is t.")
        self.activation = Plot(
            desk.theme, "Activation", "g_f takes any number that a network says into dom f*."
        )
        self.densities = Plot(
            desk.theme,
            "Densities",
            "p and q; the handle on top of each part moves its mean, the one beside it its width.",
        )
        self.critic = Plot(
            desk.theme, "T", "T(x): draw any with the mouse. T* = f'(p/q) is the best there is."
        )
        self.bound = Plot(
            desk.theme, "Bound", "F(T) = E_p T − E_q f*(T), never above the divergence."
        )
        grid = QGridLayout()
        grid.setSpacing(8)
        plots = (
            self.f,
            self.conjugate,
            self.activation,
            self.densities,
            self.critic,
            self.bound,
        )
        for i, plot in enumerate(plots):
            grid.addWidget(plot, i // COLUMNS, i % COLUMNS)
            grid.setRowStretch(i // COLUMNS, 1)
            grid.setColumnStretch(i % COLUMNS, 1)
        self.best = SmallButton("T = T*")
        self.best.setAccessibleName("T is T*")
        self.best.setToolTip("T is f'(p/q) again; what was drawn stays in mind.")
        hint = QLabel("or draw T, or train it")
        hint.setProperty("class", "muted")
        every = [(row.formula,) for row in F_DIVERGENCES.values()]
        self.formula = FormulaBox(desk.theme, every)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.best)
        row.addWidget(hint)
        row.addWidget(self.formula, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid, 1)
        column.addLayout(row)
        self.critic.set_drawing(True)
        self.f.dragged.connect(self._turn)
        self.conjugate.dragged.connect(lambda _name, t, _y: self._tilt(t))
        self.densities.dragged.connect(self._drag)
        for plot in (self.f, self.conjugate, self.densities):
            plot.dropped.connect(lambda _name: desk.settle())
        self.critic.drawn.connect(self._draw)
        self.best.clicked.connect(lambda: desk.set({"critic": "optimal"}))
        self._seen = False
        """Whether what the training came to was taken for T."""
        desk.running_changed.connect(self._begun)
        desk.results_changed.connect(self._trained)

    def show_state(self, controls: FenchelControls, results: Results) -> None:
        """See `BenchView`."""
        self.formula.show_formulas(controls.row.formula)
        self.formula.setAccessibleName(f"Formula: {controls.row.formula}")
        pair = (controls.p, controls.q)
        tangent = (controls.f, controls.slope)
        learned = (controls.f, *pair, controls.critic, controls.drawn, id(results.get("trained")))
        self._show(self.f, tangent, lambda: functions.f_picture(controls))
        self._show(self.conjugate, tangent, lambda: functions.conjugate_picture(controls))
        self._show(self.activation, controls.f, lambda: functions.activation_picture(controls))
        self._show(self.densities, pair, lambda: critics.densities_picture(controls))
        self._show(self.critic, learned, lambda: critics.critic_picture(controls, results))
        self._show(self.bound, learned, lambda: critics.bound_picture(controls, results))
        self.best.setEnabled(controls.critic != "optimal")

    def _show(self, plot: Plot, depends: object, picture: Callable[[], Picture]) -> None:
        """Half of the plots stay as they are while something is dragged in the others."""
        if self._shown.get(plot) != depends:
            self._shown[plot] = depends
            plot.show_picture(picture())

    @staticmethod
    def thumbnail(controls: FenchelControls) -> Picture:
        """f and the tangent."""
        whole = functions.f_picture(controls)
        kept = tuple(
            mark for mark in whole.marks if isinstance(mark, Line) or mark.name == "family"
        )
        return Picture(kept, (0, functions.FARTHEST), whole.y)

    @Slot(str, float, float)
    def _turn(self, handle: str, x: float, y: float) -> None:
        row = self.desk.controls.row
        if handle == "touch":
            t = float(row.slope(np.array(max(x, 0.01))))
        else:
            t = slope_through(row, functions.RIGHT, y, STEEPEST)
        self._tilt(t)

    def _tilt(self, t: float) -> None:
        self.desk.set({"slope": round(t, 4)}, settled=False)

    @Slot(str, float, float)
    def _drag(self, handle: str, x: float, y: float) -> None:
        field = handle[0]
        moved = densities.dragged(getattr(self.desk.controls, field), handle, x)
        self.desk.set({field: moved}, settled=False)

    @Slot(object, object)
    def _draw(self, x: Array, y: Array) -> None:
        controls: FenchelControls = self.desk.controls
        drawn = controls.critic == "drawn" and controls.drawn
        now = np.array(controls.drawn) if drawn else critics.optimal_drawing(controls)
        new = drawn_over(DRAWN_X, now, x, y)
        self.desk.set({"drawn": tuple(np.round(new, 5).tolist()), "critic": "drawn"})

    @Slot()
    def _trained(self) -> None:
        seen, self._seen = self._seen, "trained" in self.desk.results
        if self._seen and not seen:
            self.desk.set({"critic": "trained"})

    @Slot()
    def _begun(self) -> None:
        if self.desk.running:
            self._seen = False
