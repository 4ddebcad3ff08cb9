"""The two ways to a target of one's own, above the ones that come with ganlab."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ganlab.app.look.icons import ICON_PX, icon
from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip

HEIGHT = 30


class OwnTarget(QWidget):
    """Draw one, or take one from a file."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.draw = _button(
            "Draw your own",
            "Draw a target",
            "draw",
            "Draw a distribution by hand and let it be the target.",
        )
        self.bring = _button(
            "Import…",
            "Import a target",
            "bring",
            "Take points from a CSV or NumPy file as the target, two columns.",
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.draw, 3)
        row.addWidget(self.bring, 2)
        theme.changed.connect(self._restyle)
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        palette = self._theme.palette
        self.draw.setIcon(icon("draw", palette.panel))
        self.bring.setIcon(icon("points", palette.real))


def _button(text: str, name: str, look: str, help_text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("class", look)
    button.setAccessibleName(name)
    button.setToolTip(in_tooltip(help_text))
    button.setFixedHeight(HEIGHT)
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return button
