"""Whole laboratories for tests: the real window over a real engine and a very small game."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganlab.app.importing.dialog import ImportDialog
from ganlab.app.look.theme import Choice
from ganlab.app.shell.application import Laboratory, make_application
from ganlab.app.shell.settings import Settings
from ganlab.experiment import Experiment
from ganlab.lab.frame import Reply, State
from ganlab.lab.session.engine import EngineDied
from ganlab.lab.session.engines import EngineKind
from tests.small import small

WIDE = 1440
"""Width of the window, pixels: the dock stands beside the rest."""


@contextmanager
def opened(
    folder: Path,
    experiment: Experiment | None = None,
    engine: EngineKind = "thread",
    theme: Choice | None = None,
) -> Iterator[Laboratory]:
    """A laboratory on show, its engine started; settings and autosaves live in `folder`."""
    make_application()
    lab = Laboratory(
        experiment or small({"name": "small"}),
        engine,
        "cpu",
        theme,
        folder,
        Settings(folder / "settings.ini"),
    )
    lab.window.show()
    lab.window.resize(WIDE, lab.window.height())  # the tests' screen is narrower than a desktop
    lab.window.activateWindow()
    lab.start()
    try:
        yield lab
    finally:
        lab.window.hide()
        lab.shut_down()
        settle()


def settle() -> None:
    """Let what was given up be deleted."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def wait_until_ready(qtbot: QtBot, lab: Laboratory) -> None:
    """Wait until the game can be played; the first of all waits for torch."""
    qtbot.waitUntil(lambda: lab.controller.state is State.IDLE, timeout=60_000)


def wait_for_step(qtbot: QtBot, lab: Laboratory, step: int) -> None:
    """Wait until a frame of `step` or a later one has been shown."""
    qtbot.waitUntil(lambda: lab.controller.step >= step, timeout=20_000)


def lose_engine(lab: Laboratory) -> None:
    """As when the system kills it because memory is short: it answers no more."""

    def receive(timeout: float) -> Reply | None:
        raise EngineDied

    vars(lab.thread_of_training.engine)["receive"] = receive


def importing(lab: Laboratory, qtbot: QtBot) -> ImportDialog:
    """The dialog that shows what is brought in, when it has read it."""
    (dialog,) = lab.window.findChildren(ImportDialog)
    qtbot.waitUntil(lambda: not dialog.busy.isVisible(), timeout=20_000)
    return dialog
