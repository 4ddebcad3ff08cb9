"""Which room is on show: builds it when it is first asked for, and follows the experiment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from ganlab.app.rooms.room import Room, Shared
from ganlab.app.rooms.table import ROOMS, home_of
from ganlab.app.shell.body import Body, Part
from ganlab.experiment import Experiment


class Rooms(QObject):
    """The rooms of one window. The run goes on whichever of them is shown."""

    changed = Signal(str)
    """The name of the room that is on show now."""

    def __init__(
        self, shared: Shared, body: Body, actions: Mapping[str, QAction], parent: QObject
    ) -> None:
        """`actions` are those that choose a room, by its name."""
        super().__init__(parent)
        self._shared, self._body, self._actions = shared, body, actions
        self._built: dict[str, Room] = {}
        self._filled = False
        self.current = ""
        group = QActionGroup(self)
        for name, action in actions.items():
            group.addAction(action)
            action.triggered.connect(partial(self._chosen, name))
        shared.controller.experiment_changed.connect(self._follow)
        shared.controller.opened.connect(self._show_run)
        body.abandoned.connect(self._enter)

    def __getitem__(self, name: str) -> Room:
        """A room, built now if it was not."""
        if name not in self._built:
            module, _, kind = ROOMS[name].room.partition(":")
            self._built[name] = getattr(import_module(module), kind)(self._shared)
        return self._built[name]

    @property
    def built(self) -> Mapping[str, Room]:
        """Those that have been shown so far."""
        return self._built

    def go(self, name: str) -> None:
        """Show this room; one that does not exist is the experiment's own."""
        if name not in ROOMS:
            name = home_of(self._shared.controller.experiment)
        if name == self.current:
            return
        self.current = name
        self._actions[name].setChecked(True)
        self._fill()
        self._shared.undoing.act_on(self[name].undo_stack)
        self._enter()
        self.changed.emit(name)

    def fill(self) -> None:
        """Fill the parts beside the stage, too: the window is on the screen."""
        self._filled = True
        self._fill()

    def stop(self) -> None:
        """The window goes."""
        for room in self._built.values():
            room.stop()
        self._shared.stop()

    def _fill(self) -> None:
        room = self[self.current]
        if self._filled:
            parts: dict[Part, QWidget | None]
            parts = {"dock": room.dock, "side": room.side, "strip": room.strip}
            self._body.show_parts(room.stage, parts)
        else:
            self._body.show_parts(room.stage, {})

    @Slot()
    def _enter(self) -> None:
        self[self.current].enter()

    def _chosen(self, name: str, checked: bool = False) -> None:
        self.go(name)

    @Slot(object, object)
    def _follow(self, old: Experiment, new: Experiment) -> None:
        """Other data are shown where they are to be seen, unless the room shows something else
        anyway; any other edit leaves the room alone."""
        if old.data != new.data and not ROOMS[self.current].of_its_own:
            self._show_run()

    @Slot()
    def _show_run(self) -> None:
        """Go where the run is seen, unless it is seen here."""
        experiment = self._shared.controller.experiment
        if not ROOMS[self.current].shows(experiment):
            self.go(home_of(experiment))
