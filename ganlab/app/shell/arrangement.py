"""Writes down how a person has arranged the window, a moment after it was changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QMainWindow
from shiboken6 import isValid

from ganlab.app.shell.body import Body
from ganlab.app.shell.settings import Settings

if TYPE_CHECKING:
    from ganlab.app.panels.curves.card import CurveCard
    from ganlab.app.panels.plane.chips.layer_chips import LayerChips
    from ganlab.app.widgets.fold import Fold

SOON_MS = 400
_MOVED = {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.WindowStateChange}


class Arrangement(QObject):
    """Of one window: its size and place, the parts of its body, what its panels show."""

    def __init__(self, window: QMainWindow, body: Body, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._body, self._settings = window, body, settings
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._write)
        window.installEventFilter(self)

    def restore(self) -> None:
        """Size, place and parts as they were left; from now on changes are written down."""
        if not self._settings.geometry.isEmpty():
            self._window.restoreGeometry(self._settings.geometry)
        if not self._settings.layout.isEmpty():
            self._body.restore(bytes(self._settings.layout.data()))
        self._body.arranged.connect(self._changed)

    def watch_cards(self, cards: Iterable[CurveCard]) -> None:
        """The same of each."""
        for card in cards:
            self.watch_card(card)

    @Slot(object)
    def watch_card(self, card: CurveCard) -> None:
        """Show the page that was shown last, and note when another one is."""
        name = card.pages[0].title
        wanted = self._settings.page(name)
        for page in card.pages:
            if page.title == wanted:
                card.show_page(page)
        card.page_changed.connect(partial(self._note_page, name, card))

    def watch_folds(self, folds: Iterable[Fold]) -> None:
        """Open what was open last, and note what is opened and closed."""
        for fold in folds:
            button = fold.button
            button.setChecked(self._settings.shown(fold.title, button.isChecked()))
            button.toggled.connect(partial(self._settings.set_shown, fold.title))

    def watch_chips(self, chips: LayerChips) -> None:
        """Show the layers that were shown last, and note which are."""
        chips.remember(lambda layer, on: self._settings.shown(f"layer {layer}", on))
        chips.switched.connect(lambda layer, on: self._settings.set_shown(f"layer {layer}", on))

    def write(self) -> None:
        """Write down now what has changed: the window goes."""
        if self._soon.isActive():
            self._soon.stop()
            self._write()

    def stop(self) -> None:
        """The window is about to be deleted: write, and watch no more."""
        self.write()
        self._window.removeEventFilter(self)
        self._body.arranged.disconnect(self._changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window has another size or place."""
        if event.type() in _MOVED:
            self._changed()
        return False

    def _note_page(self, name: str, card: CurveCard) -> None:
        self._settings.set_page(name, card.page.title)

    @Slot()
    def _changed(self) -> None:
        if isValid(self._window) and self._window.isVisible():
            self._soon.start()

    @Slot()
    def _write(self) -> None:
        self._settings.geometry = self._window.saveGeometry()
        self._settings.layout = QByteArray(self._body.state())
