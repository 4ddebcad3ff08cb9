"""Why the verdict is what it is: the rule, the figures it compared, what to try."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.forms.field import rich
from ganlab.app.look.theme import TEXT_PX, Theme, figure_font, text_font
from ganlab.app.panels.status.verdict_line import COLORS, SIGNS
from ganlab.app.widgets.buttons import push_button
from ganlab.app.widgets.layout.flow_layout import FlowLayout
from ganlab.games.verdicts.verdict import Compared, Remedy, Verdict
from ganlab.lab.verdicts.glossary import explain

WIDTH = 460
GAP = 6
"""Pixels between the panel and the line that it explains."""


class WhyPanel(QFrame):
    """A panel over the window; Escape or a click beside it closes it.

    It is of the moment at which it was asked for, and says of which step that is.
    """

    chosen = Signal(object)
    """The Remedy that was clicked."""
    closed = Signal()

    def __init__(self, theme: Theme, verdict: Verdict, step: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("class", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)  # a click on the line closes it too
        self.setAccessibleName(f"Why: {verdict.headline}")
        self.setFixedWidth(WIDTH)
        self.buttons = [self._button(remedy) for remedy in verdict.remedies]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.setSpacing(8)
        layout.addLayout(self._head(theme, verdict, step))
        rule = QLabel(verdict.why)
        rule.setWordWrap(True)
        rule.setAccessibleName("The rule")
        layout.addWidget(rule)
        if verdict.figures:
            layout.addLayout(self._figures(verdict.figures))
        if self.buttons:
            title = QLabel("WHAT TO TRY")
            title.setProperty("class", "title")
            title.setContentsMargins(0, 6, 0, 0)
            layout.addWidget(title)
            row = QWidget()
            flow = FlowLayout(row, spacing=6)
            for button in self.buttons:
                flow.addWidget(button)
            row.setMinimumHeight(flow.heightForWidth(WIDTH - 32))
            layout.addWidget(row)
        elif verdict.why:
            nothing = QLabel("Nothing to mend: let it go on.")
            nothing.setProperty("class", "muted")
            layout.addWidget(nothing)

    def show_over(self, line: QWidget) -> None:
        """Open above the line, within the screen."""
        layout = self.layout()
        assert layout is not None
        self.setFixedHeight(layout.totalHeightForWidth(WIDTH))
        corner = line.mapToGlobal(QPoint(0, -self.height() - GAP))
        room = line.screen().availableGeometry() if line.screen() else QRect(corner, self.size())
        corner.setX(max(min(corner.x(), room.right() - self.width()), room.left()))
        corner.setY(max(corner.y(), room.top()))
        self.move(corner)
        self.show()
        (self.buttons[0] if self.buttons else self).setFocus(Qt.FocusReason.PopupFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say so."""
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; Escape closes, as for every popup."""
        focused = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _button(self, remedy: Remedy) -> QPushButton:
        text = f"{remedy.text}  ↺" if remedy.restarts else remedy.text
        button = push_button(text, rich(remedy.text, remedy.about))
        button.setAccessibleName(remedy.text)
        button.setAccessibleDescription(remedy.about)
        button.clicked.connect(partial(self._choose, remedy))
        return button

    def _choose(self, remedy: Remedy, _checked: bool = False) -> None:
        self.close()
        self.chosen.emit(remedy)

    @staticmethod
    def _head(theme: Theme, verdict: Verdict, step: int) -> QHBoxLayout:
        color = getattr(theme.palette, COLORS[verdict.level])
        sign, headline, moment = QLabel(SIGNS[verdict.level]), QLabel(verdict.headline), QLabel()
        headline.setFont(text_font(TEXT_PX + 1, QFont.Weight.DemiBold))
        headline.setWordWrap(True)
        headline.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (sign, headline):
            label.setStyleSheet(f"color: {color};")
        moment.setText(f"at step {step:,}")
        moment.setProperty("class", "small")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(headline, 1, Qt.AlignmentFlag.AlignTop)
        head.addWidget(moment, 0, Qt.AlignmentFlag.AlignTop)
        return head

    @staticmethod
    def _figures(figures: tuple[Compared, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(2, 1)
        for row, compared in enumerate(figures):
            name, value, against = (
                QLabel(text) for text in (compared.name, compared.value, compared.against)
            )
            name.setProperty("class", "muted")
            value.setFont(figure_font())
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setAccessibleName(f"{compared.name}: {compared.value}")
            against.setProperty("class", "muted")
            against.setWordWrap(True)
            meanings = explain(f"{compared.name} {compared.value}")
            name.setToolTip("<br>".join(rich(word, told) for word, told in meanings))
            for column, label in enumerate((name, value, against)):
                grid.addWidget(label, row, column)
        return grid
