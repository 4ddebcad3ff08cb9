"""A picture of the real window, never shown on a screen."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from ganlab.app.look.theme import Choice
from ganlab.app.shell.application import Laboratory, make_application
from ganlab.app.shell.settings import Settings
from ganlab.atomic import atomic_write, plain_words
from ganlab.lab.frame import Frame, State, StateChanged

if TYPE_CHECKING:
    from ganlab.lab.files.archive import Run
    from ganlab.lab.session.engines import EngineKind

SETTLE_MS = 300
SCREENSHOT_SECONDS = 600
"""Longest a screenshot may train."""


def screenshot(
    run: Run,
    steps: int,
    size: tuple[int, int],
    theme: Choice,
    out: Path,
    engine: EngineKind = "process",
    bench: str = "",
) -> None:
    """Train `steps` steps in the real window, never shown on a screen, and save its picture; that
    of the theory room where a `bench` of it is named.

    Raises OSError when the file cannot be written or training does not get there.
    """
    from ganlab.app.exporting.painted import png_of

    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    make_application()
    elsewhere = tempfile.TemporaryDirectory(prefix="ganlab-")
    nobody = Settings(Path(elsewhere.name) / "settings.ini")
    lab = Laboratory(run.experiment, engine, "cpu", theme, Path(elsewhere.name), nobody)
    lab.window.showNormal()
    lab.window.resize(QSize(*size))
    lab.thread_of_training.start()
    lab.controller.open(run.experiment, run.checkpoint, run.history)
    try:
        _train_until(lab, lab.controller.step + steps)
        if bench:
            lab.window.rooms.go("theory")
            lab.window.theory.choose(bench)
            QApplication.processEvents()  # every part has its place
            lab.window.theory.settle()
            for _ in range(3):  # as deep as layouts lie in one another
                QApplication.processEvents()
        else:
            lab.window.experiment.settle()
        _write(out, png_of(lab.window.grab().toImage()))
    finally:
        lab.shut_down()
        elsewhere.cleanup()


def _write(path: Path, picture: bytes) -> None:
    try:
        with atomic_write(path) as file:
            file.write(picture)
    except OSError as error:
        raise OSError(f"the picture could not be written: {plain_words(error)}") from error


def _train_until(lab: Laboratory, step: int) -> None:
    """Play until `step` and wait for the picture of it, with its evaluation if it has one."""
    loop, controller = QEventLoop(), lab.controller
    failure: list[str] = []

    settled = QTimer(loop)  # the panels' own timers paint what has arrived
    settled.setSingleShot(True)
    settled.setInterval(SETTLE_MS)
    settled.timeout.connect(loop.quit)

    seen = whole = False
    imaged = controller.experiment.data.imaged
    resting = (State.PAUSED, State.IDLE)

    def look(news: Frame | StateChanged) -> None:
        # The last frame and the word that training rests come by two ways, in either order.
        nonlocal seen, whole
        seen = seen or isinstance(news, Frame)
        # A held game is shown once more, whole. Of the plane it is evaluated even later.
        whole = whole or (isinstance(news, Frame) and news.step >= step and news.state in resting)
        arrived = controller.step >= step and controller.state in resting
        evaluated = controller.history.evaluation_latest("step") == controller.step
        judged = whole if imaged else step == 0 or evaluated
        if seen and arrived and judged:
            settled.start()

    def fail(text: str) -> None:
        failure.append(text)
        loop.quit()

    controller.frame_ready.connect(look)
    controller.state_changed.connect(look)
    controller.crashed.connect(fail)
    controller.notice.connect(lambda notice: fail(notice.text) if notice.level == "error" else None)
    patience = QTimer(loop)
    patience.setSingleShot(True)
    patience.timeout.connect(lambda: fail("training took too long"))
    patience.start(SCREENSHOT_SECONDS * 1000)
    if step > controller.step:
        controller.train_until(step)
    loop.exec()
    patience.stop()
    settled.stop()
    if failure:
        raise OSError(failure[0])
