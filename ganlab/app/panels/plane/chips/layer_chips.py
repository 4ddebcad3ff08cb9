"""The switches of the layers, which are also the legend."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.chips.layer_chip import LayerChip
from ganlab.app.widgets.buttons import SmallButton
from ganlab.app.widgets.layout.flow_layout import FlowLayout
from ganlab.games.shown.views import View, chips

GAP_PX = 4
KEYS = "1234567890"
"""Of the first chips."""


class LayerChips(QWidget):
    """The row of chips."""

    changed = Signal()
    """The person switched a layer, or what can be switched is another."""
    switched = Signal(str, bool)
    """The person switched this layer on or off."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout = FlowLayout(self, spacing=2)
        self._views: tuple[tuple[View, ...], ...] = ()
        """Of each chip."""
        self._chosen: dict[str, bool] = {}
        self._recall: Callable[[str, bool], bool] = lambda _, at_first: at_first
        self._acting: list[QWidget] = []
        self.buttons: dict[str, LayerChip] = {}
        """By the first of their layers."""
        self._made: list[list[tuple[str, bool]]] = []
        """For which views: their names, and whether they are on at first."""
        theme.changed.connect(self._restyle)

    def set_views(self, views: Iterable[View]) -> None:
        """Offer a game's views: a chip for each that can be switched, one for those that take
        turns, in their order."""
        found = chips(views)
        if found == self._views:
            return
        before, self._views = self.on, found
        made = [[(view.name, view.on_at_first) for view in each] for each in found]
        if made != self._made:
            self._made = made
            self._make_buttons()
        for chip, each in zip(self.buttons.values(), found, strict=True):
            chip.set_views(each)
        if self.on != before:
            self.changed.emit()

    def remember(self, recall: Callable[[str, bool], bool]) -> None:
        """Switch on what was on last: `recall` tells it for a layer, where it knows; else what is
        on at first."""
        before, self._recall = self.on, recall
        for chip in self.buttons.values():
            chip.recall(self._were_on(chip))
        if self.on != before:
            self.changed.emit()

    def add(self, button: SmallButton) -> None:
        """Put a button that acts at the end of the row, a little apart."""
        gap = QWidget(self)
        gap.setFixedSize(GAP_PX, 1)
        self._acting += [gap, button]
        self._layout.addWidget(gap)
        self._layout.addWidget(button)

    @property
    def on(self) -> frozenset[str]:
        """The layers that are switched on and can be shown."""
        on = (chip for chip in self.buttons.values() if chip.isChecked() and chip.isEnabled())
        return frozenset(chip.shown.name for chip in on)

    def _make_buttons(self) -> None:
        """Anew, in their order, before those that act."""
        while self._layout.takeAt(0) is not None:
            pass
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for place, views in enumerate(self._views):
            chip = LayerChip(views, KEYS[place : place + 1], self._theme, self)
            self.buttons[views[0].name] = chip
            chip.recall(self._were_on(chip))
            chip.switched.connect(partial(self._switched, chip))
            self._layout.addWidget(chip)
            chip.show()
        for acting in self._acting:
            self._layout.addWidget(acting)
        last = [one for one in self._acting if isinstance(one, SmallButton)]
        # They keep their place before the plane: first the chips go behind it, then it behind them.
        for first, second in pairwise([*last[:1], *self.buttons.values(), *last]):
            QWidget.setTabOrder(first, second)

    def _were_on(self, chip: LayerChip) -> list[str]:
        chosen, recall = self._chosen, self._recall
        names = {view.name: view.on_at_first for view in chip.views}
        return [n for n, at_first in names.items() if chosen.get(n, recall(n, at_first))]

    def _switched(self, chip: LayerChip) -> None:
        for view in chip.views:
            on = chip.isChecked() and view is chip.shown
            if self._chosen.get(view.name) is not on:
                self._chosen[view.name] = on
                self.switched.emit(view.name, on)
        self.changed.emit()

    @Slot()
    def _restyle(self) -> None:
        for chip in self.buttons.values():
            chip.describe()
