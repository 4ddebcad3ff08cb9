"""What the picture of a bench is: a widget of plots that shows the state of its desk."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from ganlab.app.rooms.theory.desk import Desk
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.theory.bench import Results

__all__ = ["BenchView", "Desk"]


class BenchView(QWidget):
    """The stage of one bench. A subclass `View` in ``benches/<module>.py`` builds its plots in
    ``__init__`` (call ``super().__init__(desk)`` first), lays them out and connects their signals:

        plot = Plot(desk.theme, "Densities", "p and q, and the area between them")
        plot.dragged.connect(lambda name, x, y: desk.set({name: x}, settled=False))
        plot.dropped.connect(lambda name: desk.settle())

    The room builds it when the bench is shown for the first time and calls `show_state` after every
    change of controls or results while it is shown, and when it is shown again; a view need not
    listen to its desk. A view that is hidden is told nothing: no timer and no thread of it runs.

    The form, the works' buttons, the formulas, the table of numbers, Reset, undo, copying and the
    export of the picture are the room's. What is not a Plot gets into exported pictures if it has a
    method ``paint_into(painter)`` that paints it as it is, its origin at its corner.
    """

    FORM: ClassVar[tuple[str, ...]] = ()
    """Controls that stand first in the form; the others follow in the order of the model."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    @abstractmethod
    def show_state(self, controls: Any, results: Results) -> None:
        """Show these: ``plot.show_picture(...)`` for each plot. Pure in its arguments, and quick:
        12 ms, because it runs at every step of a drag."""

    @staticmethod
    @abstractmethod
    def thumbnail(controls: Any) -> Picture:
        """What the list shows of it, about 88 x 48 pixels, without words; within 3 ms."""

    def enter(self) -> None:
        """It is on show now."""

    def leave(self) -> None:
        """It is on show no more: stop every timer."""

    def stop(self) -> None:
        """The window goes."""
