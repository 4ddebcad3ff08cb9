"""Python's garbage collector, run by the window's event loop and at no other time.

Left alone it runs in the middle of anything, in any thread. If what it frees is a widget while Qt
is connecting a signal, Qt waits for a lock that it holds itself, and the window hangs.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 2000
FULL_EVERY = 30
"""The old are looked through only once a minute: they seldom go, and there are many."""


class GarbageTimer(QObject):
    """Collects between two events. While there is one, nothing else in this process collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        """The window is gone: no more rounds."""
        self._timer.stop()

    @Slot()
    def _collect(self) -> None:
        self._rounds += 1
        gc.collect(2 if self._rounds % FULL_EVERY == 0 else 1)
