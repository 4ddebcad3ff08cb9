"""What asks a program to end, heard in the window's event loop: Ctrl-C, kill, a closed terminal."""

from __future__ import annotations

import signal
import socket
from contextlib import ExitStack, suppress

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from ganlab.interruptible import handled


class SignalWatch(QObject):
    """Python's own handlers would wait until Qt next calls Python, which may be never: the signal
    writes its number to a socket, and that wakes the loop."""

    asked = Signal(int)
    """The number of the signal that came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._handlers = ExitStack()
        self._handlers.enter_context(handled(lambda number, frame: None))
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def stop(self) -> None:
        """Put back what there was before."""
        self._notifier.setEnabled(False)
        self._handlers.close()
        signal.set_wakeup_fd(self._before)
        self._reader.close()
        self._writer.close()

    @Slot()
    def _read(self) -> None:
        with suppress(OSError):
            for number in self._reader.recv(64):
                self.asked.emit(number)
