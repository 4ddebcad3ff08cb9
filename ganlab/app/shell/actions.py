"""Every QAction of the window: the table of `menus`, and the turns of the game that is played.

Those that a Controller can answer alone are connected here; the rest wait for the window.
"""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from itertools import chain, zip_longest

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from ganlab.app.document.controller import Controller
from ganlab.app.document.undoing import Undoing
from ganlab.app.look.icons import icon
from ganlab.app.look.theme import Choice, Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.panels.transport import pace
from ganlab.app.rooms.table import ROOMS
from ganlab.app.shell.menus import MENUS, TURN_STEPS, ActionSpec
from ganlab.games.rules import rules_of
from ganlab.games.turns import about_iteration, about_step
from ganlab.lab.frame import State

NO_IMAGES = "Only for games with images: the data of this one are points."
NOT_READY = {
    State.LOADING: "The networks are being got ready.",
    State.CRASHED: "The trainer has stopped: resume first.",
    State.STOPPING: "The game is being stopped.",
}
"""Why no step can be taken in a state."""


class Actions(QObject):
    """The window's actions, by name; `theme_*` form an exclusive group that follows the theme."""

    def __init__(
        self,
        controller: Controller,
        theme: Theme,
        parent: QObject | None = None,
        undoing: Undoing | None = None,
    ) -> None:
        """`undoing`: what Undo acts on; the document without."""
        super().__init__(parent)
        self._undoing = undoing or Undoing(controller, self)
        self._controller, self._theme = controller, theme
        self.by_name: dict[str, QAction] = {}
        self._icons: dict[str, tuple[str, str]] = {}
        """Drawing and colour by the name of the action."""
        self.words: dict[str, tuple[str, str]] = {}
        """(what it is called, what it does) by the name of the action."""
        self._tips: dict[str, str] = {}
        """What each does, with its key, for its tooltip."""
        self.told: dict[str, str] = {}
        """What each does, by which keys, and why it is grey: its tooltip, as plain text."""
        for spec in filter(None, chain.from_iterable(MENUS.values())):
            self._add(spec)
        self._group_themes()
        self._connect()
        controller.state_changed.connect(self._state_changed)
        controller.rebuilt.connect(self._rebuilt)
        controller.experiment_changed.connect(self._experiment_changed)
        controller.pace_changed.connect(self._pace_changed)
        theme.changed.connect(self._restyle)
        self._pace_changed(controller.pace)
        self._show_state(controller.state)
        self._experiment_changed(None, controller.experiment)
        self._restyle()

    def __getitem__(self, name: str) -> QAction:
        return self.by_name[name]

    @property
    def rooms(self) -> dict[str, QAction]:
        """Those that choose a room, by its name."""
        return {name: self[f"room_{name}"] for name in ROOMS}

    def allow(self, name: str, why_not: str = "") -> None:
        """Enable an action, or grey it and say why, in menu and toolbar."""
        self[name].setEnabled(not why_not)
        self._tell(name, f"{why_not} {self._tips[name]}" if why_not else self._tips[name])

    def in_menu(self, menu: str) -> list[QAction]:
        """The actions of one of MENUS in order, separators included."""
        return [self[spec.name] if spec else self._separator() for spec in MENUS[menu]]

    def _separator(self) -> QAction:
        line = QAction(self)
        line.setSeparator(True)
        return line

    def _add(self, spec: ActionSpec) -> None:
        action = self.by_name[spec.name] = QAction(self)
        action.setObjectName(spec.name)
        action.setCheckable(spec.checkable)
        action.setAutoRepeat(spec.repeats)
        self._describe(spec.name, spec.text, spec.tooltip, spec.keys, spec.short)
        if spec.icon:
            self._icons[spec.name] = (spec.icon, spec.color)

    def _describe(self, name: str, text: str, about: str, keys: str, short: str = "") -> None:
        """What an action is called, what it does and by which keys, separated by blanks; `short`
        stands on its button."""
        action, self.words[name] = self[name], (text, about)
        action.setText(text)
        action.setIconText(short or text)
        action.setShortcuts([QKeySequence(key) for key in keys.split()])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._tips[name] = f"{about} ({shown})" if shown else about
        self._tell(name, self._tips[name])

    def _tell(self, name: str, about: str) -> None:
        self.told[name] = about
        self[name].setToolTip(in_tooltip(about))

    def _name_steps(self) -> None:
        """The turns of the game that is played, and what an iteration of it is."""
        experiment = self._controller.experiment
        turns = rules_of(experiment).turns
        others = (action for name, action in self.by_name.items() if name not in TURN_STEPS)
        taken = {key.toString() for action in others for key in action.shortcuts()}
        for name, turn in zip_longest(TURN_STEPS, turns):
            self[name].setVisible(turn is not None)
            if turn is None:
                self._describe(name, *self.words["step_all"], "")
                continue
            key = "" if turn.letter in taken else turn.letter
            self._describe(name, f"Step {turn.letter}", about_step(turns, turn), key, turn.letter)
            self._icons[name] = ("step", turn.colour)
            self._paint(name)
        text = {1: "Step", 2: "Step Both"}.get(len(turns), "Step All")
        self._describe("step_all", text, about_iteration(turns, experiment), "S")

    def _group_themes(self) -> None:
        group = QActionGroup(self)
        choices: tuple[Choice, ...] = ("system", "light", "dark")
        for choice in choices:
            action = group.addAction(self[f"theme_{choice}"])
            action.setChecked(self._theme.choice == choice)
            action.triggered.connect(lambda _=False, choice=choice: self._theme.choose(choice))

    def _connect(self) -> None:
        controller = self._controller
        for name, method in {
            "play": self._play,
            "step_all": lambda: controller.step_once(),
            "undo": self._undoing.undo,
            "redo": self._undoing.redo,
            "reset": controller.reset,
            "new_seed": self._new_seed,
            "speed_up": lambda: self._move_pace(1),
            "speed_down": lambda: self._move_pace(-1),
            "restore_good": controller.restore_last_good,
            "resume": controller.resume,
        }.items():
            self[name].triggered.connect(lambda _=False, method=method: method())
        for number, name in enumerate(TURN_STEPS):
            self[name].triggered.connect(partial(self._step, number))
        self["slow_motion"].triggered.connect(self._slow_motion)
        stack = self._undoing.group
        for name, can, why in (
            ("undo", stack.canUndoChanged, "Nothing has been changed yet."),
            ("redo", stack.canRedoChanged, "Nothing has been taken back."),
        ):
            self.allow(name, why)
            can.connect(lambda can, name=name, why=why: self.allow(name, "" if can else why))
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)

    @Slot(str)
    def _name_undo(self, what: str) -> None:
        self["undo"].setText(f"Undo {what.replace('&', '&&')}".strip())

    @Slot(str)
    def _name_redo(self, what: str) -> None:
        self["redo"].setText(f"Redo {what.replace('&', '&&')}".strip())

    def _play(self) -> None:
        if self._controller.state is State.CRASHED:
            self._controller.resume()
        else:
            self._controller.toggle()

    def _step(self, number: int, checked: bool = False) -> None:
        self._controller.step_once(rules_of(self._controller.experiment).turns[number].name)

    def _new_seed(self) -> None:
        self._controller.choose_seed(random.randrange(2**31))

    def _slow_motion(self, slow: bool) -> None:
        self._controller.set_pace(replace(self._controller.pace, slow_motion=slow))

    def _move_pace(self, by: int) -> None:
        now = self._controller.pace
        self._controller.set_pace(pace.at(now, pace.position(now) + by))

    @Slot(object)
    def _pace_changed(self, now: object) -> None:
        self["slow_motion"].setChecked(self._controller.pace.slow_motion)

    @Slot(object)
    def _state_changed(self, changed: object) -> None:
        self._show_state(self._controller.state)

    @Slot(object, object)
    def _experiment_changed(self, old: object, new: object) -> None:
        images = self._controller.experiment.data.imaged
        for name in ("latent", "evaluate"):
            self.allow(name, "" if images else NO_IMAGES)
        self._name_steps()
        self._show_state(self._controller.state)

    @Slot()
    def _rebuilt(self) -> None:
        self._show_state(self._controller.state)

    def _show_state(self, state: State) -> None:
        crashed, running = state is State.CRASHED, state is State.RUNNING
        ready = state in (State.IDLE, State.RUNNING, State.PAUSED)
        play = self["play"]
        play.setText("Resume" if crashed else "Pause" if running else "Play")
        # While the engine loads, Play waits in line behind it.
        closing = "The game is being stopped." if state is State.STOPPING else ""
        self.allow("play", closing)
        self._icons["play"] = ("pause" if running else "play", "text")
        self._paint("play")
        why_not = "" if ready else NOT_READY.get(state, "")
        for name in ("step_all", "restore_good"):
            self.allow(name, why_not)
        turns = rules_of(self._controller.experiment).turns
        for name, turn in zip_longest(TURN_STEPS, turns):
            self.allow(name, why_not if turn else "This game has no such turn.")
        for name in ("reset", "new_seed"):
            self.allow(name, closing)
        self.allow("resume", "" if crashed else "The engine is running.")

    @Slot()
    def _restyle(self) -> None:
        self.paint_icons("Train")  # the transport shows these; the others wait for their menu

    def paint_icons(self, menu: str) -> None:
        """Draw the icons of one menu in the theme's colours."""
        for spec in MENUS[menu]:
            if spec and spec.name in self._icons:
                self._paint(spec.name)

    def _paint(self, name: str) -> None:
        drawing, color = self._icons[name]
        palette = self._theme.palette
        self[name].setIcon(icon(drawing, getattr(palette, color), disabled=palette.muted))
