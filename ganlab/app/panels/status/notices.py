"""Notices, one above another beside the verdict; each goes by itself, or by a click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from ganlab.app.look.icons import icon
from ganlab.app.look.theme import Theme
from ganlab.app.widgets.elided import ElidedLabel
from ganlab.app.widgets.read_out import read_out
from ganlab.lab.frame import Notice

HEIGHT = 32
STAY_MS = {"info": 6_000, "warning": 12_000, "error": 20_000}
"""How long a notice stays that offers nothing to do; one that does stays until it is answered."""
MOST = 5
"""More would hide what they are about: then the oldest one goes."""
SHARE, LEAST_PX = 0.5, 300
"""Of the window's width that they take at most, and what they need."""
SIGNS = {"info": "●", "warning": "▲", "error": "■"}
COLORS = {"info": "muted", "warning": "warning", "error": "error"}
Offer = Literal["", "restore", "resume", "again"]
OFFERS: dict[Offer, tuple[str, str]] = {
    "restore": (
        "Restore the last good state",
        "Go back to a state in which the game was still sound",
    ),
    "resume": ("Resume", "Start another engine from the last checkpoint"),
    "again": (
        "Start again now",
        "Close the window and open it anew, with the run as it is; what could be undone is lost",
    ),
}


class NoticeRow(QFrame):
    """One notice: a sign, the text, what it offers, and a cross. A click anywhere dismisses it."""

    gone = Signal(object)
    """This row is over."""
    accepted = Signal(object)
    """What it offers was clicked."""

    def __init__(self, notice: Notice, offer: Offer, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice, self.offer, self._theme = notice, offer, theme
        self.setProperty("class", "notice")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(f"{notice.level}: {notice.text}")
        self.sign, self.text = QLabel(SIGNS[notice.level]), ElidedLabel(notice.text)
        self.act = QPushButton(OFFERS[offer][0] if offer else "", self)
        self.act.setVisible(bool(offer))
        self.act.setToolTip(OFFERS[offer][1] if offer else "")
        self.act.clicked.connect(lambda: self.accepted.emit(self))
        self.cross = QToolButton()
        self.cross.setProperty("class", "flat")
        self.cross.setToolTip("Dismiss this message")
        self.cross.setAccessibleName("Dismiss")
        self.cross.clicked.connect(lambda: self.gone.emit(self))
        for button in (self.act, self.cross):
            button.setFixedHeight(HEIGHT - 8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 10, 0)
        layout.setSpacing(8)
        for widget, stretch in ((self.sign, 0), (self.text, 1), (self.act, 0), (self.cross, 0)):
            layout.addWidget(widget, stretch)
        self.over = QTimer(self)
        self.over.setSingleShot(True)
        self.over.setInterval(STAY_MS[notice.level])
        self.over.timeout.connect(lambda: self.gone.emit(self))
        theme.changed.connect(self._restyle)
        self._restyle()
        self.stay()

    @property
    def wanted(self) -> int:
        """The width at which nothing is cut, pixels."""
        text = self.text.fontMetrics().horizontalAdvance(self.notice.text)
        act = self.act.sizeHint().width() + 8 if self.offer else 0
        return text + act + self.sign.sizeHint().width() + self.cross.sizeHint().width() + 44

    def stay(self) -> None:
        """Begin its time anew; what offers something waits for an answer."""
        if not self.offer:
            self.over.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Nothing goes while somebody reads it."""
        super().enterEvent(event)
        self.over.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Read."""
        super().leaveEvent(event)
        self.stay()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere dismisses it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.gone.emit(self)

    def _restyle(self) -> None:
        color = getattr(self._theme.palette, COLORS[self.notice.level])
        self.sign.setStyleSheet(f"color: {color};")
        self.cross.setIcon(icon("close", self._theme.palette.muted))


class Notices(QObject):
    """The rows in the lower right corner of `host`: the newest one beside the verdict."""

    changed = Signal()
    """Another number of rows, or another width."""

    def __init__(self, host: QWidget, theme: Theme, answer: Callable[[Offer], None]) -> None:
        super().__init__(host)
        self._host, self._theme, self._answer = host, theme, answer
        self.rows: list[NoticeRow] = []
        """The oldest first."""
        host.installEventFilter(self)

    @property
    def texts(self) -> list[str]:
        """What they say, the oldest first."""
        return [row.notice.text for row in self.rows]

    @property
    def width(self) -> int:
        """What they take of the verdict's line, pixels."""
        return self.rows[-1].width() if self.rows else 0

    def show(self, notice: Notice, offer: Offer = "") -> None:
        """Put up a notice; one that says the same already begins its time anew."""
        for row in self.rows:
            if (row.notice.text, row.offer) == (notice.text, offer):
                self.rows.remove(row)
                self.rows.append(row)
                row.stay()
                break
        else:
            row = NoticeRow(notice, offer, self._theme, self._host)
            row.gone.connect(self.dismiss)
            row.accepted.connect(self._accepted)
            self.rows.append(row)
            read_out(row)
        if len(self.rows) > MOST:
            self.dismiss(next((r for r in self.rows if not r.offer), self.rows[0]))
        self._place()

    def dismiss(self, row: NoticeRow) -> None:
        """Take one away."""
        if row in self.rows:
            self.rows.remove(row)
            row.over.stop()
            row.hide()
            row.deleteLater()
            self._place()

    def settle_run(self) -> None:
        """Take away what was offered to a run that has changed its state."""
        self.settle(lambda row: row.offer in ("restore", "resume"))

    def settle(self, is_over: Callable[[NoticeRow], bool]) -> None:
        """Take away those that have been answered otherwise."""
        for row in [row for row in self.rows if is_over(row)]:
            self.dismiss(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _accepted(self, row: NoticeRow) -> None:
        self.dismiss(row)
        self._answer(row.offer)

    def _place(self) -> None:
        """All as wide as the widest wants to be, one above another."""
        host = self._host
        most = max(round(host.width() * SHARE), LEAST_PX)
        width = min(max((row.wanted for row in self.rows), default=0), most)
        for place, row in enumerate(reversed(self.rows)):
            bottom = host.height() - place * HEIGHT
            row.setGeometry(QRect(host.width() - width, bottom - HEIGHT, width, HEIGHT))
            row.show()
            row.raise_()
        self.changed.emit()
