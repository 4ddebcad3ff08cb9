"""A row that says in one line what several settings are, and opens to show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.forms.controls import LABEL_WIDTH, Control
from ganlab.app.widgets.chevron import paint_chevron


class FoldButton(QPushButton):
    """A field-like button with a chevron; checked: what it folds is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setProperty("class", "field")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and a chevron that points down, or up when open."""
        super().paintEvent(event)
        paint_chevron(self, up=self.isChecked())


class Fold(QWidget):
    """A label, a button with the summary, and the rows that it opens.

    `make_rows` is called when it opens for the first time: most folds never do, and a row takes
    a millisecond or two of the window's start.
    """

    opened = Signal()

    def __init__(
        self,
        title: str,
        help_text: str,
        make_rows: Callable[[], Iterable[Control]],
        label_class: str = "muted",
    ) -> None:
        super().__init__()
        self.title = title
        self._make_rows = make_rows
        label = QLabel(title)
        label.setProperty("class", label_class)
        label.setMinimumWidth(LABEL_WIDTH)
        self.button = FoldButton()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(label, 0, 0)
        self._grid.addWidget(self.button, 0, 1)
        self._body: QFrame | None = None
        for widget in (label, self.button):
            widget.setToolTip(f"<qt>{help_text}</qt>")
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.toggled.connect(self._open)

    def show_summary(self, text: str) -> None:
        """Say in one line what is inside."""
        self.button.setText(text)
        self.button.setAccessibleName(f"{self.title}: {text}")

    def _open(self, opened: bool) -> None:
        if self._body is None:
            self._body = self._make_body()
            self._grid.addWidget(self._body, 1, 0, 1, 2)
        self._body.setVisible(opened)
        if opened:
            self.opened.emit()

    def _make_body(self) -> QFrame:
        body = QFrame(self)
        body.setProperty("class", "fold")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(10, 4, 0, 4)
        inside.setSpacing(6)
        before: QWidget = self.button
        for row in self._make_rows():
            inside.addWidget(row)
            for part in row.parts:
                QWidget.setTabOrder(before, part)
                before = part
        return body
