"""The gallery of targets: thumbnails painted from samples, one click to another recipe."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QShowEvent,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QMenu, QSizePolicy, QWidget

from ganlab.app.controller import Controller
from ganlab.app.fields import rich
from ganlab.app.theme import Theme
from ganlab.data import Target, make_target
from ganlab.data.catalog import TARGETS
from ganlab.experiment import Experiment, ToyData
from ganlab.presets import load_preset

COLUMNS = 5
HEIGHT = 44
SAMPLES = 240
_DOT = 1.8
_MARGIN = 5
_SLICE_MS = 5
"""Pause between two thumbnails, so that the window answers meanwhile."""


class Thumbnail(QAbstractButton):
    """A small picture of one target. Checked: it is the current one."""

    data_only = Signal()
    """The context menu's "only the data"."""
    arrow = Signal(int, int)
    """(columns, rows) to go by an arrow key."""

    def __init__(self, name: str, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._theme = theme
        self._points = QPolygonF()
        self._filled = False
        self.setCheckable(True)
        self.describe(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def describe(self, title: str, about: str = "") -> None:
        """Set title, tooltip and the name for screen readers."""
        self.setText(title)
        self.setAccessibleName(f"Target: {title}")
        self.setAccessibleDescription(about)
        self.setToolTip(f"<qt>{rich(title, about)}</qt>")

    @property
    def painted(self) -> bool:
        """Whether it has a picture yet."""
        return not self._points.isEmpty()

    def sizeHint(self) -> QSize:
        """A fifth of the dock's width."""
        return QSize(48, HEIGHT)

    def show_target(self, target: Target) -> None:
        """Take a picture of a target: dots in two dimensions, a hill in one."""
        rng = np.random.default_rng(7)
        points: Iterable[tuple[float, float]]
        if target.dimension == 1:
            points = _hill(target.view.forward(target.sample(200 * SAMPLES, rng))[:, 0])
        else:
            x, y = target.view.forward(target.sample(SAMPLES, rng)).T.tolist()
            points = zip(x, y, strict=True)
        self._filled = target.dimension == 1
        self._points = QPolygonF([QPointF(x, -y) for x, y in points])
        self.update()

    def nextCheckState(self) -> None:
        """A click asks; only the document decides which one is current."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture in the data's colour on sunken ground, framed when current or focused."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, current = self._theme, self.isChecked()
        ground = "hover" if self.underMouse() and not current else "sunken"
        framed = current or self.hasFocus()
        width = 2.0 if current else 1.0
        painter.setBrush(theme.color(ground))
        painter.setPen(QPen(theme.color("real" if framed else "hairline"), width))
        inset = width / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, 4, 4)
        side = min(self.width(), self.height()) / 2 - _MARGIN
        painter.translate(self.width() / 2, self.height() / 2)
        dots = QTransform.fromScale(side, side).map(self._points)
        if self._filled:
            painter.setPen(QPen(theme.color("real"), 1.2))
            painter.setBrush(theme.color("real", 0.2))
            painter.drawPolygon(dots)
        else:
            pen = QPen(theme.color("real", 0.85), _DOT)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(dots)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go to the neighbour, Enter and Space take this one."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.arrow.emit(*steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose how much of the recipe to take."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """The context menu: the whole recipe, or only the data."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Whole recipe", self.click)
        menu.addAction("Only the data", self.data_only.emit)
        return menu

    def event(self, event: QEvent) -> bool:
        """Repaint when the mouse comes or goes."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


def _hill(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[tuple[float, float]]:
    """The outline of a histogram of values in [-1, 1], for a polygon within [-1, 1]^2."""
    counts, edges = np.histogram(values, bins=24, range=(-1.0, 1.0))
    heights = -0.8 + 1.5 * counts / max(counts.max(), 1)
    tops = [(x, h) for i, h in enumerate(heights) for x in (edges[i], edges[i + 1])]
    return [(-1.0, -0.8), *tops, (1.0, -0.8)]


class Gallery(QWidget):
    """Every built-in target, five a row, and the person's own drawing or points after them.

    A click takes the target's whole recipe (its preset, with the present seed); the context menu
    can take only the data. Both are one undoable edit.
    """

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(5)
        self.thumbnails: list[Thumbnail] = []
        for name, title in TARGETS.items():
            self._add(Thumbnail(name, title, theme))
        self._own = Thumbnail("", "Your own", theme)
        self._add(self._own)
        self._timer = QTimer(self)
        self._timer.setInterval(_SLICE_MS)
        self._timer.timeout.connect(self._paint_next)
        theme.changed.connect(self.update)
        controller.experiment_changed.connect(self._on_experiment)
        self._show(controller.experiment)

    def thumbnail(self, name: str) -> Thumbnail:
        """The thumbnail of a target by name; "" is the person's own."""
        return next(t for t in self.thumbnails if t.name == name)

    def settle(self) -> None:
        """Paint what is still to be painted now (for pictures of the window)."""
        for thumbnail in self._unpainted():
            self._paint(thumbnail)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to paint, one thumbnail at a time, after the window is on screen."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Paint nothing that nobody sees."""
        self._timer.stop()
        super().hideEvent(event)

    def _add(self, thumbnail: Thumbnail) -> None:
        place = len(self.thumbnails)
        self.thumbnails.append(thumbnail)
        self._grid.addWidget(thumbnail, place // COLUMNS, place % COLUMNS)
        thumbnail.clicked.connect(partial(self._take_recipe, thumbnail))
        thumbnail.data_only.connect(partial(self._take_data, thumbnail))
        thumbnail.arrow.connect(partial(self._go, thumbnail))

    def _take_recipe(self, thumbnail: Thumbnail) -> None:
        if thumbnail.name:
            preset = load_preset(thumbnail.name)
            new = preset.model_copy(update={"seed": self._controller.experiment.seed})
            self._controller.replace(f"target: {thumbnail.text()}", new)

    def _take_data(self, thumbnail: Thumbnail) -> None:
        if thumbnail.name:
            words = {"name": thumbnail.name, "about": ""}
            new = self._controller.experiment.model_copy(
                update={"data": ToyData(name=thumbnail.name), **words}
            )
            self._controller.replace(f"data: {thumbnail.text()}", new)

    def _go(self, thumbnail: Thumbnail, columns: int, rows: int) -> None:
        there = self.thumbnails.index(thumbnail) + columns + COLUMNS * rows
        if 0 <= there < len(self.thumbnails) and not self.thumbnails[there].isHidden():
            self.thumbnails[there].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(object, object)
    def _on_experiment(self, old: Experiment, new: Experiment) -> None:
        if old.data != new.data:
            self._show(new)

    def _show(self, experiment: Experiment) -> None:
        """Frame the current target; it alone is in the tab order, arrows lead to the others."""
        data = experiment.data
        name = data.name if isinstance(data, ToyData) else ""
        self._own.setVisible(name == "")
        if not isinstance(data, ToyData):
            self._own.describe("Your drawing" if data.kind == "drawing" else "Your points")
            self._own.show_target(self._controller.target)
        for thumbnail in self.thumbnails:
            current = thumbnail.name == name
            thumbnail.setChecked(current)
            thumbnail.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus
            )

    def _unpainted(self) -> list[Thumbnail]:
        return [t for t in self.thumbnails if t.name and not t.painted]

    def _paint_next(self) -> None:
        unpainted = self._unpainted()
        if unpainted:
            self._paint(unpainted[0])
        else:
            self._timer.stop()

    def _paint(self, thumbnail: Thumbnail) -> None:
        thumbnail.show_target(make_target(ToyData(name=thumbnail.name)))
        thumbnail.describe(thumbnail.text(), load_preset(thumbnail.name).about)
