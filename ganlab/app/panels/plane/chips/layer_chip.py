"""The switch of a layer, or of several that take turns."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.panels.plane.chips.chip_button import ChipButton
from ganlab.app.panels.plane.marks import view_pixmap
from ganlab.app.widgets.chevron import paint_arrow
from ganlab.games.shown.views import View

ARROW_PX = 14
"""As wide as the style sheet makes it."""


class LayerChip(ChipButton):
    """Of layers that take turns it switches the one that is chosen; its arrow opens a menu of them
    all."""

    switched = Signal()
    """The person switched it, or chose another layer."""

    def __init__(
        self, views: tuple[View, ...], key: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self._key, self._theme = key, theme
        self.views = views
        self.choice = views[0].name
        """The name of the layer that is chosen; another is shown while it is missing."""
        if self.offers:
            menu = QMenu(self)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.fill_menu)
            self.setMenu(menu)
            self.setPopupMode(self.ToolButtonPopupMode.MenuButtonPopup)
        self.describe()
        self.toggled.connect(self._on_toggled)

    @property
    def offers(self) -> bool:
        """Whether there is something to choose."""
        return len(self.views) > 1

    @property
    def shown(self) -> View:
        """The layer that it switches: the one that is chosen, if that can be shown."""
        chosen = next(view for view in self.views if view.name == self.choice)
        possible = (view for view in self.views if not view.missing)
        return next(possible, chosen) if chosen.missing else chosen

    def set_views(self, views: tuple[View, ...]) -> None:
        """What there is to say of the same layers now."""
        if views != self.views:
            self.views = views
            self.describe()

    def recall(self, on: list[str]) -> None:
        """Choose what was on of its layers, and be on if one was; emits nothing."""
        before, self.choice = self.choice, next(iter(on), self.views[0].name)
        with QSignalBlocker(self):
            self.setChecked(bool(on))
        if self.choice != before:
            self.describe()

    def choose(self, layer: str) -> None:
        """Show this one of its layers."""
        self.choice = layer
        with QSignalBlocker(self):
            self.setChecked(True)
        self.describe()
        self.switched.emit()

    def describe(self) -> None:
        """Say which layer it switches, in the colours of the theme."""
        view = self.shown
        if self.text() != view.label:
            self.setText(view.label)
            self.setAccessibleName(f"Show the layer {view.label}")
            self.setShortcut(self._key)  # a text takes it away
        self.setEnabled(not view.missing)
        key = f" ({self._key})" if self._key else ""
        others = f" The arrow, or the key ↓, offers {self._others()}." if self.offers else ""
        self.setToolTip(in_tooltip(view.missing or f"{view.about}{key}{others}"))
        self.setIcon(self._icon(view))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide for each of its layers: what stands beside it keeps its place."""
        size = super().sizeHint()
        if self.offers:
            width = self.fontMetrics().horizontalAdvance
            widest = max(width(view.label) for view in self.views)
            size += QSize(widest - width(self.text()) + ARROW_PX, 0)
        return size

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chip, and the arrow on it."""
        super().paintEvent(event)
        if self.offers:
            where = QPointF(self.width() - ARROW_PX / 2 - 1, self.height() / 2)
            paint_arrow(QPainter(self), where, down=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the menu."""
        if self.offers and event.key() == Qt.Key.Key_Down:
            self.showMenu()
        else:
            super().keyPressEvent(event)

    @Slot()
    def fill_menu(self) -> dict[str, QAction]:
        """The entries of the menu as things are now, by layer."""
        menu, fields = self.menu(), {}
        menu.clear()
        for view in self.views:
            field = fields[view.name] = menu.addAction(view.label)
            field.setCheckable(True)
            field.setChecked(view is self.shown)
            field.setToolTip(in_tooltip(view.missing or view.about))
            field.setEnabled(not view.missing)
            field.triggered.connect(partial(self.choose, view.name))
        return fields

    def _others(self) -> str:
        *first, last = (view.label for view in self.views if view is not self.shown)
        return f"{', '.join(first)} and {last}" if first else last

    def _icon(self, view: View) -> QIcon:
        icon = QIcon()
        icon.addPixmap(view_pixmap(view, self._theme, 1.0), state=QIcon.State.On)
        icon.addPixmap(view_pixmap(view, self._theme, 0.5), state=QIcon.State.Off)
        pale = view_pixmap(view, self._theme, 0.3)
        for state in (QIcon.State.On, QIcon.State.Off):
            icon.addPixmap(pale, mode=QIcon.Mode.Disabled, state=state)
        return icon

    @Slot()
    def _on_toggled(self) -> None:
        self.choice = self.shown.name
        self.switched.emit()
