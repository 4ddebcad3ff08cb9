"""The buttons of the tool windows: text, tooltip and look in one line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from ganlab.app.look.theme import SMALL_PX, text_font
from ganlab.app.look.words import in_tooltip

SMALL_ICON_PX = 12


class SmallButton(QToolButton):
    """A small button no wider than its icon and text. It does something once: a box, like every
    button; what switches is a pill (see ChipButton)."""

    PADDING_PX = 7
    """Left and right of what is on it: the style sheet's, and its border."""

    def __init__(self, text: str, parent: QWidget | None = None, look: str = "act") -> None:
        super().__init__(parent)
        self.setProperty("class", look)
        self.setText(text)
        self.setFont(text_font(SMALL_PX))
        self.setIconSize(QSize(SMALL_ICON_PX, SMALL_ICON_PX))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """Icon, gap, text and padding."""
        text = self.fontMetrics().horizontalAdvance(self.text())
        icon = 0 if self.icon().isNull() else SMALL_ICON_PX + 4
        return QSize(text + icon + 2 * self.PADDING_PX, super().sizeHint().height())


class ShrinkingButton(SmallButton):
    """Goes without its text where a row is too narrow for it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Icon and padding."""
        return QSize(SMALL_ICON_PX + 2 * self.PADDING_PX, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Whether there is room for the text."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        short = event.size().width() < self.sizeHint().width()
        self.setToolButtonStyle(
            style.ToolButtonIconOnly if short else style.ToolButtonTextBesideIcon
        )


def push_button(text: str, tooltip: str) -> QPushButton:
    """A button that Enter does not press unless it has the focus."""
    button = QPushButton(text)
    button.setAccessibleName(text.strip())
    button.setToolTip(in_tooltip(tooltip))
    button.setAutoDefault(False)
    return button


def tool_button(text: str, tooltip: str, checkable: bool = False) -> QToolButton:
    """As wide as its row allows; once it has an icon, its text is only for screen readers."""
    button = QToolButton()
    button.setProperty("class", "tool")
    button.setText(text)
    button.setCheckable(checkable)
    button.setToolTip(in_tooltip(tooltip))
    button.setAccessibleName(text)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button
