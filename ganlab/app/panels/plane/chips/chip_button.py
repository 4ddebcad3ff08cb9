"""The look of what switches."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ganlab.app.widgets.buttons import SmallButton


class ChipButton(SmallButton):
    """A pill that switches: filled while it is on."""

    PADDING_PX = 4

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, look="chip")
        self.setCheckable(True)
