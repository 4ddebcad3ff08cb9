"""The controls of the drawing mode, a column beside the plane."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.drawing.sources import Sources
from ganlab.app.drawing.tools import TOOL_PX, ToolPanel
from ganlab.app.look.icons import ICON_PX, icon
from ganlab.app.look.theme import SMALL_PX, Theme, text_font
from ganlab.app.widgets.buttons import push_button, tool_button

WIDTH = 160


class DrawingColumn(QWidget):
    """Every control, by name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._color = "muted"
        """Of the message."""
        self.setAccessibleName("Drawing")
        self.setFixedWidth(WIDTH)
        self.tools = ToolPanel(theme)
        self.undo = _edit_button(
            "Undo", "Take back the last stroke, or whatever came last (Ctrl+Z)"
        )
        self.redo = _edit_button("Redo", "Make it again (Ctrl+Shift+Z)")
        self.clear = _edit_button("Clear", "Empty paper: the next stroke begins another drawing")
        self.onto = QCheckBox("On top of it")
        self.onto.setToolTip(
            "Draw on top of the present target; else the next stroke takes its place"
        )
        self.sources = Sources()
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setFont(text_font(SMALL_PX))
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setAccessibleName("Message")
        self.close_button = push_button("Done", "Leave off drawing; the run goes on (Esc)")
        self.close_button.setProperty("class", "primary")
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()

    def say(self, text: str, color: str = "muted") -> None:
        """Put a message under the controls, in the palette's colour of that name."""
        self._color = color
        self.message.setText(text)
        self._restyle()

    def _lay_out(self) -> None:
        title = QLabel("DRAW")
        title.setProperty("class", "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(title)
        column.addWidget(self.tools)
        column.addLayout(_row((self.undo, self.redo, self.clear)))
        column.addWidget(self.onto)
        column.addWidget(self.sources)
        column.addWidget(self.message)
        column.addStretch()
        column.addWidget(self.close_button)
        edits = (self.undo, self.redo, self.clear, self.onto, self.sources, self.close_button)
        for before, after in pairwise((*self.tools.in_order, *edits)):
            QWidget.setTabOrder(before, after)

    def _restyle(self) -> None:
        palette = self._theme.palette
        self.message.setStyleSheet(f"color: {getattr(palette, self._color)};")
        for name, button in (("undo", self.undo), ("redo", self.redo), ("clear", self.clear)):
            button.setIcon(icon(name, palette.text, disabled=palette.muted))


def _row(buttons: Iterable[QToolButton]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for button in buttons:
        row.addWidget(button)
    return row


def _edit_button(text: str, tooltip: str) -> QToolButton:
    button = tool_button(text, tooltip)
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    button.setFixedHeight(TOOL_PX)
    return button
