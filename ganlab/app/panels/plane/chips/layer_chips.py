"""The switches of the layers, which are also the legend."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.marks import view_pixmap
from ganlab.app.widgets.buttons import SmallButton
from ganlab.app.widgets.layout.flow_layout import FlowLayout
from ganlab.games.shown.views import View, switches

GAP_PX = 4
KEYS = "1234567890"
"""Of the first chips."""


class ChipButton(SmallButton):
    """A pill that switches: filled while it is on."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, look="chip")
        self.setCheckable(True)


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
        self._views: tuple[View, ...] = ()
        self._chosen: dict[str, bool] = {}
        self._recall: Callable[[str, bool], bool] = lambda _, at_first: at_first
        self._acting: list[QWidget] = []
        self.buttons: dict[str, ChipButton] = {}
        self._made: list[tuple[str, bool]] = []
        """For which views: their names, and whether they are on at first."""
        theme.changed.connect(self._restyle)

    def set_views(self, views: Iterable[View]) -> None:
        """Offer a game's views: one chip for each that can be switched, in their order."""
        views = switches(views)
        if views == self._views:
            return
        before, self._views = self.on, views
        if [(view.name, view.on_at_first) for view in views] != self._made:
            self._made = [(view.name, view.on_at_first) for view in views]
            self._make_buttons()
        keys = {view.name: key for view, key in zip(views, KEYS, strict=False)}
        for view in views:
            button = self.buttons[view.name]
            if button.text() != view.label:
                button.setText(view.label)
                button.setAccessibleName(f"Show the layer {view.label}")
                button.setShortcut(keys.get(view.name, ""))  # a text takes it away
            button.setEnabled(not view.missing)
            key = f" ({keys[view.name]})" if view.name in keys else ""
            button.setToolTip(view.missing or f"{view.about}{key}")
        self._restyle()
        if self.on != before:
            self.changed.emit()

    def remember(self, recall: Callable[[str, bool], bool]) -> None:
        """Switch on what was on last: `recall` tells it for a layer, where it knows; else what is
        on at first."""
        self._recall = recall
        for name, button in self.buttons.items():
            button.setChecked(recall(name, button.isChecked()))

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
        return frozenset(n for n, b in self.buttons.items() if b.isChecked() and b.isEnabled())

    def _make_buttons(self) -> None:
        """Anew, in their order, before those that act."""
        while self._layout.takeAt(0) is not None:
            pass
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for view in self._views:
            button = self.buttons[view.name] = ChipButton("", self)
            on = self._chosen.get(view.name, self._recall(view.name, view.on_at_first))
            button.setChecked(on)
            button.toggled.connect(partial(self._toggled, view.name))
            self._layout.addWidget(button)
            button.show()
        for acting in self._acting:
            self._layout.addWidget(acting)
        last = [one for one in self._acting if isinstance(one, SmallButton)]
        # They keep their place before the plane: first the chips go behind it, then it behind them.
        for first, second in pairwise([*last[:1], *self.buttons.values(), *last]):
            QWidget.setTabOrder(first, second)

    def _toggled(self, layer: str, on: bool) -> None:
        alone = {view.name for view in self._views if view.alone}
        for other in alone - {layer} if on and layer in alone else ():
            self.buttons[other].setChecked(False)
        self._chosen[layer] = on
        self.switched.emit(layer, on)
        self.changed.emit()

    @Slot()
    def _restyle(self) -> None:
        for view in self._views:
            icon = QIcon()
            icon.addPixmap(view_pixmap(view, self._theme, 1.0), state=QIcon.State.On)
            icon.addPixmap(view_pixmap(view, self._theme, 0.5), state=QIcon.State.Off)
            pale = view_pixmap(view, self._theme, 0.3)
            for state in (QIcon.State.On, QIcon.State.Off):
                icon.addPixmap(pale, mode=QIcon.Mode.Disabled, state=state)
            self.buttons[view.name].setIcon(icon)
