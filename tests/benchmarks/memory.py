"""Resident memory of a window's history and curves as a run grows; one process of `bench`."""

from __future__ import annotations

import json

import numpy as np
import psutil
from PySide6.QtCore import QTimer

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.curves.column import CurvesPanel
from ganlab.app.shell.application import DEFAULT_PRESET, make_application
from ganlab.gan.columns import SCALARS
from ganlab.lab.commands import Command
from ganlab.lab.frame import Frame, State
from ganlab.presets import load_preset

ROWS = 1000
"""Records a frame brings."""
FEW, MANY = 10_000, 1_000_000


class Feed:
    """Stands in for an engine: a long run, as fast as the controller asks for it."""

    def __init__(self) -> None:
        self._rng = np.random.default_rng(1)
        self._step = 0

    def send(self, command: Command) -> None:
        """Nothing can be told to a recording."""

    def take_frame(self) -> Frame | None:
        """The next ROWS records."""
        if self._step >= MANY:
            return None
        rows = self._rng.normal(size=(ROWS, len(SCALARS)))
        rows[:, 0] = np.arange(self._step + 1, self._step + ROWS + 1)
        self._step += ROWS
        return Frame(1, self._step, State.RUNNING, 1000.0, scalars=rows)


def main() -> None:
    """Print {"few": MB, "many": MB}."""
    application = make_application()
    theme = Theme("light")
    theme.apply()
    controller = Controller(load_preset(DEFAULT_PRESET), Feed())
    panel = CurvesPanel(controller, theme)
    panel.resize(500, 640)
    panel.show()
    resident: dict[str, float] = {}

    def look(frame: Frame) -> None:
        if frame.step == FEW:
            resident["few"] = _megabytes()
        elif frame.step == MANY:
            QTimer.singleShot(500, application.exit)  # after the last curves are painted

    controller.frame_ready.connect(look)
    controller.start()
    application.exec()
    resident["many"] = _megabytes()
    controller.stop()
    print(json.dumps(resident | {"steps": controller.history.steps}))


def _megabytes() -> float:
    return psutil.Process().memory_info().rss / 2**20


if __name__ == "__main__":
    main()
