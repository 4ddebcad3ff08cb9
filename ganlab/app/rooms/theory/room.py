"""The theory room: statements about GANs as benches that one can move."""

from __future__ import annotations

from functools import cached_property, partial

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent, QUndoStack
from PySide6.QtWidgets import QStackedWidget

from ganlab.app.rooms.room import Picture, Shared
from ganlab.app.rooms.table import home_of
from ganlab.app.rooms.theory import shown
from ganlab.app.rooms.theory.bench_list import BenchList
from ganlab.app.rooms.theory.desk import Desk
from ganlab.app.rooms.theory.memory import Memory
from ganlab.app.rooms.theory.shown import Shown
from ganlab.lab.frame import Notice
from ganlab.theory import table
from ganlab.theory.bench import Bench

SMALL_PICTURES_MS = 150
"""So long after the last change the list shows it."""


class Pages(QStackedWidget):
    """Asks for the room that the page on show needs. Each time a row comes or goes during a drag
    Qt would measure the pages of all benches, 5 ms each."""

    def sizeHint(self) -> QSize:
        """Of the page on show."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Of the page on show."""
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()


class Stage(Pages):
    """Says when it comes on show and when it goes."""

    on_show = Signal(bool)

    def showEvent(self, event: QShowEvent) -> None:
        """The room is shown."""
        super().showEvent(event)
        self.on_show.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another room is, or the window is hidden."""
        super().hideEvent(event)
        self.on_show.emit(False)


class TheoryRoom:
    """The list of benches, the chosen one large, its controls and numbers, and what it states."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self.stage = Stage()
        self._sides, self._strips = Pages(), Pages()
        self._desks: dict[str, Desk] = {}
        self._shown: dict[str, Shown] = {}
        self._memory = Memory(shared.settings)
        self._stale: list[str] = list(table.BENCHES)
        """Those whose small picture is not as they stand."""
        self._soon = QTimer(self.stage)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._paint_one)
        self.current = ""
        first = shared.settings.bench
        self.choose(first if first in table.BENCHES else next(iter(table.BENCHES)))
        self.stage.on_show.connect(self._set_on_show)

    # --- the parts of the room ---

    @cached_property
    def benches(self) -> dict[str, Bench]:
        """All of them, by name."""
        return {name: table.bench(name) for name in table.BENCHES}

    @cached_property
    def list(self) -> BenchList:
        """All benches."""
        found = BenchList(lambda: self.benches.values(), self._shared.theme)
        found.filled.connect(self._on_filled)
        return found

    @property
    def dock(self) -> BenchList:
        """The list."""
        return self.list

    @property
    def side(self) -> QStackedWidget:
        """Controls and numbers."""
        return self._sides

    @property
    def strip(self) -> QStackedWidget:
        """What is stated."""
        return self._strips

    @property
    def undo_stack(self) -> QUndoStack:
        """Undo acts on the bench."""
        return self.desk(self.current).stack

    @property
    def picture(self) -> Picture:
        """What Export Picture writes."""
        return self._shown[self.current].page

    def enter(self) -> None:
        """Keys are for the list."""
        if self._listed and self.list.isVisible():
            self.list.buttons[self.current].setFocus()
        else:
            self._shown[self.current].page.export.setFocus()

    def settle(self) -> None:
        """Wait until formulas and small pictures are painted (for pictures of the window)."""
        self._shown[self.current].statements.settle()
        while self._stale:
            self._paint_one()

    def stop(self) -> None:
        """No work and no timer is left; what has changed is written down."""
        self._soon.stop()
        self._memory.stop()
        for part in self._shown.values():
            part.stop()
        for desk in self._desks.values():
            desk.stop()

    # --- benches ---

    def desk(self, name: str) -> Desk:
        """The state of a bench: as it was left, at first."""
        if name not in self._desks:
            bench = table.bench(name)
            desk = Desk(
                bench,
                self._shared.theme,
                self._shared.controller,
                self._memory.controls(bench),
                self.stage,
            )
            desk.changed.connect(partial(self._note, name))
            desk.refused.connect(self._say)
            for news in (desk.running_changed, desk.progress):
                news.connect(partial(self._show_doing, name))
            self._desks[name] = desk
        return self._desks[name]

    def shown(self, name: str) -> Shown:
        """All that is shown of a bench, built now if it was not."""
        if name not in self._shown:
            part = Shown(self.desk(name), shown.view_of(name), self.stage)
            part.export_wanted.connect(self._shared.export_wanted)
            part.playground_wanted.connect(self.to_playground)
            for slot, widget in (
                (self.stage, part.page),
                (self._sides, part.side),
                (self._strips, part.statements),
            ):
                slot.addWidget(widget)
            self._shown[name] = part
        return self._shown[name]

    @Slot(str)
    def choose(self, name: str) -> None:
        """Show this bench."""
        if name == self.current:
            return
        if self.current:
            self._shown[self.current].set_on_show(False)
        part = self.shown(name)
        self.current = name
        self.stage.setCurrentWidget(part.page)
        self._sides.setCurrentWidget(part.side)
        self._strips.setCurrentWidget(part.statements)
        if self._listed:
            self.list.show_chosen(name)
        if self.stage.isVisible():
            part.set_on_show(True)
            self._shared.undoing.act_on(self.undo_stack)
        self._shared.settings.bench = name

    @Slot()
    def to_playground(self) -> None:
        """Set up the game in which the bench's statement can be seen, and go there."""
        desk = self.desk(self.current)
        if desk.bench.experiment is None:
            return
        wanted = desk.bench.experiment(desk.controls)
        controller = self._shared.controller
        before = controller.experiment
        controller.replace(f"the game of “{desk.bench.title}”", wanted)
        if before == wanted or controller.experiment is not before:  # it was not refused
            self._shared.go(home_of(controller.experiment))
            self._shared.came_from.emit("theory", desk.bench.title)

    # --- following them ---

    @property
    def _listed(self) -> bool:
        """Whether the benches are in the list."""
        return "list" in vars(self) and self.list.is_filled

    @Slot()
    def _on_filled(self) -> None:
        self.list.show_chosen(self.current)
        self.list.chosen.connect(self.choose)
        if self._shown[self.current].page.export.hasFocus():
            self.enter()
        self._paint_soon(0)

    def _note(self, name: str) -> None:
        self._memory.note(self._desks[name].bench, self._desks[name].controls)
        if name not in self._stale:
            self._stale.append(name)
        self._soon.stop()  # a hand that moves waits for no small picture
        self._paint_soon(SMALL_PICTURES_MS)

    @Slot(bool)
    def _set_on_show(self, on_show: bool) -> None:
        self._shown[self.current].set_on_show(on_show)
        if on_show:
            self._paint_soon(0)
        else:
            self._soon.stop()
            self._memory.write()

    def _paint_soon(self, ms: int) -> None:
        seen = self._listed and self.stage.isVisible()
        if self._stale and seen and not self._soon.isActive():
            self._soon.start(ms)

    @Slot()
    def _paint_one(self) -> None:
        """One small picture at a time: the window answers between two."""
        if not self._stale:
            return
        name = self._stale.pop(0)
        picture = shown.view_of(name).thumbnail(self.desk(name).controls)
        self.list.buttons[name].show_picture(picture)
        self._paint_soon(0)

    def _show_doing(self, name: str, done: int = 0, total: int = 0) -> None:
        if self._listed:
            running = self._desks[name].running
            share = f" {done / total:.0%}" if total else ""
            words = f"{self._desks[name].bench.works[running].title}{share}" if running else ""
            self.list.buttons[name].show_doing(words)

    @Slot(str)
    def _say(self, why: str) -> None:
        self._shared.controller.notice.emit(Notice("error", why, refused=True))
