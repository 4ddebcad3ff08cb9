"""Switches whether the classes of the target are told apart, and says which is which."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from ganlab.app.look.classes import class_color
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.layer_chips import ChipButton
from ganlab.app.panels.plane.marks import action_pixmap

MOST_NAMED = 24
_SIGNS = "●■▲▼✚✖"
"""As `class_mark` has them."""


class ClassChip(ChipButton):
    """Shown only where the target has classes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("classes", parent)
        self.setProperty("over", True)  # on the view, not beside it
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName("Tell the classes of the real samples apart")
        self._names: tuple[str, ...] = ()
        self.hide()

    def set_names(self, names: tuple[str, ...], theme: Theme) -> None:
        """What the classes are called; none: there is nothing to switch."""
        if names != self._names:
            self._names = names
            self.setVisible(bool(names))
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """The colours of a theme, on the chip and in what it says."""
        self.setIcon(QIcon(action_pixmap("classes", theme)))
        self.setToolTip(
            "<p>Tell the classes of the real samples apart, by a tint and a mark each. "
            f"Changes nothing in the game.</p><p>{self.legend(theme)}</p>"
        )

    def legend(self, theme: Theme) -> str:
        """Which mark stands for which class, rich text."""
        said = [
            f'<span style="color:{class_color(theme.palette, label).name()}">'
            f"{_SIGNS[label % len(_SIGNS)]}</span>&nbsp;{escape(name)}"
            for label, name in enumerate(self._names[:MOST_NAMED])
        ]
        more = len(self._names) - MOST_NAMED
        return f"{', '.join(said)} and {more} more" if more > 0 else ", ".join(said)
