"""QApplication, start-up, exception hooks: what surrounds the window."""

from __future__ import annotations

import gc
import os
import sys
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
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
from ganlab.app.startup import again, zoom
from ganlab.app.startup.again import Left
from ganlab.app.startup.display import require_display
from ganlab.app.startup.first_paint import AfterFirstPaint
from ganlab.app.startup.garbage import GarbageTimer
from ganlab.app.startup.hooks import Hooks
from ganlab.app.startup.signals import SignalWatch
from ganlab.assets import resource_path
from ganlab.data.tables.options import NO_OPTIONS, TableOptions
from ganlab.experiment import Experiment
from ganlab.presets import load_preset

if TYPE_CHECKING:
    from ganlab.app.shell.dialogs import Dialogs
    from ganlab.lab.session.engines import EngineKind

DEFAULT_PRESET = "ring-8"
PREPARED = "prepared"
"""A property of the QApplication; its name would not do, which Qt takes from the command."""
ICON_SIZES = (16, 24, 32, 48, 64, 128)
SIGNALLED = 128
"""Exit codes from here on are signals."""
AGAIN = 64
"""The exit code that asks for another start."""


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
        self.left: Left | None = None
        """What the window that comes after this one is to take up."""
        self.window.status.again_wanted.connect(self.start_again)

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

    @Slot()
    def start_again(self) -> None:
        """End with AGAIN, and leave the run to the window that comes after this one."""
        files = self.dialogs.files
        if self._leaving:
            return
        self._leaving = True

        def end() -> None:
            self.left = files.left
            self._leaving = self.left is not None
            if self._leaving:  # without a copy, of which a notice says why, nothing ends
                QCoreApplication.exit(AGAIN)

        files.leave_behind(end, always=True)

    def take_up(self, left: Left) -> bool:
        """Go on with what the window before this one left, in the same room; whether it was
        there."""
        rooms = self.window.rooms
        room = rooms.current
        there = self.dialogs.files.take_up(left)
        rooms.go(room)  # what is opened is shown where it is to be seen
        return there

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


def make_application(percent: int = zoom.USUAL) -> QApplication:
    """The QApplication with ganlab's name, icon and fonts, and so large; the one there is, if there
    is one."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        if (os.cpu_count() or 1) <= 2:
            # Qt would hand out parts of each picture to threads and wait for them, while the
            # trainer has the other core.
            os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        with zoom.scaled(percent):
            application = QApplication(sys.argv[:1])
        zoom.note_drawn(application, percent)
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
    settings = Settings()
    application = make_application(again.size() or settings.zoom)
    if not zoom.fits(zoom.drawn()):  # it was chosen on another screen
        return again.start(zoom.largest(zoom.drawn()))
    left = again.taken()
    # What was asked for is shown where it is to be seen; without that, the room that was left.
    room = "" if (path or preset) and left is None else settings.room
    experiment = load_preset(preset or DEFAULT_PRESET)
    lab = Laboratory(experiment, engine, device, settings=settings, room=room)
    hooks = Hooks(lab.controller)
    watch = SignalWatch()
    watch.asked.connect(lab.leave)
    # The window is there while the engine still loads torch.
    AfterFirstPaint(lab.window, lambda: begin(lab, path, options, left))
    lab.window.show()
    code = application.exec()
    lab.shut_down()
    watch.stop()
    hooks.remove()
    if code == AGAIN and lab.left is not None:
        again.leave(lab.left)
        return again.start()
    return code


def begin(
    lab: Laboratory,
    path: Path | None,
    options: TableOptions = NO_OPTIONS,
    left: Left | None = None,
) -> None:
    """Start the engine behind a window that is there, and take up what the window before this one
    `left`, or open the file that was asked for."""
    # The docks are filled first.
    QTimer.singleShot(0, lab, partial(_begin, lab, path, options, left))


def _begin(lab: Laboratory, path: Path | None, options: TableOptions, left: Left | None) -> None:
    from ganlab.data.files.file_kind import DATA_KINDS, file_kind

    # What there is now stays to the end: the collector need not look through it ever again.
    gc.freeze()
    lab.thread_of_training.start()
    if left is not None and lab.take_up(left):
        lab.start()
        if left.playing:
            lab.controller.play()
        return
    data = path if path is not None and file_kind(path) in DATA_KINDS else None
    if path is None or data is not None or not lab.dialogs.files.open_path(path):
        lab.start()
    lab.dialogs.files.offer_recovery()
    if data is not None:
        lab.dialogs.bring_in(data, options)
