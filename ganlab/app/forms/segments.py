"""One of a few words, all of them in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton

from ganlab.app.forms.controls import Control
from ganlab.app.forms.field import Field, Value
from ganlab.app.look.theme import SMALL_PX, text_font


class SegmentControl(Control):
    """A row of segments; the one that is on is the document's choice."""

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__(field, name_player)
        self.segments: dict[Value, QToolButton] = {}
        self._shown: Value = ""
        row = QHBoxLayout()
        row.setSpacing(0)
        last = len(field.choices) - 1
        for place, (value, title) in enumerate(field.choices.items()):
            button = QToolButton()
            button.setText(title)
            button.setCheckable(True)
            button.setProperty("class", "segment")
            button.setProperty("narrow", True)  # three of them share the room of one value
            button.setFont(text_font(SMALL_PX))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setProperty("end", "first" if not place else "last" if place == last else "")
            button.clicked.connect(lambda _=False, value=value: self._chosen(value))
            self.segments[value] = button
            self.name_part(button, f": {title}")
            row.addWidget(button)
        self.grid.addLayout(row, 0, 1)
        self._explain()

    def show_value(self, value: Value) -> None:
        """Show the document's choice."""
        self._shown = value
        for known, button in self.segments.items():  # in no group: Tab reaches each of them
            button.setChecked(known == value)

    def _chosen(self, value: Value) -> None:
        self.show_value(self._shown)  # until the document says so
        self.edited.emit(value)
