"""Every QAction of the window: text, shortcut, icon and tooltip, in one table.

Those that a Controller can answer alone are connected here; the rest wait for the window.
Single letters are safe as shortcuts: a text field that has the focus takes them as text first.
"""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import chain

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from ganlab.app.document.controller import Controller
from ganlab.app.document.undoing import Undoing
from ganlab.app.look.icons import icon
from ganlab.app.look.theme import Choice, Theme
from ganlab.app.panels.transport import pace
from ganlab.app.rooms.table import ROOMS, key_of
from ganlab.experiment import ImageData
from ganlab.games.rules import rules_of
from ganlab.lab.frame import State
from ganlab.values import dataclass


@dataclass(frozen=True)
class ActionSpec:
    """One line of the table."""

    name: str
    text: str
    tooltip: str
    keys: str = ""
    """Its shortcuts, separated by blanks; the first is the one that is shown."""
    icon: str = ""
    color: str = "text"
    """The palette's colour of its icon."""
    checkable: bool = False
    short: str = ""
    """The text on its button in the transport; "" leaves the icon alone there."""
    repeats: bool = False
    """Whether holding the keys down does it again and again."""


_ = ActionSpec  # keeps the lines of the table short
MENUS: dict[str, tuple[ActionSpec | None, ...]] = {
    "File": (
        _("new", "New", "Start from a preset", "Ctrl+N", "new"),
        _("open", "Open…", "Open a saved run, an experiment or a file of images", "Ctrl+O", "open"),
        _("open_images", "Open Images…", "Play with a folder of pictures of one size"),
        None,
        _("save", "Save", "Save the experiment, its networks and its history", "Ctrl+S", "save"),
        _("save_as", "Save As…", "Save under another name", "Ctrl+Shift+S"),
        _("save_experiment", "Save Experiment…", "Write the settings alone as .json, without "
          "networks and curves: the recipe, to be played again"),
        None,
        _("export_picture", "Export Picture…", "Write what is on screen as PNG or SVG",
          "Ctrl+E", "picture"),
        _("export_curves", "Export Curves…", "Write every measured curve as CSV", icon="curve"),
        _("export_animation", "Export Animation…", "Write the last frames as a GIF", icon="film"),
        _("export_generator", "Export Generator…", "Write G as files that run without ganlab: "
          "ONNX, PyTorch, weights, pictures"),
        None,
        _("quit", "Quit", "Close ganlab", "Ctrl+Q"),
    ),
    "Edit": (
        _("undo", "Undo", "Take back the last change of the experiment, or of the bench",
          "Ctrl+Z", "undo"),
        _("redo", "Redo", "Make the change again", "Ctrl+Shift+Z Ctrl+Y", "redo"),
        None,
        _("draw", "Draw a Target", "Draw on the plane what the generator learns to imitate",
          "Ctrl+D", "draw"),
        _("import_points", "Import Points…", "Take points from a CSV or NumPy file as the target",
          "Ctrl+I", "points"),
    ),
    "Train": (
        _("play", "Play", "Let both networks learn, or hold them where they are", "Space", "play"),
        _("step_discriminator", "Step D", "One step of the discriminator; the generator waits",
          "D", "step", "discriminator", short="D", repeats=True),
        _("step_generator", "Step G", "One step of the generator; the discriminator waits",
          "G", "step", "generated", short="G", repeats=True),
        _("step_both", "Step Both", "One iteration: every turn as often as is set; of two players, "
          "k steps of the discriminator, then the generator's", "S", "step", repeats=True),
        None,
        _("reset", "Reset", "Back to step 0 and the same initial weights; Undo brings "
          "back the trained ones", "R", "reset"),
        _("new_seed", "New Seed", "Start again with other initial weights and other noise",
          "N", "seed", short="New seed"),
        None,
        _("slow_motion", "Slow Motion", "Walk through the stages of each turn",
          "W", checkable=True, short="slow"),
        _("speed_up", "Faster", "More steps a second", "+ =", repeats=True),
        _("speed_down", "Slower", "Fewer steps a second", "-", repeats=True),
        None,
        _("restore_good", "Restore the Last Good State",
          "Go back to the best of the last states that were sound", icon="restore"),
        _("resume", "Resume", "Start another engine from the last checkpoint", icon="play"),
        None,
        _("latent", "Explore Latent Space…", "Drag through all that a generator of images can draw",
          "Ctrl+L"),
        _("evaluate", "How Good Is It…", "Measure the generator of images: does it draw every "
          "digit, how real do they look, are they copies?", "Ctrl+G"),
    ),
    "View": (
        *(_(f"room_{name}", room.title, room.about, key_of(name), checkable=True)
          for name, room in ROOMS.items()),
        None,
        _("theme_system", "Follow the System", "Light or dark, as the system is", checkable=True),
        _("theme_light", "Light", "Dark text on a light ground", checkable=True),
        _("theme_dark", "Dark", "Light text on a dark ground", checkable=True),
        None,
        _("full_screen", "Full Screen", "Fill the screen, for a projector", "F11", checkable=True),
        _("reset_layout", "Reset Layout", "Put every panel back in its place"),
    ),
    "Help": (
        _("tour", "Tour", "Two minutes: what to press, and what to look at"),
        _("glossary", "Glossary", "Every word that the window uses, with its formula"),
        _("shortcuts", "Keyboard Shortcuts", "Every key and what it does", "F1", "help"),
        _("about", "About ganlab", "Version, licence and what ganlab stands on"),
    ),
}  # fmt: skip
"""Every action by its menu, in the menu's order; None is a separator."""


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
        self._tips: dict[str, str] = {}
        """What each does, for its tooltip."""
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
        self[name].setToolTip(f"{why_not} {self._tips[name]}" if why_not else self._tips[name])

    def in_menu(self, menu: str) -> list[QAction]:
        """The actions of one of MENUS in order, separators included."""
        return [self[spec.name] if spec else self._separator() for spec in MENUS[menu]]

    def _separator(self) -> QAction:
        line = QAction(self)
        line.setSeparator(True)
        return line

    def _add(self, spec: ActionSpec) -> None:
        action = QAction(spec.text, self)
        action.setObjectName(spec.name)
        action.setIconText(spec.short or spec.text)
        action.setCheckable(spec.checkable)
        action.setAutoRepeat(spec.repeats)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys.split()])
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._tips[spec.name] = f"{spec.tooltip} ({keys})" if keys else spec.tooltip
        action.setToolTip(self._tips[spec.name])
        if spec.icon:
            self._icons[spec.name] = (spec.icon, spec.color)
        self.by_name[spec.name] = action

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
            "step_both": lambda: controller.step_once(),
            "step_discriminator": lambda: controller.step_once("discriminator"),
            "step_generator": lambda: controller.step_once("generator"),
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
        images = isinstance(self._controller.experiment.data, ImageData)
        for name in ("latent", "evaluate"):
            self.allow(name, "" if images else NO_IMAGES)
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
        for name in ("step_both", "restore_good"):
            self.allow(name, "" if ready else NOT_READY.get(state, ""))
        turns = rules_of(self._controller.experiment).turns
        for name in ("discriminator", "generator"):  # of one turn a step is a whole iteration
            alone = len(turns) > 1 and any(turn.name == name for turn in turns)
            reason = "" if ready else NOT_READY.get(state, "")
            self.allow(f"step_{name}", reason if alone else "This game has one turn alone.")
            self[f"step_{name}"].setVisible(alone)
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
