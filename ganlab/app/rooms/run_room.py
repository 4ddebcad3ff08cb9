"""What the rooms have in common in which one sees the run."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ganlab.app.rooms.room import Shared


class RunRoom:
    """Around its stage stand the form, the curves and the graph of the document."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    @property
    def dock(self) -> QWidget:
        """The form of the experiment."""
        return self._shared.experiment

    @property
    def side(self) -> QWidget:
        """The curves."""
        return self._shared.curves

    @property
    def strip(self) -> QWidget:
        """The graph."""
        return self._shared.model

    @property
    def undo_stack(self) -> None:
        """Undo acts on the document."""

    @property
    def picture(self) -> None:
        """The run is what is written."""

    def settle(self) -> None:
        """It is painted at once."""
