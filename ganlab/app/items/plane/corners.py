"""The rounded corners of a picture that is painted without them."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

RADIUS = 6
"""Pixels."""


def outside_corners(whole: QRectF) -> list[QPainterPath]:
    """What a rectangle loses when its corners are rounded, each corner by itself: to fill the four
    as one path would take as long as the rectangle is high."""
    rounded = QPainterPath()
    rounded.addRoundedRect(whole, RADIUS, RADIUS)
    pieces = []
    for x in (whole.left(), whole.right() - RADIUS):
        for y in (whole.top(), whole.bottom() - RADIUS):
            square = QPainterPath()
            square.addRect(x, y, RADIUS, RADIUS)
            pieces.append(square.subtracted(rounded))
    return pieces
