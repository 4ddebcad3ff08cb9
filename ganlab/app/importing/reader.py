"""Reads a file in a thread of its own, while the person looks at what was read before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from ganlab.data.errors import DataError


@dataclass(frozen=True, eq=False)
class Reading:
    """What came of one reading."""

    found: Any
    """What was read; None where nothing could be."""
    error: DataError | None = None
    """Why nothing could be."""


class Reader(QThread):
    """Reads as asked last; touches nothing of Qt but its own signal meanwhile."""

    done = Signal(object)
    """The Reading that was asked for last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importing")
        self._next: Callable[[], object] | None = None
        self._now: Callable[[], object] | None = None
        self._result: Reading | None = None
        self.finished.connect(self._go_on)

    def ask(self, read: Callable[[], object]) -> None:
        """Call `read` in the thread, and nothing that was asked before. What it raises of DataError
        is part of the answer."""
        self._next = read
        self._go_on()

    def stop(self) -> None:
        """Answer nothing any more; returns when the thread has ended."""
        self._next = self._result = None
        self._now = None
        self.wait()

    @Slot()
    def _go_on(self) -> None:
        if self.isRunning():
            return
        result, self._result = self._result, None
        if self._next is not None:
            self._now, self._next = self._next, None
            self.start()
        elif result is not None and self._now is not None:
            self.done.emit(result)

    def run(self) -> None:
        """One reading."""
        read = self._now
        if read is None:
            return
        try:
            self._result = Reading(read())
        except DataError as error:
            self._result = Reading(None, error)
        except Exception as error:  # nothing may leave a thread of Qt's
            self._result = Reading(None, DataError(str(error) or type(error).__name__))
