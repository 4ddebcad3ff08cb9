"""The morph: the noise flows to where the generator puts it."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QIcon

from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.panels.plane.marks import action_pixmap
from ganlab.app.panels.plane.view import DistributionView
from ganlab.app.widgets.buttons import ShrinkingButton

MORPH_MS = 1600
HOLD = 0.15
"""Share of the morph in which the noise stands still, to be seen."""


class Morph(QObject):
    """Moves a view from the noise to its image, once; its button begins and stops it."""

    switched = Signal()
    """It has begun, or is over: other views are to be seen."""

    def __init__(self, view: DistributionView, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._theme = view, theme
        self._waits = False
        self._moving = QVariantAnimation(self)
        self._moving.setDuration(MORPH_MS)
        self._moving.setStartValue(0.0)
        self._moving.setKeyValueAt(HOLD, 0.0)
        self._moving.setEndValue(1.0)
        self._moving.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._moving.valueChanged.connect(self._moved)
        self._moving.finished.connect(self.stop)
        self.button = ShrinkingButton("morph")
        self.button.setShortcut("M")
        self.button.setAccessibleName("Animate the noise into what the generator makes of it")
        self.button.setToolTip(
            in_tooltip(
                "z → G(z): watch the noise flow to where the generator puts it. "
                "Changes nothing in the game. (M)"
            )
        )
        self.button.clicked.connect(self._clicked)

    @property
    def running(self) -> bool:
        """Whether it moves, or waits for the arrays it needs."""
        return self._waits or self._moving.state() == QVariantAnimation.State.Running

    def start(self) -> None:
        """Show the noise, and let it flow to where the generator puts it."""
        self._waits = True
        self.restyle()
        self.switched.emit()
        self.begin_if_ready()

    @Slot()
    def stop(self) -> None:
        """End at the image."""
        self._waits = False
        self._moving.stop()
        self.restyle()
        self._view.set_phase(1.0)
        self.switched.emit()

    def begin_if_ready(self) -> None:
        """Begin to move if it waits and there is what it needs."""
        if self._waits and self._view.can_morph:
            self._waits = False
            self._moving.start()

    def restyle(self) -> None:
        """A sign of what a click does, begin or stop, in the theme's colours."""
        sign = "stop" if self.running else "morph"
        self.button.setIcon(QIcon(action_pixmap(sign, self._theme)))

    @Slot(object)
    def _moved(self, phase: float) -> None:
        self._view.set_phase(phase)

    @Slot()
    def _clicked(self) -> None:
        if self.running:
            self.stop()
        else:
            self.start()
