"""Switches whether classes are told apart, and says which is which."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from ganlab.app.look.classes import class_color
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.chips.chip_button import ChipButton
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
        self.setAccessibleName("Tell the classes of samples apart")
        self._names: dict[int, str] = {}
        self._told = False
        self.hide()

    def set_names(self, names: dict[int, str], told: bool, theme: Theme) -> None:
        """What the classes are called, by number; none: there is nothing to switch. `told`: whether
        the generator is asked for them, so that what it makes has classes, too."""
        if (names, told) != (self._names, self._told):
            self._names, self._told = names, told
            self.setVisible(bool(names))
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """The colours of a theme, on the chip and in what it says."""
        self.setIcon(QIcon(action_pixmap("classes", theme)))
        whose = "of real and of generated samples" if self._told else "of the real samples"
        hole = " Marks of generated samples have a hole." if self._told else ""
        self.setToolTip(
            f"<p>Tell the classes {whose} apart, by a tint and a mark each.{hole} "
            f"Changes nothing in the game.</p><p>{self.legend(theme)}</p>"
        )

    def legend(self, theme: Theme) -> str:
        """Which mark stands for which class, rich text."""
        kinds = (False, True) if self._told else (False,)
        said = [
            "".join(_sign(theme, number, generated) for generated in kinds)
            + f"&nbsp;{escape(name)}"
            for number, name in list(self._names.items())[:MOST_NAMED]
        ]
        more = len(self._names) - MOST_NAMED
        return f"{', '.join(said)} and {more} more" if more > 0 else ", ".join(said)


def _sign(theme: Theme, number: int, generated: bool) -> str:
    color = class_color(theme.palette, number, generated).name()
    return f'<span style="color:{color}">{_SIGNS[number % len(_SIGNS)]}</span>'
