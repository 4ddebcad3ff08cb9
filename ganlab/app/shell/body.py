"""The body of the window: dock, stage, side, strip and the place of the timeline. Layout only.

Sizes follow the window's; what a person has dragged is kept as a factor of what it would be. In a
narrow window the dock is a drawer, which opens over the other parts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Literal

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

Part = Literal["dock", "side", "strip"]
TITLES: dict[Part, str] = {
    "dock": "Left Panel",
    "side": "Right Panel",
    "strip": "Bottom Panel",
}
"""The parts that can be put away, and what the View menu calls them."""
GAP = 8
NARROW = 1150
"""Below this width, pixels, the dock is a drawer."""
LOW = 660
"""Below this height the strip does without the lines under its boxes."""
DOCK = 300
SIDE_SHARE, SIDE_LEAST, SIDE_MOST = 0.28, 340, 470
STRIP_SHARE, STRIP_LEAST, STRIP_MOST, STRIP_LOW = 0.2, 130, 180, 108
FACTORS = (0.5, 2.0)
"""How much smaller or larger than usual a part may be dragged."""


class Body(QWidget):
    """Shows one widget in each part, or none: then its place goes to the stage."""

    arranged = Signal()
    """The person has put a part away, brought it back or dragged its border."""
    narrowed = Signal(bool)
    """Whether the dock is a drawer now."""
    abandoned = Signal()
    """The part that held the keyboard's focus has been put away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = QStackedWidget()
        self.parts: dict[Part, QStackedWidget] = {part: QStackedWidget() for part in TITLES}
        self.timeline = QWidget()
        """The place of the timeline, between the stage and the strip."""
        self.timeline.setFixedHeight(0)
        self.drawer = QWidget(self)
        """Holds the dock while the window is narrow."""
        self.narrow = False
        self._factors: dict[Part, float] = {"side": 1.0, "strip": 1.0}
        self._empty: set[Part] = set()
        """The parts for which the room has nothing."""
        self._inside = False
        self.toggles: dict[Part, QAction] = {}
        for part, title in TITLES.items():
            action = QAction(title, self)
            action.setObjectName(f"show_{part}")
            action.setCheckable(True)
            action.setChecked(True)
            action.toggled.connect(self._toggled)
            self.toggles[part] = action
        self.toggles["dock"].setShortcut("Ctrl+B")
        self._wide_dock = True
        """Whether the dock is open where there is room beside it for the rest."""
        self._lay_out()

    # --- what is in it ---

    def show_parts(self, stage: QWidget, parts: Mapping[Part, QWidget | None]) -> None:
        """Show these; what was there before is hidden, not deleted."""
        for slot, widget in ((self.stage, stage), *((self.parts[p], w) for p, w in parts.items())):
            if widget is None:
                continue
            if slot.indexOf(widget) < 0:
                slot.addWidget(widget)
            slot.setCurrentWidget(widget)
        self._empty = {part for part, widget in parts.items() if widget is None}
        self._show()

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """Its parts, as one reads."""
        return self.parts["dock"], self.stage, self.parts["side"], self.parts["strip"]

    @property
    def dock_open(self) -> bool:
        """Whether the dock is on show, as a column or as a drawer."""
        return self.toggles["dock"].isChecked()

    # --- what is remembered ---

    def state(self) -> bytes:
        """What is put away and how far parts were dragged, to be given to `restore`."""
        away = [part for part, action in self.toggles.items() if not self._chosen(part, action)]
        return json.dumps({"away": away, "factors": self._factors}).encode()

    def restore(self, state: bytes) -> None:
        """Arrange it as it was; what cannot be read changes nothing."""
        try:
            known = json.loads(state)
            away, factors = known["away"], known["factors"]
            factors = {part: _clamped(float(factors[part])) for part in self._factors}
            open_parts = {part: part not in away for part in TITLES}
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        self._factors = factors
        self._take(open_parts)

    def reset(self) -> None:
        """Every part in its place and of its usual size."""
        self._factors = dict.fromkeys(self._factors, 1.0)
        self._take(dict.fromkeys(TITLES, True))

    def _take(self, open_parts: Mapping[Part, bool]) -> None:
        self._inside = True
        self._wide_dock = open_parts["dock"]
        for part, is_open in open_parts.items():
            self.toggles[part].setChecked(is_open and not (part == "dock" and self.narrow))
        self._inside = False
        self._show()

    def _chosen(self, part: Part, action: QAction) -> bool:
        return self._wide_dock if part == "dock" else action.isChecked()

    # --- how it is put together ---

    def _lay_out(self) -> None:
        self._across = _splitter(Qt.Orientation.Horizontal, self.stage, self.parts["side"])
        above = QWidget()
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self._across, 1)
        upper.addWidget(self.timeline)
        self._down = _splitter(Qt.Orientation.Vertical, above, self.parts["strip"])
        self._across.splitterMoved.connect(self._dragged)
        self._down.splitterMoved.connect(self._dragged)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GAP, GAP, GAP, GAP)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.parts["dock"])
        self._row.addWidget(self._down, 1)
        self.parts["dock"].setFixedWidth(DOCK)
        inside = QHBoxLayout(self.drawer)
        inside.setContentsMargins(0, 0, 0, 0)
        self.drawer.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Every part keeps what is due to it."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self.narrow:
            self._narrow(narrow)
        self._size()

    def _narrow(self, narrow: bool) -> None:
        self.narrow = narrow
        held = self._in_focus((self.drawer, self.parts["dock"]))
        dock, inside = self.parts["dock"], self.drawer.layout()
        assert inside is not None
        if narrow:
            inside.addWidget(dock)
        else:
            self._row.insertWidget(0, dock)
        self._inside = True  # a drawer is closed at first; a column is as it was
        self.toggles["dock"].setChecked(not narrow and self._wide_dock)
        self._inside = False
        self._show()
        if held:  # what moves or is closed loses it, to whatever Qt finds next
            self.abandoned.emit()
        self.narrowed.emit(narrow)

    def _size(self) -> None:
        """Lengths of side and strip for this size of the window."""
        for part, splitter in self._splitters():
            whole = splitter.width() if part == "side" else splitter.height()
            length = round(self._usual(part) * self._factors[part])
            splitter.setSizes([max(whole - length - GAP, 1), length])
        self.drawer.setGeometry(QRect(GAP, GAP, DOCK, self.height() - 2 * GAP))

    def _splitters(self) -> tuple[tuple[Part, QSplitter], ...]:
        return ("side", self._across), ("strip", self._down)

    def _usual(self, part: Part) -> float:
        if part == "side":
            return min(max(SIDE_SHARE * self.width(), SIDE_LEAST), SIDE_MOST)
        if self.height() < LOW:
            return STRIP_LOW
        return min(max(STRIP_SHARE * self.height(), STRIP_LEAST), STRIP_MOST)

    def _show(self) -> None:
        for part, action in self.toggles.items():
            there = part not in self._empty
            action.setEnabled(there)
            self.parts[part].setVisible(there and action.isChecked())
        self.drawer.setVisible(self.narrow and self.parts["dock"].isVisibleTo(self.drawer))
        self.drawer.raise_()
        self._size()

    @Slot(bool)
    def _toggled(self, checked: bool) -> None:
        if self._inside:
            return
        if self.sender() is self.toggles["dock"] and not self.narrow:
            self._wide_dock = checked
        away = [self.parts[p] for p, action in self.toggles.items() if not action.isChecked()]
        held = self._in_focus((self.drawer, *away))
        self._show()
        if held and not checked:
            self.abandoned.emit()
        if self.narrow and self.sender() is self.toggles["dock"] and checked:
            self.drawer.setFocus()
        self.arranged.emit()

    @staticmethod
    def _in_focus(parts: Iterable[QWidget]) -> bool:
        """Whether the focus is in one of these."""
        focus = QApplication.focusWidget()
        return focus is not None and any(p is focus or p.isAncestorOf(focus) for p in parts)

    @Slot()
    def _dragged(self) -> None:
        for part, splitter in self._splitters():
            if self.parts[part].isVisible():
                self._factors[part] = _clamped(splitter.sizes()[1] / self._usual(part))
        self.arranged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the drawer."""
        if event.key() == Qt.Key.Key_Escape and self.drawer.isVisible():
            self.toggles["dock"].setChecked(False)
        else:
            super().keyPressEvent(event)


def _splitter(way: Qt.Orientation, first: QWidget, second: QWidget) -> QSplitter:
    """The first takes what room there is; neither can be dragged away altogether."""
    splitter = QSplitter(way)
    splitter.setHandleWidth(GAP)
    splitter.setChildrenCollapsible(False)
    splitter.addWidget(first)
    splitter.addWidget(second)
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 0)
    return splitter


def _clamped(factor: float) -> float:
    least, most = FACTORS
    return min(max(factor, least), most) if factor == factor else 1.0
