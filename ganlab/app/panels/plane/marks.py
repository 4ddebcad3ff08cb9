"""The small marks of views and actions: on their chips, as they look in the picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPen, QPixmap

from ganlab.app.items.plane.scatter import outline
from ganlab.app.look.classes import class_color, class_mark
from ganlab.app.look.theme import Theme
from ganlab.app.widgets.buttons import SMALL_ICON_PX
from ganlab.games.shown.views import View

ICON_PX = SMALL_ICON_PX
_SHARPNESS = 2
"""Pixels of an icon a pixel of the screen, for screens with small ones."""

Draw = Callable[[QPainter, Theme], None]


def view_pixmap(view: View, theme: Theme, alpha: float) -> QPixmap:
    """The mark of a view, ICON_PX a side."""
    return _pixmap(lambda painter, theme: _draw_view(painter, theme, view), theme, alpha)


def action_pixmap(name: str, theme: Theme) -> QPixmap:
    """The mark of "morph", "stop", "units" or "classes", ICON_PX a side."""
    return _pixmap(_ACTIONS[name], theme, 1.0)


def class_pixmap(label: int, theme: Theme) -> QPixmap:
    """The mark of what is generated of a class, ICON_PX a side."""

    def draw(painter: QPainter, theme: Theme) -> None:
        painter.setBrush(class_color(theme.palette, label, generated=True))
        painter.drawPath(class_mark(label, 4.4, generated=True))

    return _pixmap(draw, theme, 1.0)


def _pixmap(draw: Draw, theme: Theme, alpha: float) -> QPixmap:
    pixmap = QPixmap(ICON_PX * _SHARPNESS, ICON_PX * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(alpha)
    painter.translate(ICON_PX / 2, ICON_PX / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    draw(painter, theme)
    painter.end()
    return pixmap


def _draw_view(painter: QPainter, theme: Theme, view: View) -> None:
    color = theme.color(view.colour)
    match view.kind:
        case "points" | "images":
            if view.hollow:
                painter.setPen(QPen(color, 1.4))
            else:
                painter.setBrush(color)
            radius = 4.0 if view.mark == "disc" else 4.4 if view.hollow else 5.0
            painter.drawPath(outline(view.mark, radius))
        case "field" if view.taken:
            gradient = QLinearGradient(QPointF(-5, 0), QPointF(5, 0))
            gradient.setColorAt(0, theme.color("generated"))
            gradient.setColorAt(0.5, theme.color("neutral"))
            gradient.setColorAt(1, theme.color("real"))
            painter.setPen(QPen(theme.color("muted"), 0.8))
            painter.setBrush(gradient)
            painter.drawRoundedRect(QRectF(-5, -4.5, 10, 9), 2, 2)
        case "field":
            painter.setPen(QPen(color, 1.2))
            painter.drawEllipse(QPointF(0, 0), 5, 5)
            painter.setPen(QPen(theme.color("generated"), 1.2))
            painter.drawEllipse(QPointF(0, 0), 2.4, 2.4)
        case "curves":
            painter.setPen(QPen(theme.color("muted"), 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(-5, 3), QPointF(5, -3))
            painter.setPen(QPen(color, 1.4))
            painter.drawPolyline([QPointF(-5, 4), QPointF(-1, 3), QPointF(1, -3), QPointF(5, -4)])
        case "mesh":
            painter.setPen(QPen(color, 1))
            for at in (-4.5, 0.0, 4.5):
                painter.drawLine(QPointF(-4.5, at), QPointF(4.5, at))
                painter.drawLine(QPointF(at, -4.5), QPointF(at, 4.5))
        case "arrows":
            painter.setPen(QPen(color, 1.4))
            for x, y in ((-4.0, 4.0), (-0.5, -4.0), (4.0, 0.5)):
                painter.drawLine(QPointF(4, -4), QPointF(x, y))
        case "values":
            for x, height in ((-5.0, 3.0), (-1.5, 8.0), (2.0, 5.0)):
                painter.fillRect(QRectF(x, 4.5 - height, 2.6, height), color)


def _draw_morph(painter: QPainter, theme: Theme) -> None:
    painter.setBrush(theme.color("text"))
    painter.drawPolygon([QPointF(-3, -4), QPointF(4, 0), QPointF(-3, 4)])


def _draw_stop(painter: QPainter, theme: Theme) -> None:
    painter.fillRect(QRectF(-3.5, -3.5, 7, 7), theme.color("text"))


def _draw_units(painter: QPainter, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("text"), 1))
    painter.drawPolyline([QPointF(-4.5, -4.5), QPointF(-4.5, 4.5), QPointF(4.5, 4.5)])
    for at in (-3.0, 0.0):
        painter.drawLine(QPointF(-4.5, at), QPointF(-2.5, at))
        painter.drawLine(QPointF(-at, 4.5), QPointF(-at, 2.5))


def _draw_classes(painter: QPainter, theme: Theme) -> None:
    for label, x, y in ((0, -2.6, -2.6), (1, 2.8, -2.6), (2, 0.0, 2.8)):
        painter.setBrush(class_color(theme.palette, label))
        painter.drawPath(class_mark(label, 2.4).translated(x, y))


_ACTIONS: dict[str, Draw] = {
    "morph": _draw_morph,
    "stop": _draw_stop,
    "units": _draw_units,
    "classes": _draw_classes,
}
