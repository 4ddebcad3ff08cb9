"""pyqtgraph, imported without what nothing here uses of it and of Qt.

It keeps mirrors of QtCore, QtGui and QtWidgets, so that what it changes there stays its own, and
fills them name by name. PySide makes a class only when its name is looked up: filling a mirror
makes all of them, more than a thousand, a tenth of the time to the window and 8 MB. And it imports
all of its widgets, some of which bring trees of parameters and processes with them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

MIRRORED = ("QtCore", "QtGui", "QtWidgets")
UNUSED = {
    "imageview": (),
    "widgets.ColorMapWidget": (),
    "widgets.DataFilterWidget": (),
    "widgets.RemoteGraphicsView": ("RemoteGraphicsView",),
    "widgets.ScatterPlotWidget": (),
}
"""Parts of pyqtgraph that are left out, and the names that it asks them for; of the others it takes
whatever there is."""


def import_pyqtgraph() -> None:
    """Import pyqtgraph with mirrors that look up a name when it is asked for, and with nothing in
    the place of what is UNUSED; where it is there already, it stays as it is."""
    if "pyqtgraph" in sys.modules:
        return
    for name, asked in UNUSED.items():
        nothing = ModuleType(f"pyqtgraph.{name}")
        vars(nothing).update(dict.fromkeys(asked))
        sys.modules[nothing.__name__] = nothing
    sources = [import_module(f"PySide6.{name}") for name in MIRRORED]
    for name, source in zip(MIRRORED, sources, strict=True):
        sys.modules[f"pyqtgraph.Qt.{name}"] = _Mirror(f"pyqtgraph.Qt.{name}", source)
    listings = [vars(source).get("__dir__") for source in sources]
    for source in sources:
        vars(source)["__dir__"] = list  # of no names: there is nothing to fill in
    try:
        import_module("pyqtgraph")
    finally:
        for source, listing in zip(sources, listings, strict=True):
            if listing is None:
                del vars(source)["__dir__"]
            else:
                vars(source)["__dir__"] = listing


class _Mirror(ModuleType):
    """Holds the names of another module that have been asked for, and what is set here."""

    def __init__(self, name: str, source: ModuleType) -> None:
        super().__init__(name)
        self._source = source

    def __getattr__(self, name: str) -> object:
        value = getattr(self._source, name)
        setattr(self, name, value)
        return value

    def __dir__(self) -> list[str]:
        return sorted({*vars(self), *dir(self._source)})
