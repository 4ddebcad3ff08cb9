"""What lies in the corners of the distributions: readouts and small buttons."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import SMALL_PX, Theme, figure_font
from ganlab.app.look.words import in_tooltip
from ganlab.app.panels.plane.chips.chip_button import ChipButton
from ganlab.app.panels.plane.chips.classes import Classes
from ganlab.app.panels.plane.chips.outlier_button import OutlierButton
from ganlab.app.panels.plane.readout import point_figure
from ganlab.app.panels.plane.view import DistributionView
from ganlab.app.widgets.buttons import SmallButton
from ganlab.app.widgets.kept_picture import keep_button, keep_label
from ganlab.data import Affine
from ganlab.games.shown.cards import short
from ganlab.gan.scores import UNIT, Scale
from ganlab.values import dataclass

INSET = 8
"""Distance from the border of the view, pixels."""


@dataclass(frozen=True)
class Note:
    """Some words on the view."""

    text: str
    """Rich."""
    place: QPoint
    """Of one of its corners, in the view's pixels."""
    corner: Qt.Corner


class Corners:
    """The widgets over the view, and where they lie."""

    def __init__(self, controller: Controller, view: DistributionView, theme: Theme) -> None:
        self._view = view
        self.point = _readout(view, "What is under the mouse")
        self.strength = _readout(view, "Scale of the arrows and mean length of the gradients")
        self.known = _readout(view, "How the density of the generated samples is known")
        self.scale = _readout(view, "What the colours mean")
        self.outliers = OutlierButton(controller, view)
        self.units = ChipButton("equal units", view)
        self.units.setProperty("over", True)  # on the view, not beside it
        self.units.setAccessibleName("Draw both columns in equal units")
        self.units.setToolTip(
            in_tooltip(
                "One unit is as long across as upwards: a circle looks round. Off: each column "
                "fills the plane. Changes nothing in the game, nor in what is measured."
            )
        )
        self.units.setCursor(Qt.CursorShape.ArrowCursor)
        self.classes = Classes(controller, view, theme)
        self.fit = SmallButton("fit", view)
        self.fit.setAccessibleName("Fit the view")
        self.fit.setToolTip("Look at the whole square again (double-click in the view)")
        self.fit.setCursor(Qt.CursorShape.ArrowCursor)
        self.fit.clicked.connect(view.fit)
        self.units.hide()
        self.fit.hide()
        for button in (self.outliers, self.units, self.classes.chip, self.fit):
            keep_button(button)

    def show_units(self, view: Affine, equal: bool | None) -> None:
        """Offer equal units where the columns of a target have scales of their own."""
        self.units.setVisible(view.scales[0] != view.scales[-1])
        self.units.setChecked(view.comparable if equal is None else equal)

    def say_gradients(self, scale: float, strength: float, color: str) -> None:
        """The scale of the arrows, in their colour, and the mean length of the gradients; NaN of
        none."""
        said = ""
        if not math.isnan(strength):
            arrows = f'<span style="color:{color}">arrows × {scale:,g}</span>'
            said = f"{arrows} · mean gradient {point_figure(strength)}"
        self.strength.setText(said)

    def say_scale(self, found: tuple[str, Scale] | None, theme: Theme) -> None:
        """What the colours of a field run over, where that is not simply 0 to 1; None: no field is
        shown."""
        said = ""
        if found is not None and found[1] != UNIT:
            name, scale = found
            low, high = scale.ends
            colours = [("generated", "■", low), ("muted", "□", scale.neutral), ("real", "■", high)]
            places = "&nbsp; ".join(
                f'<span style="color:{theme.color(colour).name()}">{sign}</span> {short(number)}'
                for colour, sign, number in colours
            )
            said = f"{_subscripts(name)}&nbsp; {places}"
        self.scale.setText(said)
        self.scale.setVisible(bool(said))

    def say_known(self, said: str) -> None:
        """How p_g is known, where it is drawn; "": it is not."""
        self.known.setText(_subscripts(said))
        self.known.setVisible(bool(said))

    def notes(self, theme: Theme) -> list[Note]:
        """What a picture of the view needs to be read: what its readouts say of what is shown, and
        which class is which."""
        notes = [
            Note(label.text(), label.pos(), Qt.Corner.TopLeftCorner)
            for label in (self.strength, self.known, self.scale)
            if not label.isHidden()
        ]
        chip = self.classes.chip
        if chip.isChecked() and not chip.isHidden():
            right = QPoint(self._view.width() - INSET, INSET)
            notes.append(Note(chip.legend(theme), right, Qt.Corner.TopRightCorner))
        return notes

    def place(self, pointed: tuple[float, float] | None, gradients: bool) -> None:
        """Readouts below, buttons above. What is under the mouse makes way for it; the strength
        of the gradients is shown with their layer."""
        width, height = self._view.width(), self._view.height()
        label = self.strength
        label.setVisible(gradients and bool(label.text()))
        label.adjustSize()
        label.move(width - label.width() - INSET, height - label.height() - INSET)
        above = label.height() + 4 if label.isVisible() else 0
        self.scale.adjustSize()
        self.scale.move(
            width - self.scale.width() - INSET, height - self.scale.height() - INSET - above
        )
        label = self.point
        label.setVisible(pointed is not None)
        label.adjustSize()
        label.move(INSET, height - label.height() - INSET)
        if pointed is not None:
            mouse = self._view.to_widget(*pointed).toPoint()
            if label.geometry().adjusted(0, -24, 24, 0).contains(mouse):
                above = 0 if self.known.isHidden() else self.known.height() + 4
                label.move(INSET, INSET + max(self.outliers.room, above))
        self.known.adjustSize()
        self.known.move(INSET, INSET)
        self.outliers.move(INSET, INSET)
        right = width
        for button in (self.classes.chip, self.classes.picker, self.units, self.fit):
            if not button.isHidden():
                button.adjustSize()
                right -= button.width() + INSET
                button.move(right, INSET)


def _readout(view: DistributionView, name: str) -> QLabel:
    label = QLabel(view)
    label.setProperty("class", "readout")
    label.setFont(figure_font(SMALL_PX))
    label.setAccessibleName(name)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.hide()
    keep_label(label)
    return label


def _subscripts(name: str) -> str:
    """p_data and p_g as they are written."""
    return name.replace("p_data", "p<sub>data</sub>").replace("p_g", "p<sub>g</sub>")
