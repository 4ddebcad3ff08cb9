"""What the pen is: brush, line or eraser, its size, strength, edge and class."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.drawing.gesture import Brush, ToolName
from ganlab.app.drawing.swatches import Swatches
from ganlab.app.look.icons import ICON_PX, icon
from ganlab.app.look.theme import Theme, figure_font
from ganlab.app.look.words import in_tooltip
from ganlab.app.widgets.buttons import tool_button
from ganlab.document.data import DRAWN_CLASSES

_TOOLS: dict[ToolName, tuple[str, str]] = {
    "brush": ("B", "Lay probability down where you draw"),
    "line": ("L", "A straight line; hold Shift for steps of 45°"),
    "eraser": ("E", "Take probability away"),
}
_EDGES = {True: ("Soft", "The edge fades out"), False: ("Hard", "The edge ends at once")}
_SIZES = (0.01, 1.0)
"""Diameters at the ends of the slider, view units; logarithmic between them."""
_TICKS = 100
TOOL_PX = 28
"""Height of a tool's button."""


class ToolPanel(QWidget):
    """Holds the Brush; emits it at every change."""

    brush_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.brush = Brush()
        self.tools: dict[ToolName, QToolButton] = {}
        self.edges: dict[bool, QToolButton] = {}
        self.size_slider = self._slider("Size", "Diameter of the brush ([ and ])", 0)
        self.strength_slider = self._slider("Strength", "How much one pass lays down or takes", 5)
        self._size_text, self._strength_text = QLabel(), QLabel()
        self._class_text = QLabel()
        self.swatches = Swatches(theme)
        self.swatches.chosen.connect(self.choose_class)
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show()
        self.size_slider.valueChanged.connect(self._slid)
        self.strength_slider.valueChanged.connect(self._slid)

    def choose(self, tool: ToolName) -> None:
        """Take up a tool."""
        self._become(replace(self.brush, tool=tool))

    def choose_edge(self, soft: bool) -> None:
        """Make the edge soft or hard."""
        self._become(replace(self.brush, soft=soft))

    def choose_class(self, label: int) -> None:
        """Draw another class, by its place among the names."""
        self._become(replace(self.brush, label=label))

    def next_class(self, by: int) -> None:
        """Draw the class so many places on; after the last comes the first."""
        self.choose_class((self.brush.label + by) % len(DRAWN_CLASSES))

    def resize_brush(self, by: int) -> None:
        """Make the brush wider (by > 0) or thinner, in ticks of the slider."""
        self.size_slider.setValue(self.size_slider.value() + by)

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """Its controls as one reads them."""
        sliders = self.size_slider, self.strength_slider
        return (*self.tools.values(), *sliders, *self.edges.values(), *self.swatches.buttons)

    # --- how it is put together ---

    def _lay_out(self) -> None:
        tools, edges = QHBoxLayout(), QHBoxLayout()
        tools.setSpacing(4)
        edges.setSpacing(4)
        self._tool_group, self._edge_group = QButtonGroup(self), QButtonGroup(self)
        for tool in get_args(ToolName):
            key, tooltip = _TOOLS[tool]
            button = self._choice(tool.capitalize(), f"{tooltip} ({key})")
            button.setIconSize(QSize(ICON_PX, ICON_PX))
            button.clicked.connect(lambda _=False, tool=tool: self.choose(tool))
            self._tool_group.addButton(button)
            tools.addWidget(button)
            self.tools[tool] = button
        for soft, (text, tooltip) in _EDGES.items():
            button = self._choice(text, tooltip)
            button.clicked.connect(lambda _=False, soft=soft: self.choose_edge(soft))
            self._edge_group.addButton(button)
            edges.addWidget(button)
            self.edges[soft] = button

        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        rows = (
            ("Size", self.size_slider, self._size_text),
            ("Strength", self.strength_slider, self._strength_text),
        )
        for row, (name, slider, figure) in enumerate(rows):
            label = QLabel(name)
            label.setProperty("class", "muted")
            figure.setFont(figure_font())
            figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance("100%"))
            grid.addWidget(label, row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(figure, row, 2, Qt.AlignmentFlag.AlignRight)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        classes = QHBoxLayout()
        label = QLabel("Class")
        label.setProperty("class", "muted")
        classes.addWidget(label)
        classes.addWidget(self._class_text, 0, Qt.AlignmentFlag.AlignRight)
        self._class_text.setFont(figure_font())
        for part in (tools, grid, edges, classes):
            layout.addLayout(part)
        layout.addWidget(self.swatches)

    @staticmethod
    def _choice(text: str, tooltip: str) -> QToolButton:
        button = tool_button(text, tooltip, checkable=True)
        button.setFixedHeight(TOOL_PX)
        return button

    @staticmethod
    def _slider(name: str, tooltip: str, least: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(least, _TICKS)
        slider.setMinimumHeight(20)
        slider.setAccessibleName(name)
        slider.setToolTip(in_tooltip(tooltip))
        return slider

    # --- what changes ---

    @Slot()
    def _slid(self) -> None:
        low, high = _SIZES
        size = low * (high / low) ** (self.size_slider.value() / _TICKS)
        self._become(replace(self.brush, size=size, strength=self.strength_slider.value() / _TICKS))

    def _become(self, brush: Brush) -> None:
        if brush != self.brush:
            self.brush = brush
            self._show()
            self.brush_changed.emit(brush)

    def _show(self) -> None:
        low, high = _SIZES
        tick = round(_TICKS * math.log(self.brush.size / low) / math.log(high / low))
        for slider, value in (
            (self.size_slider, tick),
            (self.strength_slider, round(self.brush.strength * _TICKS)),
        ):
            slider.blockSignals(True)
            slider.setValue(value)
            slider.blockSignals(False)
        self._size_text.setText(f"{self.brush.size:.2f}")
        self._strength_text.setText(f"{self.brush.strength:.0%}")
        self.tools[self.brush.tool].setChecked(True)
        self.edges[self.brush.soft].setChecked(True)
        self.swatches.choose(self.brush.label)
        self._class_text.setText(DRAWN_CLASSES[self.brush.label])

    @Slot()
    def _restyle(self) -> None:
        for tool, button in self.tools.items():
            button.setIcon(icon(tool, self._theme.palette.text))
