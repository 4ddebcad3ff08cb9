"""The drawing window's controls and where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.drawing.canvas import Canvas
from ganlab.app.drawing.commands import DrawingModel
from ganlab.app.drawing.sources import SourcePanel
from ganlab.app.drawing.tools import TOOL_PX, ToolPanel
from ganlab.app.look.icons import ICON_PX, icon
from ganlab.app.look.theme import Theme
from ganlab.app.widgets.buttons import push_button, tool_button

COLUMN_PX = 216


class Parts:
    """Every control, by name."""

    def __init__(self, model: DrawingModel, theme: Theme) -> None:
        self._theme = theme
        self.canvas = Canvas(model, theme)
        self.tools = ToolPanel(theme)
        self.canvas.set_brush(self.tools.brush)
        self.sources = SourcePanel()
        self.undo = _edit_button("Undo", "Take back the last stroke (Ctrl+Z)")
        self.redo = _edit_button("Redo", "Draw it again (Ctrl+Shift+Z)")
        for button in (self.undo, self.redo):
            button.setEnabled(False)
        self.clear = _edit_button("Clear", "Empty paper")
        self.underlay = QCheckBox("Show the present target")
        self.underlay.setToolTip("Points of the target in force, faintly, to draw over")
        self.underlay.setChecked(True)
        self.live = QCheckBox("Train on it while I draw")
        self.live.setToolTip("The target follows every stroke while training goes on")
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setAccessibleName("Message")
        self.close = push_button("Close", "Close this window; the drawing waits here")
        self.apply = push_button(
            "Apply", "Make this drawing the target that the generator learns to imitate"
        )
        self.apply.setProperty("class", "primary")

    def restyle(self) -> None:
        """Take the icons' colours from the theme."""
        palette = self._theme.palette
        for name, button in (("undo", self.undo), ("redo", self.redo), ("clear", self.clear)):
            button.setIcon(icon(name, palette.text, disabled=palette.muted))

    def say(self, text: str, color: str) -> None:
        """Put a message under the controls, in the palette's colour of that name."""
        self.message.setText(text)
        self.message.setStyleSheet(f"color: {getattr(self._theme.palette, color)};")


def lay_out(window: QWidget, parts: Parts) -> None:
    """The paper, and a column of controls beside it."""
    card = QFrame()
    card.setProperty("class", "card")
    card.setFixedWidth(COLUMN_PX)
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 12, 12, 12)
    column.setSpacing(8)
    column.addWidget(_title("PEN"))
    column.addWidget(parts.tools)
    column.addLayout(_row((parts.undo, parts.redo, parts.clear)))
    column.addSpacing(8)
    column.addWidget(_title("START FROM"))
    column.addWidget(parts.sources)
    column.addSpacing(8)
    column.addWidget(_title("TARGET"))
    column.addWidget(parts.underlay)
    column.addWidget(parts.live)
    column.addStretch()
    column.addWidget(parts.message)
    column.addLayout(_row((parts.close, parts.apply)))
    layout = QHBoxLayout(window)
    layout.setContentsMargins(12, 12, 12, 12)
    layout.setSpacing(12)
    layout.addWidget(parts.canvas, 1)
    layout.addWidget(card)


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("class", "title")
    return label


def _row(buttons: Iterable[QToolButton | QPushButton]) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    return row


def _edit_button(text: str, tooltip: str) -> QToolButton:
    button = tool_button(text, tooltip)
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    button.setFixedHeight(TOOL_PX)
    return button
