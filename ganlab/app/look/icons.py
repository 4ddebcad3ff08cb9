"""Icons from resources/icons: line drawings that take the colour they are given.

qtawesome carries more of them, but importing it takes several times as long as opening the window.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ganlab.assets import resource_path

ICON_PX = 16


def icon(name: str, color: str, disabled: str | None = None, on: str | None = None) -> QIcon:
    """The icon `name` in `color`; `disabled` and `on` (checked) default to the same colour.

    Raises OSError if there is no such icon.
    """
    result = QIcon()
    sharpest = max(math.ceil(screen.devicePixelRatio()) for screen in QGuiApplication.screens())
    states = (
        (color, QIcon.Mode.Normal, QIcon.State.Off),
        (on or color, QIcon.Mode.Normal, QIcon.State.On),
        (disabled or color, QIcon.Mode.Disabled, QIcon.State.Off),
    )
    for shade, mode, state in states:
        for scale in {1, sharpest}:
            result.addPixmap(_pixmap(name, shade, scale), mode, state)
    return result


@lru_cache(maxsize=256)
def _pixmap(name: str, color: str, scale: int) -> QPixmap:
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))
    pixmap = QPixmap(ICON_PX * scale, ICON_PX * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
