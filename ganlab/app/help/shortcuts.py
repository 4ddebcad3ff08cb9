"""Every key and gesture, and what it does."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ganlab.app.look.theme import figure_font
from ganlab.app.panels.plane.chips.layer_chips import KEYS
from ganlab.app.shell.actions import Actions
from ganlab.app.shell.menus import MENUS
from ganlab.games.shown.views import View, chips

OTHERS = {
    "Distributions": (
        ("M", "morph", "Watch the noise flow to where the generator puts it"),
        ("Wheel", "Zoom", ""),
        ("Drag", "Move", ""),
        ("Double-click", "Fit", "Look at the whole square again"),
        ("Hover", "Read", "x, D(x), p_data and, where it is known, p_g, in the units of the data"),
    ),
    "Images": (
        ("Click", "Compare", "The training images nearest to a generated one: is it a copy?"),
        ("Hover", "Read", "Number, class and what D believes of an image"),
    ),
    "Curves": (
        ("Hover", "Read", "The values of every curve at one step"),
        ("Left  or  Right", "Read", "The step before, or after"),
        ("Esc", "Read the newest", ""),
    ),
    "Status line": (
        ("Click  or  Return", "Why?", "The rule behind the verdict, its figures, what to try"),
        ("Hover", "Explain", "The words beside it"),
    ),
    "Everywhere": (
        ("Tab", "Next control", ""),
        ("Return", "Press", "The button that has the focus"),
    ),
    "Drawing": (
        ("B", "Brush", ""),
        ("L", "Line", ""),
        ("E", "Eraser", ""),
        ("[  or  ]", "Size of the brush", "Smaller, or larger"),
        ("C  or  Shift+C", "Class", "Draw the next one, or the one before"),
        ("Wheel", "Zoom", "The plane under the paper"),
        ("Esc", "Give up the stroke", "Or leave off drawing, when there is none"),
    ),
}
"""What is no action of the window: (key or gesture, name, meaning) by where it works."""


def shortcuts_page(actions: Actions, views: Iterable[View]) -> QWidget:
    """Every key and what it does, made from the table of actions and what can be seen of the
    game."""
    body = QWidget()
    grid = QGridLayout(body)
    grid.setHorizontalSpacing(24)
    grid.setColumnStretch(2, 1)
    row = 0
    for menu, specs in MENUS.items():
        keyed = [spec.name for spec in specs if spec and actions[spec.name].shortcuts()]
        if keyed:
            row = _heading(grid, row, menu)
        for name in keyed:
            keys = "  or  ".join(
                key.toString(QKeySequence.SequenceFormat.NativeText)
                for key in actions[name].shortcuts()
            )
            row = _line(grid, row, keys, *actions.words[name])
    row = _heading(grid, row, "Layers")
    for key, layers in zip(KEYS, chips(views), strict=False):
        about = "Show or hide this layer" if len(layers) == 1 else "Show or hide the one chosen"
        row = _line(grid, row, key, ", ".join(view.label for view in layers), about)
        if len(layers) > 1:
            row = _line(grid, row, "Down", "Choose", "Another of these, on their chip")
    for place, lines in OTHERS.items():
        row = _heading(grid, row, place)
        for line in lines:
            row = _line(grid, row, *line)
    grid.setRowStretch(row, 1)
    return body


def _heading(grid: QGridLayout, row: int, text: str) -> int:
    label = QLabel(text.upper())
    label.setProperty("class", "title")
    label.setContentsMargins(0, 10 if row else 0, 0, 2)
    grid.addWidget(label, row, 0, 1, 3)
    return row + 1


def _line(grid: QGridLayout, row: int, keys: str, text: str, about: str) -> int:
    key, name, what = QLabel(keys), QLabel(text), QLabel(about)
    key.setFont(figure_font())
    what.setProperty("class", "muted")
    what.setWordWrap(True)
    for column, label in enumerate((key, name, what)):
        grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
    return row + 1
