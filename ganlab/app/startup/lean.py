"""pyqtgraph, imported without what nothing here uses of it and of Qt.

It keeps mirrors of QtCore, QtGui and QtWidgets, so that what it changes there stays its own, and
fills them name by name. PySide makes a class only when its name is looked up: filling a mirror
makes all of them, more than seven hundred, a tenth of the time to the window and 8 MB. And it
imports all of its plots and widgets, of which ganlab paints on a few and builds the rest itself.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

MIRRORED = ("QtCore", "QtGui", "QtWidgets")
UNUSED = frozenset(
    f"pyqtgraph.{part}"
    for part in (
        "graphicsItems.ViewBox.ViewBoxMenu",
        "Qt.OpenGLHelpers",
        "SignalProxy",
        "SRTTransform",
        "SRTTransform3D",
        "ThreadsafeTimer",
        "Transform3D",
        "util.cprint",
        "Vector",
        "WidgetGroup",
    )
)
USED = {
    "pyqtgraph.graphicsItems": frozenset(
        {"GraphicsItem", "GraphicsObject", "GraphicsWidget", "ItemGroup", "ViewBox"}
    ),
    "pyqtgraph.imageview": frozenset[str](),
    "pyqtgraph.widgets": frozenset({"GraphicsView"}),
}
"""Of these packages nothing else is imported. Whoever asks for what is left out is told that it is
None."""


def import_pyqtgraph() -> None:
    """Import pyqtgraph with mirrors that look up a name when it is asked for, and with nothing in
    the place of what is UNUSED; where it is there already, it stays as it is."""
    if "pyqtgraph" in sys.modules:
        return
    sources = [import_module(f"PySide6.{name}") for name in MIRRORED]
    for name, source in zip(MIRRORED, sources, strict=True):
        sys.modules[f"pyqtgraph.Qt.{name}"] = _Mirror(f"pyqtgraph.Qt.{name}", source)
    listings = [vars(source).get("__dir__") for source in sources]
    for source in sources:
        vars(source)["__dir__"] = list  # of no names: there is nothing to fill in
    leaving_out = _LeavingOut()
    sys.meta_path.insert(0, leaving_out)
    try:
        import_module("pyqtgraph")
    finally:
        sys.meta_path.remove(leaving_out)
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


class _LeavingOut(MetaPathFinder, Loader):
    """Finds Nothing where a part is not used."""

    def find_spec(
        self, name: str, _path: object = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, part = name.rpartition(".")
        unused = name in UNUSED or part not in USED.get(package, {part})
        return ModuleSpec(name, self) if unused else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Nothing(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to do."""


class _Nothing(ModuleType):
    """A part that was left out: each of its names is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)
