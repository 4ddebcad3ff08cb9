"""What asks a program to end, heard in the window's event loop: Ctrl-C, kill, a closed terminal."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal, Slot

from ganlab.interruptible import handled

LOOK_MS = 500


class SignalWatch(QObject):
    """Python's own handlers wait until Qt next calls Python, which may be never. So the signal
    writes to a pipe, and that wakes the loop; on Windows, where no loop waits for a pipe, a timer
    does."""

    asked = Signal(int)
    """The number of the signal that came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came: list[int] = []
        self._undo = ExitStack()
        self._undo.enter_context(handled(self._handle))
        if sys.platform == "win32":
            timer = QTimer(self)
            timer.timeout.connect(self._look)
            timer.start(LOOK_MS)
            self._undo.callback(timer.stop)
        else:
            self._pipe, writer = os.pipe()
            for end in (self._pipe, writer):
                os.set_blocking(end, False)
                self._undo.callback(os.close, end)
            before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
            self._undo.callback(signal.set_wakeup_fd, before)
            notifier = QSocketNotifier(self._pipe, QSocketNotifier.Type.Read, self)
            notifier.activated.connect(self._woken)
            self._undo.callback(notifier.setEnabled, False)

    def stop(self) -> None:
        """Put back what there was before."""
        self._undo.close()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._came.append(number)

    @Slot()
    def _woken(self) -> None:
        os.read(self._pipe, 64)
        self._look()

    @Slot()
    def _look(self) -> None:
        while self._came:
            self.asked.emit(self._came.pop(0))
