"""The playground: a game whose samples are points, in layers one over another."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.app.rooms.room import Shared
from ganlab.app.rooms.run_room import RunRoom

if TYPE_CHECKING:
    from ganlab.app.drawing.mode import DrawingMode
    from ganlab.app.rooms.invitation import Invitation
    from ganlab.app.rooms.playground.way_back import WayBack


class PlaygroundRoom(RunRoom):
    """The plane in the middle; an invitation in its place while the run learns images."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.distributions = DistributionsPanel(shared.controller, shared.theme)
        self.stage = QWidget()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.distributions)
        self._column = QVBoxLayout(self.stage)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._pages, 1)
        shared.status.outside = self._share_outside
        shared.status.fit_wanted.connect(self._fit)
        self.distributions.view.moved.connect(shared.status.look_again)
        shared.watch_chips(self.distributions.chips)
        shared.controller.experiment_changed.connect(self._show)
        shared.came_from.connect(self._offer_way_back)
        self._show()

    @cached_property
    def invitation(self) -> Invitation:
        """What to play with here instead of images."""
        from ganlab.app.rooms.playground.invitation import invitation

        page = invitation(self._shared)
        self._pages.addWidget(page)
        return page

    @cached_property
    def drawing(self) -> DrawingMode:
        """The mode of the plane in which one draws what is to be learned."""
        from ganlab.app.drawing.mode import DrawingMode

        mode = DrawingMode(self._shared.controller, self._shared.theme, self.distributions)
        mode.changed.connect(self._show)
        return mode

    @cached_property
    def way_back(self) -> WayBack:
        """To where the game was set up."""
        from ganlab.app.rooms.playground.way_back import WayBack

        way = WayBack(self._shared)
        self._column.insertWidget(0, way)
        return way

    @property
    def draws(self) -> bool:
        """Whether one draws now."""
        return "drawing" in self.__dict__ and self.drawing.active

    def enter(self) -> None:
        """Keys are for the plane, or for the pen, or for the way to points."""
        if self._pages.currentWidget() is not self.distributions:
            self.invitation.take_focus()
        elif self.draws:
            self.drawing.canvas.setFocus()
        else:
            self.distributions.view.setFocus()

    def stop(self) -> None:
        """Nothing runs here."""

    def _show(self) -> None:
        """Points, or the way to them."""
        imaged = self._shared.controller.target.dimension > 2 and not self.draws
        self._pages.setCurrentWidget(self.invitation if imaged else self.distributions)

    @Slot(str, str)
    def _offer_way_back(self, room: str, what: str) -> None:
        self.way_back.offer(room, what)

    def _share_outside(self) -> float:
        """Of the generated samples; NaN where nobody sees them."""
        return self.distributions.view.outside if self.distributions.isVisible() else math.nan

    def _fit(self) -> None:
        self._shared.go("playground")
        self.distributions.view.fit_samples()
