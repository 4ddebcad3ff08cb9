"""What tests of the theory room share: a tiny bench, desks, and what a mouse does to a plot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.rooms.theory import desk as desk_module
from ganlab.app.rooms.theory import shown
from ganlab.app.rooms.theory.plots.marks import Picture
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.view import BenchView, Desk
from ganlab.theory import table
from ganlab.theory.bench import Bench, Controls
from tests.app.theory.tiny import TINY
from tests.app.theory.tiny_view import View

MakeDesk = Callable[..., Desk]
"""(bench, controls) -> a desk that is stopped when the test is over; the tiny bench's without."""


@pytest.fixture
def make_desk(theme: Theme, controller: Controller) -> Iterator[MakeDesk]:
    """Makes desks."""
    made: list[Desk] = []

    def make(bench: Bench = TINY, controls: Controls | None = None) -> Desk:
        made.append(Desk(bench, theme, controller, controls))
        return made[-1]

    yield make
    for desk in made:
        desk.stop()


class HeldJob(QObject):
    """Stands in for the process of a work, which takes seconds to start: a test says what it
    comes to. The real one is tested with the tiny bench and in tests/app/shell/test_jobs.py."""

    progress = Signal(int, int)
    so_far = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    newest: ClassVar[HeldJob]

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running = False
        HeldJob.newest = self

    def start(self, work: str, argument: object) -> None:
        """Begin, and wait to be told."""
        self.running = True

    def come_to(self, result: object) -> None:
        """The work is done."""
        self.running = False
        self.finished.emit(result)

    def cancel(self) -> None:
        """The work stops at once."""
        if self.running:
            self.running = False
            self.cancelled.emit()

    close = cancel


@pytest.fixture
def held_job(monkeypatch: pytest.MonkeyPatch) -> type[HeldJob]:
    """No work has a process; `newest` is the one that was started."""
    monkeypatch.setattr(desk_module, "JobRunner", HeldJob)
    return HeldJob


Shown = TypeVar("Shown", bound=BenchView)


def kept(qtbot: QtBot, view: Shown, width: int = 900, height: int = 700) -> Shown:
    """The stage as the room keeps it: on show, and shown anew after every change of its desk."""
    desk = view.desk
    qtbot.addWidget(view)
    view.resize(width, height)

    def show() -> None:
        view.show_state(desk.controls, desk.results)

    desk.changed.connect(show)
    desk.results_changed.connect(show)
    show()
    view.show()
    qtbot.waitExposed(view)
    return view


def mark(picture: Picture, name: str) -> Any:
    """The mark of that name."""
    return next(mark for mark in picture.marks if mark.name == name)


def computed(desk: Desk) -> dict[str, float]:
    """The table of numbers."""
    return {row.name: row.computed for row in desk.numbers}


def drag(qtbot: QtBot, plot: Plot, handle: str, x: float, y: float, let_go: bool = True) -> None:
    """Take a handle with the mouse and bring it to (x, y), units of the plot, in two moves."""
    grip: Any = plot.canvas.grips[handle]
    middle = QPoint(grip.width() // 2, grip.height() // 2)
    qtbot.mousePress(grip, Qt.MouseButton.LeftButton, pos=middle)
    start = QPointF(grip.pos() + middle)
    for share in (0.5, 1.0):
        end = plot.scale.point(x, y)
        at = start + (end - start) * share
        qtbot.mouseMove(grip, (at - QPointF(grip.pos())).toPoint())
    if let_go:
        qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=middle)


OTHER = replace(TINY, name="other", title="Another bench", group="Divergences", experiment=None)


@pytest.fixture
def tiny_benches(monkeypatch: pytest.MonkeyPatch) -> None:
    """The theory room has two tiny benches, and no others."""
    benches = {"tiny": TINY, "other": OTHER}
    monkeypatch.setattr(table, "BENCHES", dict.fromkeys(benches, "tiny"))
    monkeypatch.setattr(table, "bench", benches.__getitem__)
    monkeypatch.setattr(shown, "view_of", lambda name: View)
