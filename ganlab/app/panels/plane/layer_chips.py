"""The switches of the layers, which are also the legend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QLinearGradient, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ganlab.app.items.scatter import outline
from ganlab.app.look.theme import Theme
from ganlab.app.widgets.buttons import SMALL_ICON_PX, SmallButton
from ganlab.app.widgets.flow_layout import FlowLayout

ICON_PX = SMALL_ICON_PX
GAP_PX = 4
_SHARPNESS = 2
"""Pixels of an icon a pixel of the screen, for screens with small ones."""


@dataclass(frozen=True)
class Chip:
    """One switch."""

    layer: str
    text: str
    tip: str


CHIPS = (
    Chip("real", "real", "Samples of the target: what the generator learns to imitate."),
    Chip(
        "generated",
        "generated",
        "Samples of the generator, always from the same noise: G's turn moves them.",
    ),
    Chip(
        "average",
        "average",
        "Samples of the moving average of the generator, from the same noise: "
        "the same without the last wobble.",
    ),
    Chip(
        "heatmap",
        "D(x)",
        "What the discriminator believes at each point: blue where it takes a "
        "point for real, orange where it takes it for generated, neutral where it cannot tell.",
    ),
    Chip(
        "mapping",
        "mapping",
        "How the generator bends noise: the image of a grid of noise, darker "
        "where more of it lands.",
    ),
    Chip(
        "gradients",
        "gradients",
        "Where the generator's objective pulls each generated sample. A corner of the view says "
        "how many times as long as the gradients the arrows are: × 0.1 is usual; at × 1,000, or "
        "where none are seen even then, the generator learns next to nothing.",
    ),
    Chip(
        "density",
        "density",
        "Lines of equal density of the target: the smallest regions that hold "
        "25, 50, 75 and 95 % of it.",
    ),
)
"""In the order of the row; the keys 1 to 7 switch them."""

NO_AVERAGE = "There is no moving average of the generator: switch it on in the training settings."


class ChipButton(SmallButton):
    """A pill that switches: filled while it is on."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, look="chip")
        self.setCheckable(True)


class LayerChips(QWidget):
    """The row of chips."""

    changed = Signal()
    """The person switched a layer."""

    def __init__(
        self,
        theme: Theme,
        on: Iterable[str],
        parent: QWidget | None = None,
        chips: tuple[Chip, ...] = CHIPS,
    ) -> None:
        super().__init__(parent)
        self._theme, self._chips = theme, chips
        self._layout = FlowLayout(self, spacing=3)
        self.buttons: dict[str, ChipButton] = {}
        wanted = set(on)
        for number, chip in enumerate(chips, start=1):
            button = ChipButton(chip.text, self)
            button.setChecked(chip.layer in wanted)
            button.setShortcut(str(number))
            button.setAccessibleName(f"Show the layer {chip.text}")
            button.setToolTip(f"{chip.tip} ({number})")
            button.toggled.connect(self._toggled)
            self.buttons[chip.layer] = button
            self._layout.addWidget(button)
        theme.changed.connect(self._restyle)
        self._restyle()

    def add(self, button: SmallButton) -> None:
        """Put a button that acts at the end of the row, a little apart."""
        gap = QWidget(self)
        gap.setFixedSize(GAP_PX, 1)
        self._layout.addWidget(gap)
        self._layout.addWidget(button)

    @property
    def on(self) -> frozenset[str]:
        """The layers that are switched on and can be shown."""
        return frozenset(n for n, b in self.buttons.items() if b.isChecked() and b.isEnabled())

    def set_average_possible(self, possible: bool) -> None:
        """Whether the experiment has a moving average to show."""
        button = self.buttons["average"]
        if possible != button.isEnabled():
            button.setEnabled(possible)
            chip = next(chip for chip in self._chips if chip.layer == "average")
            key = button.shortcut().toString()
            button.setToolTip(f"{chip.tip} ({key})" if possible else NO_AVERAGE)
            self.changed.emit()

    @Slot()
    def _toggled(self) -> None:
        self.changed.emit()

    @Slot()
    def _restyle(self) -> None:
        for layer, button in self.buttons.items():
            icon = QIcon()
            icon.addPixmap(layer_pixmap(layer, self._theme, 1.0), state=QIcon.State.On)
            icon.addPixmap(layer_pixmap(layer, self._theme, 0.5), state=QIcon.State.Off)
            pale = layer_pixmap(layer, self._theme, 0.3)
            for state in (QIcon.State.On, QIcon.State.Off):
                icon.addPixmap(pale, mode=QIcon.Mode.Disabled, state=state)
            button.setIcon(icon)


def layer_pixmap(layer: str, theme: Theme, alpha: float) -> QPixmap:
    """The mark of a layer, as it looks in the view, ICON_PX a side."""
    pixmap = QPixmap(ICON_PX * _SHARPNESS, ICON_PX * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(alpha)
    painter.translate(ICON_PX / 2, ICON_PX / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    real, generated = theme.color("real"), theme.color("generated")
    if layer == "real":
        painter.setBrush(real)
        painter.drawPath(outline("disc", 4))
    elif layer == "generated":
        painter.setBrush(generated)
        painter.drawPath(outline("diamond", 5))
    elif layer == "average":
        painter.setPen(QPen(generated, 1.4))
        painter.drawPath(outline("diamond", 4.4))
    elif layer == "heatmap":
        gradient = QLinearGradient(QPointF(-5, 0), QPointF(5, 0))
        gradient.setColorAt(0, generated)
        gradient.setColorAt(0.5, theme.color("neutral"))
        gradient.setColorAt(1, real)
        painter.setPen(QPen(theme.color("muted"), 0.8))
        painter.setBrush(gradient)
        painter.drawRoundedRect(QRectF(-5, -4.5, 10, 9), 2, 2)
    elif layer == "mapping":
        painter.setPen(QPen(generated, 1))
        for at in (-4.5, 0.0, 4.5):
            painter.drawLine(QPointF(-4.5, at), QPointF(4.5, at))
            painter.drawLine(QPointF(at, -4.5), QPointF(at, 4.5))
    elif layer == "morph":
        painter.setBrush(theme.color("text"))
        painter.drawPolygon([QPointF(-3, -4), QPointF(4, 0), QPointF(-3, 4)])
    elif layer == "stop":
        painter.fillRect(QRectF(-3.5, -3.5, 7, 7), theme.color("text"))
    elif layer == "units":
        painter.setPen(QPen(theme.color("text"), 1))
        painter.drawPolyline([QPointF(-4.5, -4.5), QPointF(-4.5, 4.5), QPointF(4.5, 4.5)])
        for at in (-3.0, 0.0):
            painter.drawLine(QPointF(-4.5, at), QPointF(-2.5, at))
            painter.drawLine(QPointF(-at, 4.5), QPointF(-at, 2.5))
    elif layer == "histogram":
        for x, height in ((-5.0, 3.0), (-1.5, 8.0), (2.0, 5.0)):
            painter.fillRect(QRectF(x, 4.5 - height, 2.6, height), theme.color("discriminator"))
    elif layer == "gradients":
        painter.setPen(QPen(generated, 1.4))
        for x, y in ((-4.0, 4.0), (-0.5, -4.0), (4.0, 0.5)):
            painter.drawLine(QPointF(4, -4), QPointF(x, y))
    else:
        painter.setPen(QPen(real, 1.2))
        painter.drawEllipse(QPointF(0, 0), 5, 5)
        painter.drawEllipse(QPointF(0, 0), 2, 2)
    painter.end()
    return pixmap
