"""What a number is set with: a figure that can be typed over, and a slider."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

from ganlab.app.forms.field import Field, Number, read_number
from ganlab.app.forms.line import LineEdit
from ganlab.app.look.theme import figure_font
from ganlab.app.widgets.layout.bounded import flash, taken
from ganlab.figures import exact


class NumberEdit(LineEdit):
    """A figure that can be typed over: Enter or leaving it commits, Escape puts it back. One that
    the field does not allow becomes the nearest that it does."""

    committed = Signal(object)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        self._shown = ""
        self.setFont(figure_font())
        self.editingFinished.connect(self._commit)

    def show_number(self, value: Number) -> None:
        """Show a number; emits nothing, and leaves what is being typed if it has not changed."""
        text = exact(value)
        if text != self._shown:
            self._shown = text
            self.setText(text)

    def put_back(self) -> None:
        """Show the number in place of what is being typed; emits nothing."""
        self.setText(self._shown)

    def _commit(self) -> None:
        text = self.text()
        self.put_back()
        if text == self._shown:
            return
        typed = read_number(text, self._field.kind is int)
        allowed = typed if isinstance(typed, str) else self._field.bounded(typed)
        if not isinstance(allowed, str) and allowed != typed:
            flash(self, taken(self._field.bounds, allowed))
        self.committed.emit(allowed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the shown number back."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.put_back()
        else:
            super().keyPressEvent(event)


class Slider(QSlider):
    """A slider whose handle comes to where the groove is clicked, and can be dragged from there."""

    rested = Signal()
    """The mouse or the key that moved it was let go."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the handle under the mouse before it is taken."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        if event.button() is Qt.MouseButton.LeftButton and not handle.contains(
            event.position().toPoint()
        ):
            half, room = handle.width() // 2, self.width() - handle.width()
            position = QStyle.sliderValueFromPosition(
                self.minimum(), self.maximum(), event.position().toPoint().x() - half, room
            )
            self.setSliderDown(True)
            self.setSliderPosition(position)
            self.sliderMoved.emit(position)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag is over."""
        super().mouseReleaseEvent(event)
        self.rested.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A push is over, however long the key was held."""
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():
            self.rested.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the slider has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
