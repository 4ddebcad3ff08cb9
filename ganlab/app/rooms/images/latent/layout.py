"""The explorer's controls and where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.look.theme import Theme, figure_font
from ganlab.app.rooms.images.latent.board import Board
from ganlab.app.rooms.images.latent.offer import Offer
from ganlab.app.rooms.images.latent.pad import SIDE, Pad
from ganlab.app.rooms.images.latent.picture import Picture
from ganlab.app.rooms.images.latent.pins import PinRow
from ganlab.app.rooms.images.latent.strip import Strip
from ganlab.app.widgets.buttons import push_button, tool_button
from ganlab.app.widgets.chevron import ComboBox
from ganlab.app.widgets.layout.card import card
from ganlab.app.widgets.layout.flow_layout import FlowLayout
from ganlab.app.widgets.layout.square import Square

BOARD_PX = 250
LEAST_PX = 160
"""Of the side of the plane and of the image."""


class Parts:
    """Every control, by name, in tab order."""

    def __init__(self, theme: Theme) -> None:
        self.offer = Offer()
        self.look = QWidget()
        self.class_title = QLabel("Class")
        self.class_title.setProperty("class", "muted")
        self.classes = ComboBox()
        self.classes.setMinimumWidth(72)
        self.classes.setAccessibleName("Class")
        self.classes.setToolTip("Which class the conditional generator is asked to draw")
        self.average = QCheckBox("Moving average of G")
        self.average.setToolTip(
            "Draw with the moving average of the generator's weights, or with the generator as it "
            "is at this step"
        )
        self.average.setEnabled(False)
        self.pad = Pad(theme)
        self.samples = tool_button(
            "Three samples", "The plane through three samples of noise", checkable=True
        )
        self.samples.setChecked(True)
        self.directions = tool_button(
            "Two directions",
            "The plane through 0 along two random directions at right angles",
            checkable=True,
        )
        self._kinds = QButtonGroup()
        for button in (self.samples, self.directions):
            self._kinds.addButton(button)
        self.new = push_button("New", "Other samples, or other directions")
        self.picture = Picture(theme, SIDE, "Image at the point")
        self.picture.setToolTip("Click to see the training images nearest to it: is it a copy?")
        self.picture.setCursor(Qt.CursorShape.PointingHandCursor)
        self.length = QLabel()
        self.length.setFont(figure_font())
        self.length.setProperty("class", "muted")
        self.length.setToolTip(
            "Length of the noise. Far from the typical one the generator was never trained."
        )
        self.pin = push_button("Pin", "Keep this image in the row at the bottom")
        self.begin = push_button("Strip from here", "The strip below begins at this image")
        self.end = push_button("Strip to here", "The strip below ends at this image")
        self.board = Board()
        self.strip = Strip(theme)
        self.pins = PinRow(theme)

    def show_offer(self, offered: bool) -> None:
        """Offer what has been learned elsewhere in the place of how to look at this one."""
        self.offer.setVisible(offered)
        self.look.setVisible(not offered)

    def show_classes(self, names: tuple[str, ...]) -> None:
        """Offer these; none where the generator is told no class."""
        self.classes.blockSignals(True)
        self.classes.clear()
        self.classes.addItems(list(names))
        self.classes.blockSignals(False)
        for part in (self.class_title, self.classes):
            part.setVisible(bool(names))


def lay_out(panel: QWidget, parts: Parts) -> None:
    """Plane, image and directions side by side; strip and pins below."""
    kinds = _flow((parts.samples, parts.directions, parts.new))
    here = _flow((parts.pin, parts.begin, parts.end))
    top = QHBoxLayout()
    top.setSpacing(8)
    top.addWidget(card("PLANE", (Square(parts.pad, LEAST_PX), kinds)), 1)
    top.addWidget(card("IMAGE", (Square(parts.picture, LEAST_PX), here), parts.length), 1)
    directions = card("LEADING DIRECTIONS", (parts.board,))
    directions.setMaximumWidth(BOARD_PX)
    top.addWidget(directions, 1)
    look = _row((parts.class_title, parts.classes, parts.average))
    look.setContentsMargins(0, 0, 0, 0)
    look.addStretch()
    parts.look.setLayout(look)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    layout.addWidget(parts.offer)
    layout.addWidget(parts.look)
    layout.addLayout(top, 1)
    layout.addWidget(card("BETWEEN TWO SAMPLES", (parts.strip,)))
    layout.addWidget(card("PINNED", (parts.pins,)))


def _flow(parts: Iterable[QWidget]) -> QWidget:
    """Beside one another, on as many lines as it takes."""
    inside = QWidget()
    flow = FlowLayout(inside, spacing=6)
    for part in parts:
        flow.addWidget(part)
    return inside


def _row(parts: Iterable[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for part in parts:
        row.addWidget(part)
    return row
