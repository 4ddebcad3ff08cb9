"""A sign, a headline, and in what room is left the details. A click, or Enter, asks why."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from ganlab.app.look.theme import SMALL_PX, TEXT_PX, Theme, text_font
from ganlab.app.widgets.elided import ElidedLabel
from ganlab.games.verdicts.verdict import Level, Older, Verdict

MOST_DETAILS = 6
GAP = 20
"""Pixels between two parts, and half of it after the sign."""
SIGNS: dict[Level, str] = {"good": "●", "busy": "●", "idle": "○", "warning": "▲", "error": "■"}
"""A shape for each level, so that colour is never alone."""
COLORS: dict[Level, str] = {
    "good": "good",
    "busy": "text",
    "idle": "muted",
    "warning": "warning",
    "error": "error",
}


class VerdictLine(QAbstractButton):
    """Places its labels itself: in a layout, each new word would lay out the whole window anew."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level: Level = "idle"
        self.sign = QLabel(self)
        self.headline = ElidedLabel(parent=self)
        self.headline.setFont(text_font(TEXT_PX, QFont.Weight.DemiBold))
        self.why = QLabel("why?", self)
        self.why.setProperty("class", "muted")
        self.why.setFont(text_font(SMALL_PX))
        self.details = tuple(_Detail(parent=self) for _ in range(MOST_DETAILS))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def text_of_details(self) -> str:
        """The figures, one after another."""
        return "      ".join(label.text() for label in self.details if label.text())

    def show_verdict(self, verdict: Verdict) -> None:
        """Show another sentence and other figures."""
        self.headline.setText(verdict.headline)
        self.sign.setText(SIGNS[verdict.level])
        texts = (*verdict.details, *[""] * MOST_DETAILS)
        for label, text in zip(self.details, texts, strict=False):
            label.show_figures(text)
        explained = bool(verdict.why)
        self.why.setVisible(explained)
        self.setEnabled(explained)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if explained else Qt.CursorShape.ArrowCursor
        )
        self.setAccessibleName(f"Verdict: {verdict.headline}")
        asks = " Press Enter to learn why." if explained else ""
        self.setAccessibleDescription(self.text_of_details + asks)
        if verdict.level != self._level:
            self._level = verdict.level
            self._restyle()
        self._place()

    def event(self, event: QEvent) -> bool:
        """A label says that it wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks, as a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Under the mouse it looks as if it could be pressed."""
        super().enterEvent(event)
        self._restyle()

    def leaveEvent(self, event: QEvent) -> None:
        """As before."""
        super().leaveEvent(event)
        self._restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The labels paint themselves; who came by the keyboard sees where they are."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("real"), 1))
            around = self.sign.geometry() | self.headline.geometry() | self.why.geometry()
            box = QRectF(around.adjusted(-5, 5, 5, -5)).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, 4, 4)

    def _place(self) -> None:
        left = 6
        for label in (self.sign, self.headline, self.why, *self.details):
            room = max(self.width() - left, 0)
            text = label.text() if label is not self.why or label.isVisibleTo(self) else ""
            width = min(label.sizeHint().width(), room) if text else 0
            label.setGeometry(QRect(left, 0, width, self.height()))
            left += width + (GAP if width else 0) // (
                2 if label in (self.sign, self.headline) else 1
            )

    def _restyle(self) -> None:
        color = getattr(self._theme.palette, COLORS[self._level])
        for label in (self.sign, self.headline):
            label.setStyleSheet(f"color: {color};")
        hovered = self.underMouse() and self.isEnabled()
        self.why.setStyleSheet(f"color: {self._theme.palette.text};" if hovered else "")


class _Detail(ElidedLabel):
    """Figures whose words are explained by a tooltip."""

    _older = False

    def show_figures(self, text: str) -> None:
        """Show others, grey where they are of an earlier step; nothing where there are none."""
        older = isinstance(text, Older)
        if older != self._older:
            self._older = older
            self.setProperty("class", "muted" if older else None)
            self.style().polish(self)
        if text != self.text():
            self.setText(text)

    def _explain(self) -> None:
        super()._explain()
        if not self.text():
            return
        from ganlab.lab.verdicts.glossary import explain

        meanings = [f"<b>{escape(word)}</b>  {escape(told)}" for word, told in explain(self.text())]
        whole = [escape(self.text())] if self.toolTip() else []
        if meanings:
            self.setToolTip("<br>".join([*whole, *meanings]))
