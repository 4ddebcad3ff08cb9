"""What is said of the place under the mouse: by the game, by its pictures, by the target."""

from __future__ import annotations

import math

import numpy as np

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.readout import Told, describe_point
from ganlab.app.panels.plane.view import DistributionView
from ganlab.games.rules import rules_of
from ganlab.games.shown.views import Values, View
from ganlab.lab.frame import Frame

Place = tuple[float, float]


class Hover:
    """Asks the game about a place and keeps what it answered last."""

    def __init__(self, controller: Controller, view: DistributionView, theme: Theme) -> None:
        self._controller, self._view, self._theme = controller, view, theme
        self._answers: dict[str, Values] = {}
        """By view."""
        self.place: Place | None = None
        """Where the mouse is, view units; None: not over the view."""

    @property
    def views(self) -> frozenset[str]:
        """The views that tell of a place."""
        return frozenset(view.name for view in self._view.views if view.at_point)

    def forget(self) -> None:
        """Another run: what was answered is of the old one."""
        self._answers.clear()

    def take(self, frame: Frame) -> bool:
        """Take the answers of a frame; whether there is anything new to say of the place."""
        news = False
        for view in self._view.views:
            if view.at_point and (answer := frame.picture(view.name, Values)) is not None:
                self._answers[view.name] = answer
            news |= view.name in frame.pictures and (view.at_point or view.kind == "field")
        return news and self.place is not None

    def text(self) -> str:
        """Rich text; "" where the mouse is not over the view."""
        if self.place is None:
            return ""
        equal = self._controller.request.look.equal_units
        told = [self._told(view, self.place) for view in self._view.views if view.at_point]
        known = [fact for fact in told if fact is not None]
        point = np.array(self.place)
        return describe_point(
            self._controller.target, point, known, self._theme, equal, self._optimum
        )

    def _optimum(self, p_data: float, p_g: float) -> Told | None:
        experiment = self._controller.experiment
        best = rules_of(experiment).optimum(experiment, p_data, p_g)
        return None if best is None else Told(*best)

    def _told(self, view: View, place: Place) -> Told | None:
        """What the game said of the place, or, until it answers, what its picture shows there."""
        answer, value = self._answers.get(view.name), math.nan
        if answer is not None and not len(answer.numbers):
            return None
        if answer is not None and (answer.at == place or not view.of):
            value = float(answer.numbers[0])
        elif view.of in self._controller.request.views:
            value = self._view.number_at(view.of, *place)
        if math.isnan(value) and view.density:
            return None
        return Told(view.caption, value, view.density)
