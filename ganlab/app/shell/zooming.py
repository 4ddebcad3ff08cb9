"""Zoom In, Zoom Out, Actual Size: chosen in the menu View, remembered, and offered at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from ganlab.app.panels.status.status_bar import StatusBar
from ganlab.app.shell.actions import Actions
from ganlab.app.shell.settings import Settings
from ganlab.app.startup import zoom
from ganlab.lab.frame import Notice

LARGEST = "There is no larger size."
SMALLEST = "There is no smaller size."
NO_ROOM = "At a larger size the window has no room on this screen."


class Zooming(QObject):
    """Qt takes a size up when it starts: until then the status line offers to start again."""

    def __init__(
        self, actions: Actions, settings: Settings, status: StatusBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._actions, self._settings, self._status = actions, settings, status
        self.chosen = zoom.drawn()
        """Per cent; it may be more than is drawn now."""
        for name, by in (("zoom_in", 1), ("zoom_out", -1)):
            actions[name].triggered.connect(partial(self._move, by))
        actions["zoom_reset"].triggered.connect(lambda: self._choose(zoom.USUAL))
        self._allow()

    def _move(self, by: int) -> None:
        self._choose(zoom.beside(self.chosen, by))

    def _choose(self, percent: int) -> None:
        self.chosen = self._settings.zoom = percent
        self._status.notices.settle(lambda row: row.offer == "again")
        if percent != zoom.drawn():
            words = f"Zoom {percent} %, from the next start on."
            self._status.notices.show(Notice("info", words), "again")
        self._allow()

    def _allow(self) -> None:
        larger, smaller = zoom.beside(self.chosen, 1), zoom.beside(self.chosen, -1)
        why = LARGEST if larger == self.chosen else "" if zoom.fits(larger) else NO_ROOM
        self._actions.allow("zoom_in", why)
        self._actions.allow("zoom_out", SMALLEST if smaller == self.chosen else "")
        usual = "This is the actual size." if self.chosen == zoom.USUAL else ""
        self._actions.allow("zoom_reset", usual)
