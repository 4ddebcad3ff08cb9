"""A page that stands in its place, or in a window of its own beside the main one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.widgets.buttons import push_button
from ganlab.app.widgets.layout.heir import hand_on

LEAST = QSize(760, 600)
"""Of a window at first."""


class Floating(QDialog):
    """A tool window around a page; closing it gives the page back."""

    closed = Signal()

    def __init__(self, page: QWidget, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(page)
        page.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The page goes back."""
        super().closeEvent(event)
        self.closed.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What goes away with the focus leaves it to its neighbour."""
        return hand_on(self) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it as its frame does."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class Place(QStackedWidget):
    """Holds a page, scrolled where it does not fit, or says that it is elsewhere."""

    def __init__(self, page: QWidget, title: str, framed: bool) -> None:
        """`framed`: whether it needs a card around it."""
        super().__init__()
        self._page, self._title = page, title
        self.window_of_it: Floating | None = None
        """The window that the page is in; None while it is here."""
        self._area: QScrollArea | None = None
        if framed:
            self._area = QScrollArea()
            self._area.setWidgetResizable(True)
            self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.addWidget(self._area)
            self._hold()
        else:
            self.addWidget(page)
        self.addWidget(self._elsewhere())

    @Slot()
    def float(self, parent: QWidget) -> None:
        """Show the page in a window of its own."""
        if self._area is not None and self.window_of_it is None:
            size = self._page.size().expandedTo(LEAST)
            self._area.takeWidget()
            self.window_of_it = Floating(self._page, self._title, parent)
            self.window_of_it.closed.connect(self.bring_back)
            room = self.screen().availableSize()
            self.window_of_it.resize(size.boundedTo(room * 0.9))
            self.setCurrentIndex(1)
            self.window_of_it.show()
        self.to_front()

    @Slot()
    def bring_back(self) -> None:
        """Take the page back from its window."""
        window, self.window_of_it = self.window_of_it, None
        if window is not None and self._area is not None:
            self._hold()
            self._page.show()
            self.setCurrentIndex(0)
            window.hide()
            window.deleteLater()

    def to_front(self) -> None:
        """Where the page is in a window of its own, raise that."""
        if self.window_of_it is not None:
            self.window_of_it.show()
            self.window_of_it.raise_()
            self.window_of_it.activateWindow()

    def _hold(self) -> None:
        assert self._area is not None
        self._area.setWidget(self._page)
        for widget in (self._page, self._area.viewport()):  # the ground is seen through them
            widget.setAutoFillBackground(False)

    def _elsewhere(self) -> QWidget:
        frame, words = QFrame(), QLabel(f"“{self._title}” is in a window of its own.")
        frame.setProperty("class", "card")
        words.setProperty("class", "muted")
        button = push_button("Bring it back", "Show it here again")
        button.clicked.connect(self.bring_back)
        layout = QVBoxLayout(frame)
        layout.addStretch()
        for widget in (words, button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        return frame
