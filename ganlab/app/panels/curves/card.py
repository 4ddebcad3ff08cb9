"""A card with one plot of curves, its title, and the values that its curves have now."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.look.theme import Theme
from ganlab.app.panels.curves.plot import CurvePlot
from ganlab.app.panels.curves.shown import Curves
from ganlab.app.panels.curves.values import CurveValues
from ganlab.figures import figure
from ganlab.games.columns import WINDOW
from ganlab.games.shown.cards import Card, Page
from ganlab.lab.past.history import History
from ganlab.lab.past.saved_history import RECENT

_SCALARS = (
    f"While training runs, the mean over its newest {WINDOW} steps (of a young run, over its\n"
    "newest tenth). At rest, what the newest step came to: measured after it, on the same\n"
    "samples every time. Of another objective, where that measured another quantity, nothing\n"
    "is shown."
)
_EVALUATED = (
    "Measured at the steps 1, 10, 20, 50, 100, 200, 500 …, from time to time, and at rest.\n"
    "Grey: of the step that is named; the game has gone on since. ↑ is beyond the plot."
)


def value_at(history: History, name: str, step: int) -> float:
    """What a curve reads at a step: exactly among the newest, else as it is drawn; NaN off it."""
    steps = history.recent("step", RECENT)
    at = int(np.searchsorted(steps, step))
    newest = history.comparable(name, RECENT)
    at -= len(steps)
    if -len(newest) <= at and steps[at] == step:
        return float(newest[at])
    steps, values = history.curve(name)
    return float(np.interp(step, steps, values, np.nan, np.nan)) if len(steps) else math.nan


def evaluated_at(history: History, name: str, step: int) -> tuple[int | None, float]:
    """(its step, its figure) of the last evaluation at a step or before; NaN before the first."""
    steps, values = history.evaluation_curve(name)
    last = int(np.searchsorted(steps, step, side="right")) - 1
    return (None, math.nan) if last < 0 else (int(steps[last]), float(values[last]))


class CurveCard(QFrame):
    """One plot that shows one of its pages; with several, the title opens a menu of them."""

    hovered = Signal(object)
    """The step under the mouse; None once it has left."""
    page_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        pages: Card,
        with_steps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self.pages = pages
        self.page = pages[0]
        self.plot = CurvePlot(theme, self.page, with_steps)
        self.plot.hovered.connect(self.hovered)
        self.readout = CurveValues(theme)
        self.title = self._chooser() if len(pages) > 1 else QLabel()
        self.title.setProperty("class", "title")
        self._fill_menu()
        header = QHBoxLayout()
        header.setSpacing(6)
        header.addWidget(self.title)
        header.addWidget(self.readout, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 4)
        layout.setSpacing(2)
        layout.addLayout(header)
        layout.addWidget(self.plot, 1)
        self._name_title()

    def show_page(self, page: Page) -> None:
        """Show another of the pages."""
        self.page = page
        self.plot.show_page(page)
        self._name_title()
        self.page_changed.emit()

    def take_pages(self, pages: Card) -> None:
        """The same pages as another objective has them; the one that is shown stays if it can."""
        if pages != self.pages:
            self.pages = pages
            named = {page.title: page for page in pages}
            self.page = named.get(self.page.title, pages[0])
            self._fill_menu()
            self.show_page(self.page)

    def refresh(self, history: History, end: float, cursor: int | None) -> None:
        """Take the curves from the history; the axis of steps ends at `end`."""
        points, page = self.plot.width_for_points, self.page
        curves: Curves = {
            s.name: history.evaluation_curve(s.name)
            if page.evaluated
            else history.curve(s.name, points)
            for s in page.series
        }
        references = tuple(
            (r.label, history.evaluation_latest(r.value) if isinstance(r.value, str) else r.value)
            for r in page.references
        )
        self.plot.hint = self._hint(history)
        self.plot.show_curves(curves, references, end)
        self.show_cursor(history, cursor)

    def show_cursor(self, history: History, step: int | None) -> None:
        """Read the curves at `step`; None: read the newest values."""
        values, measured_at = self.read(history, step)
        self.plot.show_cursor(step, values, measured_at)

    def read(self, history: History, step: int | None) -> tuple[dict[str, float], int | None]:
        """The same without the crosshair: the values by the names of the series, and the step at
        which they were measured where it is another than that which is read."""
        names, older = [s.name for s in self.page.series], None
        if step is None and self.page.evaluated:
            values = {name: history.evaluation_latest(name) for name in names}
            older = history.evaluated_before
        elif step is None:
            values = {name: history.now(name) for name in names}
        elif self.page.evaluated:
            found = {name: evaluated_at(history, name, step) for name in names}
            values = {name: value for name, (_, value) in found.items()}
            at = found[names[0]][0]
            older = at if at != step else None
        else:
            values = {name: value_at(history, name, step) for name in names}
        empty = step is None and all(math.isnan(value) for value in values.values())
        of = step if older is None else older
        self.readout.show_values(
            [] if empty else [(s, self._figure(values[s.name])) for s in self.page.series],
            "" if of is None or empty else f"step {of:,}",
            older is not None,
        )
        return values, older

    def _figure(self, value: float) -> str:
        return f"{figure(value, self.page.decimals)} {self.plot.beyond(value)}".rstrip()

    def _hint(self, history: History) -> str:
        if not history.steps:
            return "press Play"
        if not self.page.evaluated:
            known = any(math.isfinite(history.now(s.name)) for s in self.page.series)
            return "another loss was played so far" if known else "no finite numbers"
        steps, _ = history.evaluation_curve("step")
        return "has no meaning for this target" if len(steps) else "is measured in a moment"

    def _name_title(self) -> None:
        text = self.page.title.upper()
        self.title.setText(f"{text} ▾" if isinstance(self.title, QPushButton) else text)
        self.title.setToolTip(self.page.about)
        self.readout.expect(self.page.series if self.page.evaluated else ())
        self.readout.setToolTip(_EVALUATED if self.page.evaluated else _SCALARS)

    def _chooser(self) -> QPushButton:
        button = QPushButton()
        button.setAccessibleName("What this plot shows")
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        button.setMenu(menu)
        return button

    def _fill_menu(self) -> None:
        if not isinstance(self.title, QPushButton):
            return
        menu = self.title.menu()
        menu.clear()
        group = QActionGroup(menu)
        for page in self.pages:
            action = menu.addAction(page.title)
            action.setToolTip(page.about)
            action.setCheckable(True)
            action.setChecked(page is self.page)
            action.triggered.connect(partial(self.show_page, page))
            group.addAction(action)
