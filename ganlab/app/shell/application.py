"""QApplication, start-up, exception hooks: what surrounds the window."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from ganlab.app.document.controller import Controller
from ganlab.app.document.trainer_thread import TrainerThread
from ganlab.app.look.theme import Choice, Theme, load_fonts
from ganlab.app.shell.settings import Settings, data_folder
from ganlab.app.shell.window import Window
from ganlab.app.startup.display import require_display
from ganlab.app.startup.first_paint import AfterFirstPaint
from ganlab.app.startup.garbage import GarbageTimer
from ganlab.app.startup.hooks import Hooks
from ganlab.app.startup.signals import SignalWatch
from ganlab.assets import resource_path
from ganlab.atomic import atomic_write, plain_words
from ganlab.data.tables.options import NO_OPTIONS, TableOptions
from ganlab.experiment import Experiment
from ganlab.lab.frame import Frame, State, StateChanged
from ganlab.presets import load_preset

if TYPE_CHECKING:
    from ganlab.app.shell.dialogs import Dialogs
    from ganlab.lab.files.archive import Run
    from ganlab.lab.session.engines import EngineKind

DEFAULT_PRESET = "ring-8"
PREPARED = "prepared"
"""A property of the QApplication; its name would not do, which Qt takes from the command."""
ICON_SIZES = (16, 24, 32, 48, 64, 128)
SIGNALLED = 128
"""Exit codes from here on are signals."""
SCREENSHOT_SECONDS = 600
"""Longest a screenshot may train."""


class Laboratory(QObject):
    """Everything behind one window, from the thread up; `start` it and `shut_down` it."""

    def __init__(
        self,
        experiment: Experiment,
        engine: EngineKind = "process",
        device: str = "auto",
        theme: Choice | None = None,
        folder: Path | None = None,
        settings: Settings | None = None,
        room: str = "",
    ) -> None:
        """`folder` and `settings` are the person's own unless others are given; `room` is shown
        first, or the one that the experiment is to be seen in."""
        super().__init__()
        self.garbage = GarbageTimer(self)
        self.settings = settings or Settings()
        self.theme = Theme(theme or self.settings.theme, self)
        self.theme.chosen.connect(self._note_theme)
        self.thread_of_training = TrainerThread(engine)
        self.controller = Controller(experiment, self.thread_of_training, device, self)
        self.thread_of_training.replied.connect(self.controller.on_reply)
        self.window = Window(self.controller, self.theme, self.settings, room)
        self.theme.apply()  # once for the whole window, not again for every part put into it
        self._folder = folder or data_folder()
        self._leaving = False

    @Slot(str)
    def _note_theme(self, choice: Choice) -> None:
        self.settings.theme = choice

    @cached_property
    def dialogs(self) -> Dialogs:
        """The window's errands: nobody runs any before the window is there, so they load later."""
        from ganlab.app.shell.dialogs import Dialogs

        return Dialogs(self.controller, self.theme, self.settings, self.window, self._folder)

    def start(self) -> None:
        """Start the engine; the window may be shown before, so that it is there at once."""
        _ = self.dialogs  # from here on there may be errands
        self.thread_of_training.start()
        if self.controller.generation == 0:
            self.controller.start()

    @Slot(int)
    def leave(self, signal: int) -> None:
        """End as a signal asks for, with its exit code, and leave a copy of what is unsaved."""
        end = partial(QCoreApplication.exit, SIGNALLED + signal)
        if "dialogs" in vars(self) and not self._leaving:
            self._leaving = True
            self.dialogs.files.leave_behind(end)
        else:
            end()

    def shut_down(self) -> None:
        """Stop asking, end the engine, wait for its thread, and only then disconnect."""
        self.window.let_go()
        self.dialogs.shut_down()
        self.garbage.stop()
        self.controller.stop()
        self.thread_of_training.shut_down()
        self.thread_of_training.replied.disconnect(self.controller.on_reply)
        # Now: at the end of the interpreter the order would be anybody's guess.
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)


def make_application() -> QApplication:
    """The QApplication with ganlab's name, icon and fonts; the one there is, if there is one."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        if (os.cpu_count() or 1) <= 2:
            # Qt would hand out parts of each picture to threads and wait for them, while the
            # trainer has the other core.
            os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        application = QApplication(sys.argv[:1])
    if application.property(PREPARED):
        return application
    application.setProperty(PREPARED, True)
    application.setApplicationName("ganlab")
    application.setOrganizationName("ganlab")
    application.setDesktopFileName("ganlab")
    application.setWindowIcon(_window_icon())
    application.setStyle("Fusion")
    pg.setConfigOptions(imageAxisOrder="row-major", antialias=False)
    load_fonts()
    return application


def _window_icon() -> QIcon:
    """The icon in the sizes that window managers show; drawing it here would take longer."""
    icon = QIcon()
    for px in ICON_SIZES:
        icon.addFile(str(resource_path("icons", f"ganlab-{px}.png")))
    return icon


def run_window(
    path: Path | None,
    preset: str | None,
    engine: EngineKind,
    device: str,
    options: TableOptions = NO_OPTIONS,
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    `options`: how the file is read where it is a table. Raises NoDisplay.
    """
    require_display()
    application = make_application()
    settings = Settings()
    # What was asked for is shown where it is to be seen; without that, the room that was left.
    room = "" if path or preset else settings.room
    experiment = load_preset(preset or DEFAULT_PRESET)
    lab = Laboratory(experiment, engine, device, settings=settings, room=room)
    hooks = Hooks(lab.controller)
    watch = SignalWatch()
    watch.asked.connect(lab.leave)
    # The window is there while the engine still loads torch.
    AfterFirstPaint(lab.window, lambda: begin(lab, path, options))
    lab.window.show()
    code = application.exec()
    lab.shut_down()
    watch.stop()
    hooks.remove()
    return code


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


def begin(lab: Laboratory, path: Path | None, options: TableOptions = NO_OPTIONS) -> None:
    """Start the engine behind a window that is there, and open the file that was asked for."""
    QTimer.singleShot(0, lab, partial(_begin, lab, path, options))  # the docks are filled first


def _begin(lab: Laboratory, path: Path | None, options: TableOptions) -> None:
    from ganlab.data.files.file_kind import DATA_KINDS, file_kind

    # What there is now stays to the end: the collector need not look through it ever again.
    gc.freeze()
    lab.thread_of_training.start()
    data = path if path is not None and file_kind(path) in DATA_KINDS else None
    if path is None or data is not None or not lab.dialogs.files.open_path(path):
        lab.start()
    lab.dialogs.files.offer_recovery()
    if data is not None:
        lab.dialogs.bring_in(data, options)


def _train_until(lab: Laboratory, step: int) -> None:
    """Play until `step` and wait for the picture of it, with its evaluation if it has one."""
    loop, controller = QEventLoop(), lab.controller
    failure: list[str] = []

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
            QTimer.singleShot(300, loop.quit)  # the panels' own timers paint what has arrived

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
    if failure:
        raise OSError(failure[0])
