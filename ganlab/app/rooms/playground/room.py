"""The playground: a game whose samples are points, in layers one over another."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.app.rooms.room import Shared

if TYPE_CHECKING:
    from ganlab.app.drawing.mode import DrawingMode
    from ganlab.app.rooms.invitation import Invitation


class PlaygroundRoom:
    """The plane in the middle; an invitation in its place while the run learns images."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self.distributions = DistributionsPanel(shared.controller, shared.theme)
        self.stage = QStackedWidget()
        self.stage.addWidget(self.distributions)
        shared.status.outside = self._share_outside
        shared.status.fit_wanted.connect(self._fit)
        self.distributions.view.moved.connect(shared.status.look_again)
        shared.watch_chips(self.distributions.chips)
        shared.controller.experiment_changed.connect(self._show)
        self._show()

    @cached_property
    def invitation(self) -> Invitation:
        """What to play with here instead of images."""
        from ganlab.app.rooms.playground.invitation import invitation

        page = invitation(self._shared)
        self.stage.addWidget(page)
        return page

    @cached_property
    def drawing(self) -> DrawingMode:
        """The mode of the plane in which one draws what is to be learned."""
        from ganlab.app.drawing.mode import DrawingMode

        mode = DrawingMode(self._shared.controller, self._shared.theme, self.distributions)
        mode.changed.connect(self._show)
        return mode

    @property
    def draws(self) -> bool:
        """Whether one draws now."""
        return "drawing" in self.__dict__ and self.drawing.active

    @property
    def dock(self) -> QWidget:
        """The form of the experiment."""
        return self._shared.experiment

    @property
    def side(self) -> QWidget:
        """The curves."""
        return self._shared.curves

    @property
    def strip(self) -> QWidget:
        """The graph."""
        return self._shared.model

    def enter(self) -> None:
        """Keys are for the plane, or for the pen, or for the way to points."""
        if self.stage.currentWidget() is not self.distributions:
            self.invitation.take_focus()
        elif self.draws:
            self.drawing.canvas.setFocus()
        else:
            self.distributions.view.setFocus()

    def settle(self) -> None:
        """It is painted at once."""

    def stop(self) -> None:
        """Nothing runs here."""

    def _show(self) -> None:
        """Points, or the way to them."""
        imaged = self._shared.controller.target.dimension > 2 and not self.draws
        self.stage.setCurrentWidget(self.invitation if imaged else self.distributions)

    def _share_outside(self) -> float:
        """Of the generated samples; NaN where nobody sees them."""
        return self.distributions.view.outside if self.distributions.isVisible() else math.nan

    def _fit(self) -> None:
        self._shared.go("playground")
        self.distributions.view.fit_samples()
