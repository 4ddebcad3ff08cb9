"""pyqtgraph, imported without the classes of Qt that nothing uses.

It keeps mirrors of QtCore, QtGui and QtWidgets, so that what it changes there stays its own, and
fills them name by name. PySide makes a class only when its name is looked up: filling a mirror
makes all of them, more than a thousand, a fifth of the time to the window and 8 MB.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

MIRRORED = ("QtCore", "QtGui", "QtWidgets")


def import_pyqtgraph() -> None:
    """Import pyqtgraph with mirrors that look up a name when it is asked for; nothing where it is
    there already."""
    if "pyqtgraph" in sys.modules:
        return
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
