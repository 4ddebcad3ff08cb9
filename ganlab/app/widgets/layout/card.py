"""A calm box with a title: what tool windows are made of."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

HEADING_PX = 18


def card(title: str, content: Iterable[QWidget | QLayout], figure: QWidget | None = None) -> QFrame:
    """The parts below one another under a title, with a small figure at its right."""
    frame, heading, name = QFrame(), QHBoxLayout(), QLabel(title)
    frame.setProperty("class", "card")
    name.setProperty("class", "title")
    name.setFixedHeight(HEADING_PX)
    heading.addWidget(name)
    heading.addStretch()
    if figure is not None:
        figure.setFixedHeight(HEADING_PX)
        heading.addWidget(figure)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(12, 8, 12, 10)
    layout.setSpacing(6)
    layout.addLayout(heading)
    for part in content:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return frame
