"""Painting that leaves the event loop a turn first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Slot
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


class CalmUpdate(QObject):
    """Has a widget painted not at once but in a turn of the event loop of its own: whoever clicks
    while a frame is taken up waits for no more than that. Where there is a lot to paint, one widget
    waits some milliseconds for another: less than a screen takes to show either."""

    def __init__(
        self,
        widget: QWidget,
        after_ms: int = 1,
        prepare: Callable[[], bool] = lambda: False,
    ) -> None:
        """`prepare` does a part of the work, in a turn of its own, as long as it says that there
        was something to do; what it leaves, painting does."""
        super().__init__(widget)
        self._prepare = prepare
        self._widget = widget
        self._region, self._whole = QRegion(), False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self._update)
        widget.installEventFilter(self)

    def ask(self, where: QRect | QRegion | None = None) -> None:
        """Paint this part, or all of it; what is asked for meanwhile comes with it. What is not to
        be seen is painted when it is shown."""
        if not self._widget.isVisible() or (where is not None and where.isEmpty()):
            return
        if where is None:
            self._whole = True
        else:
            self._region += where
        if not self._timer.isActive():
            self._timer.start()

    def comes_soon(self, where: QRect) -> bool:
        """Whether a part that is to be painted now, as when a word on top of it changes, is soon to
        be painted with more: it may stay as it was until then."""
        return self._whole and where != self._painted.rect()

    def finish(self) -> None:
        """Paint at once what has been asked for, before something newer comes."""
        if self._timer.isActive():
            self._timer.stop()
            self._paint(self._painted.repaint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """There is nothing to paint of a widget that is hidden."""
        if event.type() == QEvent.Type.Hide:
            self._timer.stop()
            self._region, self._whole = QRegion(), False
        return False

    @Slot()
    def _update(self) -> None:
        if self._prepare():
            self._timer.start()
        else:
            self._paint(self._painted.update)

    def _paint(self, paint: Callable[[QRegion], None]) -> None:
        region = QRegion(self._painted.rect()) if self._whole else self._region
        self._region, self._whole = QRegion(), False
        paint(region)

    @property
    def _painted(self) -> QWidget:
        widget = self._widget
        return widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
