"""Help: every shortcut and what it does; what ganlab is and stands on."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganlab import __version__
from ganlab.app.look.theme import figure_font
from ganlab.app.shell.actions import MENUS, Actions
from ganlab.games.views import View, switches

OTHERS = {
    "Distributions": (
        ("M", "morph", "Watch the noise flow to where the generator puts it"),
        ("Wheel", "Zoom", ""),
        ("Drag", "Move", ""),
        ("Double-click", "Fit", "Look at the whole square again"),
        ("Hover", "Read", "D(x), density and coordinates"),
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


def show_shortcuts(actions: Actions, views: Iterable[View], parent: QWidget) -> QDialog:
    """A window that lists every key and what it does, made from the table of actions and what can
    be seen of the game."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Keyboard shortcuts")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    body = QWidget()
    grid = QGridLayout(body)
    grid.setHorizontalSpacing(24)
    grid.setColumnStretch(2, 1)
    row = 0
    for menu, specs in MENUS.items():
        keyed = [spec for spec in specs if spec and spec.keys]
        if keyed:
            row = _heading(grid, row, menu)
        for spec in keyed:
            shortcuts = actions[spec.name].shortcuts()
            keys = "  or  ".join(
                k.toString(QKeySequence.SequenceFormat.NativeText) for k in shortcuts
            )
            row = _line(grid, row, keys, spec.text, spec.tooltip)
    row = _heading(grid, row, "Layers")
    for key, view in enumerate(switches(views), start=1):
        row = _line(grid, row, str(key), view.label, "Show or hide this layer")
    for place, lines in OTHERS.items():
        row = _heading(grid, row, place)
        for line in lines:
            row = _line(grid, row, *line)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(body)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    dialog.resize(720, 560)
    dialog.show()
    return dialog


def show_about(parent: QWidget) -> QMessageBox:
    """Version, licence and what ganlab stands on."""
    from importlib.metadata import PackageNotFoundError, version

    rows = []
    for package in ("torch", "PySide6-Essentials", "pyqtgraph", "numpy", "pydantic"):
        try:
            rows.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("About ganlab")
    box.setIconPixmap(box.windowIcon().pixmap(64, 64))
    box.setText(f"<b>ganlab {escape(__version__)}</b>")
    box.setInformativeText(
        "A laboratory in which you watch a generative adversarial network learn.<br><br>"
        "The game is Goodfellow et al. 2014, <i>Generative Adversarial Nets</i>.<br>"
        "Free software under the MIT licence. The typeface is Inter (SIL OFL 1.1).<br><br>"
        f"It stands on {escape(', '.join(rows))}."
    )
    box.show()
    return box


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
    for column, label in enumerate((key, name, what)):
        grid.addWidget(label, row, column)
    return row + 1
