"""Qt from here on, and nowhere else."""

import builtins
from importlib import import_module

# PySide reads the source of every module imported after it, in case that one asks for one of its
# `__feature__`s. None here does, and without that the window is on the screen a tenth sooner.
import_module("PySide6.QtCore")
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
import_module("ganlab.app.startup.lean").import_pyqtgraph()
