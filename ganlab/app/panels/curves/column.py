"""The right column: the curves of the whole run, one under another, with one crosshair."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.curves import axes
from ganlab.app.panels.curves.card import CurveCard
from ganlab.app.panels.curves.ground import LEFT, RIGHT
from ganlab.app.widgets.layout.scrolled import scrolled
from ganlab.app.widgets.light_up import light_up
from ganlab.games import evaluation
from ganlab.games.rules import rules_of
from ganlab.games.shown.cards import Card, page_of
from ganlab.lab.frame import Frame

REFRESH_MS = 110
"""One card is drawn at a time, so each of four twice a second."""
CURSOR_SHARE = 0.01
"""Of the whole run that one press of an arrow key moves the crosshair."""


class CurvesPanel(QWidget):
    """Cards of curves over the whole run. Hover, or the arrow keys, read them all at one step."""

    card_made = Signal(object)
    """A CurveCard that there was not before."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._theme = theme
        self.cards: tuple[CurveCard, ...] = ()
        """Those that are shown, top to bottom."""
        self._made: dict[str, CurveCard] = {}
        """All that ever were, by the title of their first page."""
        self._margins = LEFT, RIGHT
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        around.addWidget(scrolled(inside, keys=False))  # in a low window no plot is cut
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.setAccessibleName("Curves of the run")
        self._cursor: int | None = None
        self._due: list[CurveCard] = []
        self._end = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh_next)
        controller.frame_ready.connect(self._on_frame)
        controller.rebuilt.connect(self._forget)
        controller.experiment_changed.connect(self._show_measured)
        self._show_measured()

    @property
    def cursor_step(self) -> int | None:
        """The step at which the curves are read; None: the newest."""
        return self._cursor

    def refresh(self) -> None:
        """Draw every card now."""
        self._due = []
        for card in self.cards:
            self._draw(card)

    @Slot(str)
    def reveal(self, column: str) -> None:
        """Bring the curve of a column: its card shows it and lights up."""
        found = page_of([card.pages for card in self.cards], column)
        if found is None:
            return
        number, page = found
        card = self.cards[number]
        if column not in {series.name for series in card.page.series}:
            card.show_page(page)
        light_up(card)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if not self.isVisible():
            return
        if frame.scalars is None and not frame.evaluations:
            return
        if not self._controller.running:
            self.refresh()
            return
        moved = axes.run_end(self._controller.history.steps) != self._end
        for card in self.cards:
            if frame.evaluations and card.page.evaluated:
                self._draw(card)  # at once, for they are few: a curve ends in what its head says
                continue
            card.read(self._controller.history, self._cursor)  # at once: as the status line does
            if moved or (frame.scalars is not None and not card.page.evaluated):
                self._draw_soon(card)

    @Slot()
    def _show_measured(self) -> None:
        """A card for each of the rules' and of the target's; the axis of steps stands under the
        last one."""
        experiment = self._controller.experiment
        wanted = (*rules_of(experiment).cards(experiment), *evaluation.cards(experiment))
        if wanted == tuple(card.pages for card in self.cards):
            return
        shown = tuple(self._card(pages) for pages in wanted)
        for card in self.cards:
            if card not in shown:
                card.hide()
        self.cards = shown
        for place, card in enumerate(shown):
            self._layout.insertWidget(place, card, 1)
            card.plot.set_with_steps(card is shown[-1])
            card.show()
        self._fit_margins()
        self.refresh()

    def _card(self, pages: Card) -> CurveCard:
        """The card of these pages: the one of that name, if there was one."""
        name = pages[0].title
        card = self._made.get(name)
        if card is not None:
            card.take_pages(pages)
            return card
        card = self._made[name] = CurveCard(self._theme, pages)
        card.plot.set_margins(*self._margins)
        card.hovered.connect(self._hover)
        card.page_changed.connect(partial(self._draw_soon, card))
        self.card_made.emit(card)
        return card

    def _fit_margins(self, afresh: bool = False) -> None:
        """Room for the longest number and name of any card, the same for all, so that one step
        stands at one place in every plot. While a run goes on it only grows."""
        needs = [card.plot.needs for card in self.cards]
        before = (LEFT, RIGHT) if afresh else self._margins
        left, right = (max(room) for room in zip(before, *needs, strict=True))
        if (left, right) != self._margins:
            self._margins = left, right
            for card in self._made.values():
                card.plot.set_margins(left, right)

    @Slot()
    def _forget(self) -> None:
        """Another run: every axis starts afresh."""
        self._cursor = None
        for card in self.cards:
            card.plot.forget()
            self._draw_soon(card)
        self._fit_margins(afresh=True)

    def _draw_soon(self, card: CurveCard) -> None:
        if card not in self._due:
            self._due.append(card)
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _refresh_next(self) -> None:
        if self._due:
            self._draw(self._due.pop(0))
        else:
            self._timer.stop()

    def _draw(self, card: CurveCard) -> None:
        history = self._controller.history
        self._end = axes.run_end(history.steps)
        card.refresh(history, self._end, self._cursor)
        self._fit_margins()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what came while hidden."""
        super().showEvent(event)
        self.refresh()

    @Slot(object)
    def _hover(self, step: float | None) -> None:
        """Read every plot at the step nearest to the mouse, or at the newest."""
        history = self._controller.history
        inside = step is not None and history.steps > 0
        self._cursor = min(max(round(step or 0.0), 1), history.steps) if inside else None
        for card in self.cards:
            card.show_cursor(history, self._cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the crosshair, Escape takes it away."""
        steps = self._controller.history.steps
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None and steps:
            here = steps if self._cursor is None else self._cursor
            self._hover(here + by * max(1, round(CURSOR_SHARE * steps)))
        elif event.key() == Qt.Key.Key_Escape and self._cursor is not None:
            self._hover(None)
        else:
            super().keyPressEvent(event)
