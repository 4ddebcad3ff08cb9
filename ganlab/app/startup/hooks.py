"""Errors that nobody caught."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from ganlab.app.document.controller import Controller
from ganlab.lab.frame import Notice


class Hooks(QObject):
    """Errors that nobody caught: written to the terminal, and said in the window.

    They may happen in any thread; the signal carries them to the window's.
    """

    caught = Signal(str)

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._before = sys.excepthook, threading.excepthook
        self.caught.connect(self._say)
        sys.excepthook = self._on_error
        threading.excepthook = lambda args: self._on_error(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def remove(self) -> None:
        """Put back the hooks that were there before."""
        sys.excepthook, threading.excepthook = self._before

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        traceback.print_exception(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        else:
            self.caught.emit(f"Something went wrong inside ganlab: {str(error) or kind.__name__}")

    @Slot(str)
    def _say(self, text: str) -> None:
        self._controller.notice.emit(Notice("error", text))
