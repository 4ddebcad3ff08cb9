"""When the window is on the screen, or two imports are done; one process of `bench`.

Prints the moment, on time.perf_counter, to be compared with the one before the process started; for
the window also the moment when its docks are filled and painted, too.
"""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path

from ganlab import __main__


def imports() -> None:
    """The yardstick: the two libraries alone."""
    for library in ("PySide6.QtWidgets", "pyqtgraph"):
        importlib.import_module(library)
    print(time.perf_counter())


def window() -> None:
    """The real entry, watched: `ganlab` as one types it, closed once it has been painted."""
    cli = __main__.load()
    # Only now: what ganlab loads, and in which order, is its own affair.
    from PySide6.QtCore import QTimer

    from ganlab.app.shell import application
    from ganlab.app.startup.again import Left
    from ganlab.data.tables.options import NO_OPTIONS, TableOptions

    begin = application.begin

    def filled(lab: application.Laboratory, painted: float) -> None:
        lab.window.repaint()
        print(painted, time.perf_counter(), flush=True)
        lab.window.close()

    def watched(
        lab: application.Laboratory,
        path: Path | None,
        options: TableOptions = NO_OPTIONS,
        left: Left | None = None,
    ) -> None:
        painted = time.perf_counter()
        QTimer.singleShot(0, lab, lambda: filled(lab, painted))
        begin(lab, path, options, left)

    application.begin = watched
    cli.main([])


if __name__ == "__main__":
    {"imports": imports, "window": window}[sys.argv[1]]()
