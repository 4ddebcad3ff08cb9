"""Words over a view that is painted anew with each frame need not be set in type each time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


class KeptPicture(QObject):
    """Paints a widget from a picture of itself for as long as nothing happens to it, and `look`,
    what else its picture depends on, is the same."""

    def __init__(self, widget: QWidget, look: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget, self._look = widget, look
        self._picture: QPixmap | None = None
        self._of: object = None
        self._taking = False
        self._soon = QTimer(self)  # a widget cannot be painted twice at once
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._take)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Copy the picture; where there is none, let the widget paint itself and take one."""
        if event.type() == QEvent.Type.Move or self._taking:
            return False
        if event.type() != QEvent.Type.Paint:
            self._picture = None
            if event.type() == QEvent.Type.Hide:
                self._soon.stop()  # nobody sees it
            return False
        if self._picture is None or self._of != self._look():
            self._picture = None
            self._soon.start()
            return False
        painter = QPainter(self._widget)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()
        return True

    @Slot()
    def _take(self) -> None:
        ratio = self._widget.devicePixelRatioF()
        picture = QPixmap(self._widget.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        self._taking = True
        flags = QWidget.RenderFlag.DrawChildren  # what is behind shows at rounded corners
        self._widget.render(picture, QPoint(), QRegion(), flags)
        self._taking = False
        self._picture, self._of = picture, self._look()


def keep_label(label: QLabel) -> None:
    """Paint a label from a picture of itself."""
    KeptPicture(label, label.text)


def keep_button(button: QAbstractButton) -> None:
    """The same of a button."""
    KeptPicture(
        button,
        lambda: (button.text(), button.icon().cacheKey(), button.isChecked(), button.isDown()),
    )
