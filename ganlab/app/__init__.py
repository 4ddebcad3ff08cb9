"""Qt from here on, and nowhere else."""

import builtins

import PySide6.QtCore  # noqa: F401

# PySide reads the source of every module imported after it, in case that one asks for one of its
# `__feature__`s. None here does, and without that the window is on the screen a tenth sooner.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
