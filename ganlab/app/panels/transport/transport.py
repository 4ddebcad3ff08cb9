"""The bar on top: what plays the game, how fast, and how far it has come."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QWidget,
)

from ganlab.app.document.controller import Controller
from ganlab.app.look.icons import ICON_PX, icon
from ganlab.app.look.theme import Theme, figure_font
from ganlab.app.look.words import in_tooltip
from ganlab.app.panels.transport import pace
from ganlab.app.panels.transport.device_button import DeviceButton
from ganlab.app.panels.transport.room_switch import RoomSwitch
from ganlab.app.shell.actions import Actions
from ganlab.app.shell.menus import TURN_STEPS
from ganlab.app.widgets.hold_button import HoldButton
from ganlab.app.widgets.running_figure import RunningFigure
from ganlab.games.rules import rules_of
from ganlab.games.turns import Turn, learns_alone
from ganlab.lab.frame import Frame, State

HEIGHT = 52
BUTTON_PX = 32
WIDE_PX = 1360
"""From this width on the bar spells everything out."""


class Transport(QFrame):
    """The rooms; reset, play, single steps, speed; steps so far, steps a second, device."""

    def __init__(
        self,
        controller: Controller,
        theme: Theme,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("class", "bar")
        self.setFixedHeight(HEIGHT)
        self._controller, self._theme, self._actions = controller, theme, actions
        self.brand = QLabel("ganlab")
        self.rooms = RoomSwitch(actions.rooms.values())
        self.drawer = self._drawer_button()
        self.play = self._play_button()
        self.new_seed = self._button("new_seed")
        self.speed = QSlider(Qt.Orientation.Horizontal)
        self.speed_text = QLabel()
        self.steps = RunningFigure(theme, "steps", "88,888,888", "Iterations so far")
        self.rate = RunningFigure(theme, "steps/s", "88,888", "Iterations a second, measured")
        self.device = DeviceButton(controller)
        self._lay_out()

        controller.frame_ready.connect(self._frame_ready)
        controller.state_changed.connect(self._state_changed)
        controller.rebuilt.connect(self._rebuilt)
        controller.pace_changed.connect(self._pace_changed)
        controller.experiment_changed.connect(self._show_turns)
        theme.changed.connect(self._restyle)
        actions["play"].changed.connect(self._restyle)
        self.speed.valueChanged.connect(self._speed_moved)
        self._show_pace()
        self._show_turns()
        self._restyle()

    # --- how it is put together ---

    def _lay_out(self) -> None:
        self.brand.setProperty("class", "brand")
        left = QHBoxLayout()
        left.setSpacing(16)
        left.addWidget(self.brand)
        left.addWidget(self.drawer)
        left.addWidget(self.rooms)
        left.addStretch()

        self.speed.setFixedWidth(104)
        self.speed.setMinimumHeight(20)
        self.speed.setPageStep(3)
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip("Steps a second, up to as fast as it goes (+ and −)")
        self.speed_text.setFont(figure_font())
        self.speed_text.setFixedWidth(46)
        self.speed_text.setAccessibleName("Speed now")
        middle = QHBoxLayout()
        middle.setSpacing(6)
        middle.addWidget(self._button("reset"))
        middle.addWidget(self.play)
        self._steps = [self._step_button(number) for number in range(len(TURN_STEPS))]
        for button in self._steps:
            middle.addWidget(button)
        middle.addWidget(self._button("step_all"))
        middle.addWidget(self._button("slow_motion"))
        middle.addWidget(self.speed)
        middle.addWidget(self.speed_text)
        middle.addWidget(self.new_seed)

        right = QHBoxLayout()
        right.setSpacing(12)
        right.addStretch()
        for figure in (self.steps, self.rate, self.device):
            right.addWidget(figure, 0, Qt.AlignmentFlag.AlignVCenter)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(12)
        layout.addLayout(left, 1)
        layout.addLayout(middle)
        layout.addLayout(right, 1)

    def _step_button(self, number: int) -> HoldButton:
        """One step of a turn; held, what learns in it learns alone."""
        button, name = HoldButton(), TURN_STEPS[number]
        self._dress(button, name, "turn")
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # D, then the sign
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.held.connect(partial(self._learn_alone, number))
        self._actions[name].changed.connect(self._show_turns)  # it writes the tooltip
        return button

    def _button(self, name: str) -> QToolButton:
        """A button of the action."""
        button = QToolButton()
        self._dress(button, name, "transport")
        return button

    def _dress(self, button: QToolButton, name: str, kind: str) -> None:
        """Make it one of the action, with its short text if it has one."""
        action = self._actions[name]
        button.setProperty("class", kind)
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        button.setFixedHeight(BUTTON_PX)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        if action.icon().isNull():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        elif action.iconText() != action.text():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def _drawer_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("class", "transport")
        button.setFixedSize(BUTTON_PX + 2, BUTTON_PX)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setCheckable(True)
        button.setAccessibleName("Settings")
        button.setToolTip("Show or hide what is set: target, objective, players (Ctrl+B)")
        button.hide()
        return button

    def follow_drawer(self, toggle: QAction) -> None:
        """Open and close the dock by a button, where it is a drawer."""
        self.drawer.clicked.connect(toggle.trigger)
        toggle.toggled.connect(self.drawer.setChecked)

    @Slot(bool)
    def set_narrow(self, narrow: bool) -> None:
        """Leave out the brand, and fold the rooms into a menu; the dock is a drawer then."""
        self.brand.setVisible(not narrow)
        self.drawer.setVisible(narrow)
        self.rooms.set_narrow(narrow)

    def _play_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("class", "primary")
        button.setFixedSize(44, BUTTON_PX)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.clicked.connect(self._actions["play"].trigger)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow bar leaves words out to keep its figures."""
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE_PX
        style = Qt.ToolButtonStyle
        self.new_seed.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly
        )

    # --- what changes ---

    @property
    def step_buttons(self) -> dict[str, HoldButton]:
        """One for each turn of the game that is played, by its name."""
        turns = rules_of(self._controller.experiment).turns
        return {turn.name: button for turn, button in zip(turns, self._steps, strict=False)}

    def _learn_alone(self, number: int) -> None:
        """Freeze the others; where they are frozen, let all learn again."""
        experiment = self._controller.experiment
        turns = rules_of(experiment).turns
        turn = turns[number]
        changes = turn.again if learns_alone(turns, turn, experiment) else turn.alone
        if changes:
            self._controller.edit("Train", dict(changes))

    @Slot()
    def _show_turns(self) -> None:
        """A button for each turn of the game that is played; who is frozen looks like it."""
        experiment = self._controller.experiment
        turns = rules_of(experiment).turns
        for turn, button in zip_longest(turns, self._steps):
            button.setVisible(turn is not None)
            if turn is None:
                continue
            frozen, action = turn.frozen(experiment), button.defaultAction()
            button.setAccessibleName(action.text())
            if (turn.colour, frozen) != (button.property("colour"), button.property("frozen")):
                button.setProperty("colour", turn.colour)
                button.setProperty("frozen", frozen)
                button.style().polish(button)
            told = self._actions.told[action.objectName()]
            state = f"{turn.letter} is frozen. " if frozen else ""
            hold = self._about_hold(turns, turn) if turn.alone else ""
            more = f"{state}{hold}"
            button.setToolTip(in_tooltip(f"{told}. {more}" if more else told))

    def _about_hold(self, turns: tuple[Turn, ...], turn: Turn) -> str:
        two = len(turns) == 2
        if learns_alone(turns, turn, self._controller.experiment):
            return f"Hold it down: {'both' if two else 'all'} learn again."
        others = "the other is frozen" if two else "the others are frozen"
        return f"Hold it down: only {turn.letter} learns, {others}."

    @Slot()
    def _restyle(self) -> None:
        action, palette = self._actions["play"], self._theme.palette
        name = "pause" if self._controller.running else "play"
        self.play.setIcon(icon(name, palette.panel, disabled=palette.muted))
        self.drawer.setIcon(icon("settings", palette.text))
        self.play.setEnabled(action.isEnabled())
        self.play.setToolTip(action.toolTip())
        self.play.setAccessibleName(action.text())
        if self._controller.state is State.CRASHED:
            self.play.setToolTip("Resume from the last checkpoint with another engine")

    @Slot(object)
    def _frame_ready(self, frame: Frame) -> None:
        if self._controller.running:
            if frame.scalars is None:
                return  # as all figures do: they are of one step
            self.rate.show_text(_rate(frame.steps_per_second))
        self.steps.show_text(f"{frame.step:,}")

    @Slot(object)
    def _state_changed(self, changed: object) -> None:
        self.steps.show_text(f"{self._controller.step:,}")
        self.device.show_device(self._controller.device)
        if not self._controller.running:
            self.rate.show_text("0")

    @Slot()
    def _rebuilt(self) -> None:
        self.steps.show_text(f"{self._controller.step:,}")
        self.rate.show_text("0")
        self._restyle()

    @Slot(object)
    def _pace_changed(self, now: object) -> None:
        self._show_pace()

    def _show_pace(self) -> None:
        now = self._controller.pace
        self.speed.blockSignals(True)
        self.speed.setRange(0, pace.last_stop(now))
        self.speed.setValue(pace.position(now))
        self.speed.blockSignals(False)
        self.speed_text.setText(pace.label(now))
        if now.slow_motion:
            self.speed.setToolTip("Seconds that slow motion stays at each stage (+ and −)")
        else:
            self.speed.setToolTip("Steps a second, up to as fast as it goes (+ and −)")

    @Slot(int)
    def _speed_moved(self, stop: int) -> None:
        self._controller.set_pace(pace.at(self._controller.pace, stop))


def _rate(steps_per_second: float) -> str:
    digits = 0 if steps_per_second >= 10 else 1
    return f"{steps_per_second:,.{digits}f}"
