"""When the window is on the screen, or two imports are done; one process of `bench`.

Prints the moment, on time.perf_counter, to be compared with the one before the process started.
"""

from __future__ import annotations

import importlib
import sys
import time


def imports() -> None:
    """The yardstick: the two libraries alone."""
    for library in ("PySide6.QtWidgets", "pyqtgraph"):
        importlib.import_module(library)
    print(time.perf_counter())


def window() -> None:
    """The real entry, watched: `ganlab` as one types it, closed once it has been painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from ganlab import cli
    from ganlab.app import application

    class Watch(QObject):
        """Sees the window being exposed, and asks for a word once it is painted."""

        def __init__(self, application: QApplication) -> None:
            super().__init__(application)
            self._application = application
            application.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and watched.objectName() == "window":
                # The paint of an exposed window runs to its end before anything posted now.
                QTimer.singleShot(0, self._painted)
                self._application.removeEventFilter(self)
            return False

        def _painted(self) -> None:
            print(time.perf_counter(), flush=True)
            QTimer.singleShot(0, QApplication.exit)

    make_application = application.make_application

    def watched() -> QApplication:
        made = make_application()
        Watch(made)
        return made

    application.make_application = watched
    cli.main([])


if __name__ == "__main__":
    {"imports": imports, "window": window}[sys.argv[1]]()
