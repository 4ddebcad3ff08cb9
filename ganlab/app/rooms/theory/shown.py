"""All that the room shows of one bench: stage, side and strip on one desk."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, Signal, Slot

from ganlab.app.rooms.theory.bench_page import BenchPage
from ganlab.app.rooms.theory.bench_side import BenchSide
from ganlab.app.rooms.theory.desk import Desk
from ganlab.app.rooms.theory.statements import Statements
from ganlab.app.rooms.theory.view import BenchView
from ganlab.theory.table import BENCHES


def view_of(name: str) -> type[BenchView]:
    """The view of a bench, imported when it is first asked for."""
    module = import_module(f"ganlab.app.rooms.theory.benches.{BENCHES[name]}")
    view: type[BenchView] = module.View
    return view


class Shown(QObject):
    """Follows the desk while it is on show, and does nothing while it is not."""

    export_wanted = Signal()
    playground_wanted = Signal()

    def __init__(self, desk: Desk, view: type[BenchView], parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.page = BenchPage(desk, view(desk))
        self.side = BenchSide(desk, view.FORM)
        self.statements = Statements(desk.bench.statements, desk.theme)
        self._on_show = False
        self.page.export.clicked.connect(self.export_wanted)
        self.page.play.clicked.connect(self.playground_wanted)
        desk.changed.connect(self.refresh)
        desk.results_changed.connect(self.refresh)

    def set_on_show(self, on_show: bool) -> None:
        """Whether a person sees it."""
        if on_show == self._on_show:
            return
        self._on_show = on_show
        if on_show:
            self.refresh()
            self.page.view.enter()
        else:
            self.page.view.leave()

    @Slot()
    def refresh(self) -> None:
        """Picture and numbers as the desk stands."""
        if self._on_show:
            self.page.refresh()
            self.side.table.show_numbers(self.desk.numbers)

    def stop(self) -> None:
        """The window goes."""
        self.set_on_show(False)
        self.page.view.stop()
