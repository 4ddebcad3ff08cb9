"""Numbers typed out of range: they are brought into it, with a flash, and the range is said."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QSpinBox, QToolTip, QWidget

from ganlab.app.look.words import in_tooltip
from ganlab.app.widgets.light_up import light_up
from ganlab.app.widgets.read_out import read_out
from ganlab.figures import exact
from ganlab.numerals import only_value

SAID_MS = 5000


def flash(widget: QWidget, words: str) -> None:
    """Light the widget up for a moment and say why, right below it."""
    light_up(widget)
    widget.setProperty("said", words)
    # A moment later: a tip goes when the focus does, which may be on its way to the next field.
    QTimer.singleShot(0, widget, lambda: _say(widget, words))
    read_out(widget)


def taken(bounds: str, number: float) -> str:
    """What is said of a number that was brought into `bounds`, "1 to 20"."""
    return f"{bounds} is possible: {exact(number)} was taken"


def _say(widget: QWidget, words: str) -> None:
    if widget.isVisible():
        where = widget.mapToGlobal(QPoint(0, widget.height() - 8))
        QToolTip.showText(where, in_tooltip(words), widget, QRect(), SAID_MS)


class NumberBox(QSpinBox):
    """A spin box into which any whole number may be typed; one out of range is brought into it, and
    Return, which would close a dialog, then only shows what became of it."""

    _mended = False
    """Whether the number just typed was out of range."""

    def validate(self, text: str, pos: int) -> tuple[QValidator.State, str, int]:
        """Let a number be typed that is too large or too small: `fixup` sees to it."""
        typed = self._typed(text)
        if typed is None:
            return QValidator.State(super().validate(text, pos)[0]), text, pos
        inside = self.minimum() <= typed <= self.maximum()
        state = QValidator.State.Acceptable if inside else QValidator.State.Intermediate
        return state, text, pos

    def fixup(self, text: str) -> str:
        """The nearest number that is possible."""
        typed = self._typed(text)
        if typed is None:
            return str(super().fixup(text))
        number = max(self.minimum(), min(typed, self.maximum()))
        self._mended = True
        flash(self, taken(f"{exact(self.minimum())} to {exact(self.maximum())}", number))
        return self.textFromValue(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return takes what was typed."""
        self._mended = False
        super().keyPressEvent(event)
        if self._mended:
            event.accept()

    def valueFromText(self, text: str) -> int:
        """Numbers as people write them."""
        return self._typed(text) or 0

    def _typed(self, text: str) -> int | None:
        try:
            number = only_value(text.removesuffix(self.suffix()), whole=True)
        except ValueError:
            return None
        return int(number) if number is not None and number.is_integer() else None
