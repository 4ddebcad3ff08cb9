"""What the window tells a session that trains: transport, pace, questions, what is to be seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from ganlab.app.document.link import EngineLink
from ganlab.app.document.wanted import Wanted
from ganlab.games.shown.views import Floats, Rectangle
from ganlab.lab import commands
from ganlab.lab.frame import FrameRequest


class CommandSender(QObject):
    """Sends commands in order; those of a run that is still to be built wait for its build."""

    units_changed = Signal()
    """The plane is drawn at another scale: see `request.look`."""
    pace_changed = Signal(object)
    """The commands.SetPace now in force."""
    trained = Signal()
    """The networks are not what they were: there have been steps."""

    def __init__(
        self, link: EngineLink, device: str = "auto", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._link = link
        self.device_choice = device
        self.pace = commands.SetPace(steps_per_second=None)
        self._wanted = Wanted()
        self._plays = False
        self._tokens = 0
        self._held: list[commands.Command] | None = None
        """What waits for a build that is still to be sent."""

    @property
    def request(self) -> FrameRequest:
        """What is asked for with every frame."""
        return self._wanted.request

    def send(self, command: commands.Command) -> None:
        """Send a command to the session, in order, after a build that is still to be sent."""
        if self._held is None:
            self._link.send(command)
        else:
            self._held.append(command)

    # --- transport ---

    def play(self) -> None:
        """Train until paused."""
        self._plays = True
        self.send(commands.Play())

    def train_until(self, step: int) -> None:
        """Train, as fast as it goes, and hold at `step`."""
        self.send(commands.Play(until=step))

    def pause(self) -> None:
        """Hold training where it is."""
        self._plays = False
        self.send(commands.Pause())

    def step_once(self, turn: str | None = None) -> None:
        """Pause and take one step: of one turn, by its name, or (None) of all."""
        self.send(commands.Step(turn))
        self.trained.emit()

    def set_pace(self, pace: commands.SetPace) -> None:
        """Set speed and slow motion."""
        self.pace = pace
        self.send(pace)
        self.pace_changed.emit(pace)

    def set_device(self, device: str) -> None:
        """Go on, from where training stands, on "cpu", "cuda" or "auto"."""
        self.device_choice = device
        self.send(commands.Move(device))

    def restore_last_good(self) -> None:
        """Go back to the best of the last sound states."""
        self.send(commands.RestoreLastGood())

    def request_checkpoint(self) -> int:
        """Ask for the whole state; it comes with `checkpoint_ready` under the token returned."""
        self._tokens += 1
        self.send(commands.RequestCheckpoint(self._tokens))
        return self._tokens

    def draw_images(
        self, noise: Floats, labels: NDArray[np.integer[Any]] | None, average: bool
    ) -> int:
        """Ask for images of (n, d) noise and (n,) classes; `images_drawn` brings the newest,
        under the token returned. An `average` is that of the moving average of the generator."""
        self._tokens += 1
        self.send(commands.DrawImages(noise, labels, self._tokens, average))
        return self._tokens

    def ask_directions(self, count: int, average: bool) -> None:
        """Ask for what the generator's first layer hears best; it comes by `directions_ready`."""
        self.send(commands.FindDirections(count, average))

    def want(self, panel: str, views: frozenset[str]) -> None:
        """Say which views one panel shows; what is computed is what any panel shows."""
        if self._wanted.show(panel, views):
            self._ask()

    def look_at(self, part: Rectangle, pointed: tuple[float, float] | None) -> None:
        """Say what part of the plane is on the screen, and which place of it is asked about."""
        if self._wanted.look(part=part, pointed=pointed):
            self._ask()

    def set_equal_units(self, equal: bool | None) -> None:
        """Choose whether the plane has the same scale on both axes; None: as suits the target."""
        if self._wanted.look(equal_units=equal):
            self._ask()
            self.units_changed.emit()

    def set_label(self, label: int | None) -> None:
        """Choose the class that G draws and D is asked about, a place among the target's
        `told_names`; None: all."""
        if self._wanted.look(label=label):
            self._ask()

    def _ask(self) -> None:
        self.send(commands.RequestFrame(self.request))
