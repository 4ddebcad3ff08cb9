"""A row that says in one line what several settings are, and opens to show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.forms.controls import LABEL_WIDTH
from ganlab.app.look.theme import SMALL_PX, text_font
from ganlab.app.widgets.chevron import paint_arrow
from ganlab.app.widgets.elided import ElidedLabel
from ganlab.app.widgets.layout.parted import Parted

HEIGHT = 22
_ARROW_PX = 14
"""What the arrow takes of the label's column."""


class FoldHead(QAbstractButton):
    """An arrow, a title and what is folded in a line. Checked: it is open. No box around it: that
    would be taken for one of a list of choices."""

    def __init__(self, title: str, label_class: str) -> None:
        super().__init__()
        self.title = title
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name, self.summary = QLabel(title), ElidedLabel()
        name.setProperty("class", label_class)
        name.setMinimumWidth(LABEL_WIDTH - _ARROW_PX)
        self.summary.setFont(text_font(SMALL_PX))
        row = QHBoxLayout(self)
        row.setContentsMargins(_ARROW_PX, 0, 2, 0)
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self.summary, 1)
        for label in (name, self.summary):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_summary(self, text: str) -> None:
        """Say in one line what is inside."""
        self.setText(text)
        self.summary.setText(text)
        self.setAccessibleName(f"{self.title}: {text}")

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(LABEL_WIDTH, HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Repaint when the mouse comes or goes."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The arrow, which points down when it is open; a ground under the mouse or the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = QApplication.palette()
        if self.underMouse() or self.hasFocus():
            ground = palette.color(QPalette.ColorRole.Midlight)
            painter.setPen(
                palette.color(QPalette.ColorRole.Highlight) if self.hasFocus() else ground
            )
            painter.setBrush(ground)
            painter.drawRoundedRect(self.rect().adjusted(-3, 0, -1, -1), 4, 4)
        paint_arrow(painter, QPointF(4, self.height() / 2), down=self.isChecked())


class Fold(QWidget):
    """A head with the summary, and the rows that it opens.

    `make_rows` is called when it opens for the first time: most folds never do, and a row takes
    a millisecond or two of the window's start.
    """

    opened = Signal()

    def __init__(
        self,
        title: str,
        help_text: str,
        make_rows: Callable[[], Iterable[Parted]],
        label_class: str = "muted",
        make_head: Callable[[], QWidget] | None = None,
    ) -> None:
        """`make_head`: what stands above the rows, and sets nothing."""
        super().__init__()
        self.title, self._help = title, help_text
        self._make_rows, self._make_head = make_rows, make_head
        self.button = FoldHead(title, label_class)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.button)
        self._body: QFrame | None = None
        self.button.toggled.connect(self._open)

    def show_summary(self, text: str) -> None:
        """Say in one line what is inside."""
        self.button.show_summary(text)
        self.button.setToolTip(f"<qt>{self._help}<br><b>{text}</b></qt>")

    def _open(self, opened: bool) -> None:
        if self._body is None:
            self._body = self._make_body()
            self._column.addWidget(self._body)
        self._body.setVisible(opened)
        if opened:
            self.opened.emit()

    def _make_body(self) -> QFrame:
        body = QFrame(self)
        body.setProperty("class", "fold")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(10, 4, 0, 4)
        inside.setSpacing(6)
        if self._make_head is not None:
            inside.addWidget(self._make_head())
        before: QWidget = self.button
        for row in self._make_rows():
            inside.addWidget(row)
            for part in row.parts:
                QWidget.setTabOrder(before, part)
                before = part
        return body
