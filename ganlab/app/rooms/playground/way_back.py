"""A line over the plane: where the game was set up, and the way back there."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ganlab.app.rooms.room import Shared
from ganlab.app.rooms.table import ROOMS
from ganlab.app.widgets.buttons import SmallButton
from ganlab.app.widgets.elided import ElidedLabel


class WayBack(QFrame):
    """Hidden until it is offered; it goes when it was taken, closed, or another run is opened."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self._shared, self._room = shared, ""
        self.words = ElidedLabel()
        self.back = SmallButton("")
        self.back.clicked.connect(self._take)
        self.close_button = SmallButton("×", look="flat")
        self.close_button.setAccessibleName("Stay here")
        self.close_button.setToolTip("Stay here and hide this line")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 4, 4)
        row.setSpacing(6)
        row.addWidget(self.words, 1)
        row.addWidget(self.back)
        row.addWidget(self.close_button)
        shared.controller.opened.connect(self.hide)
        self.hide()

    def offer(self, room: str, what: str) -> None:
        """Show the way to a room; `what` is why one came from there."""
        self._room = room
        title = ROOMS[room].title
        self.words.setText(f"Set up for “{what}”. Undo brings back the run before it.")
        self.back.setText(f"Back to the {title.lower()}")
        self.back.setAccessibleName(self.back.text())
        self.back.setToolTip(f"{title}: as it was left. The run goes on")
        self.show()

    @Slot()
    def _take(self) -> None:
        self.hide()
        self._shared.go(self._room)
