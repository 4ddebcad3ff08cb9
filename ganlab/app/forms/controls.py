"""Rows of a form: one control for one field of the document.

A control shows a value (`show_value`) and says what a person wants instead (`edited`); it never
changes by itself what it is bound to. The wheel scrolls the panel and turns no control but the
focused one.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Container

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from ganlab.app.forms.fields import Field, Number, Value, nearest, read_number, stops
from ganlab.app.look.theme import figure_font
from ganlab.app.widgets.bounded import flash, taken
from ganlab.app.widgets.chevron import ComboBox
from ganlab.figures import exact

LABEL_WIDTH = 96
HANDLE_PX = 18


class Control(QWidget):
    """A row: a label and what sets the field. Subclasses add the latter."""

    edited = Signal(object)
    """The value that a person asked for: of the field's type, or text that does not read as it."""

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__()
        self.field = field
        self.parts: list[QWidget] = []
        title = field.full_title if name_player else field.title
        self.label = QLabel(title + ("  ↻" if field.restarts else ""))
        self.label.setProperty("class", "muted")
        self.label.setMinimumWidth(LABEL_WIDTH)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(0)
        self.grid.setColumnStretch(1, 1)
        self.grid.addWidget(self.label, 0, 0)
        self._reason: str | None = None

    @abstractmethod
    def show_value(self, value: Value) -> None:
        """Show the document's value; emits nothing."""

    def set_reason(self, reason: str | None) -> None:
        """Disable the row and say why, or enable it (None)."""
        if reason != self._reason:
            self._reason = reason
            self.setEnabled(reason is None)
            self._explain()

    def _explain(self) -> None:
        note = "" if self._reason is None else f"<b>Without effect now.</b> {self._reason}<br><br>"
        for widget in (self, *self.findChildren(QWidget)):
            widget.setToolTip(f"<qt>{note}{self.field.help_text}</qt>")

    def name_part(self, widget: QWidget, suffix: str = "") -> None:
        """Give a part its accessible name and its place in the tab order."""
        self.parts.append(widget)
        widget.setAccessibleName(self.field.full_title + suffix)
        widget.setAccessibleDescription(self.field.help)
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class NumberEdit(QLineEdit):
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

    def _commit(self) -> None:
        text = self.text()
        self.setText(self._shown)
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
            self.setText(self._shown)
        else:
            super().keyPressEvent(event)


class NumberControl(Control):
    """A number without a scale, such as the seed."""

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__(field, name_player)
        self.edit = NumberEdit(field)
        self.edit.committed.connect(self.edited)
        self.name_part(self.edit)
        self.grid.addWidget(self.edit, 0, 1)
        self._explain()

    def show_value(self, value: Value) -> None:
        """Show the document's number."""
        if not isinstance(value, str):
            self.edit.show_number(value)


class Slider(QSlider):
    """A slider whose handle comes to where the groove is clicked, and can be dragged from there."""

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the slider has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SliderControl(Control):
    """A number on a slider, its exact value typed at the right.

    What can change while training runs is applied while the slider moves; what starts training
    again, when it is let go.
    """

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__(field, name_player)
        self._stops = stops(field.low, field.high, field.open_high, field.kind is int)
        self._wanted: int | None = None
        self.slider = Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(self._stops) - 1)
        self.slider.setPageStep(max(1, len(self._stops) // 10))
        self.slider.setMinimumHeight(HANDLE_PX)
        self.slider.setTracking(not field.restarts)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderMoved.connect(self._preview)
        self.slider.sliderReleased.connect(self._released)
        self.edit = NumberEdit(field)
        self.edit.setProperty("class", "figure")
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.committed.connect(self.edited)
        self.name_part(self.slider)
        self.name_part(self.edit, ", exact")
        self.grid.addWidget(self.edit, 0, 1)
        self.grid.addWidget(self.slider, 1, 0, 1, 2)
        self._explain()

    def show_value(self, value: Value) -> None:
        """Show the number, and the slider at its nearest stop."""
        if isinstance(value, str):
            return
        self.edit.show_number(value)
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setValue(nearest(self._stops, value))

    def _moved(self, position: int) -> None:
        self.edited.emit(self._stops[position])

    def _preview(self, position: int) -> None:
        self._wanted = position
        self.edit.show_number(self._stops[position])

    def _released(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._moved(wanted)


class ChoiceControl(Control):
    """One of a few words."""

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__(field, name_player)
        self.combo = ComboBox()
        self.combo.setSizeAdjustPolicy(
            ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for value, title in field.choices.items():
            self.combo.addItem(title, value)
        self.combo.activated.connect(self._chosen)
        self.name_part(self.combo)
        self.grid.addWidget(self.combo, 0, 1)
        self._explain()

    def show_value(self, value: Value) -> None:
        """Show the document's choice."""
        self.combo.setCurrentIndex(self.combo.findData(value))

    def allow(self, values: Container[str]) -> None:
        """Only these can be chosen; the others are seen, in grey."""
        model = self.combo.model()
        for row in range(self.combo.count()):
            known = self.combo.itemData(row) in values
            model.setData(model.index(row, 0), None if known else 0, Qt.ItemDataRole.UserRole - 1)

    def _chosen(self, index: int) -> None:
        self.edited.emit(self.combo.itemData(index))


_WITHOUT_WORDS = {"data.range": "as found"}
"""What an empty row of text means, where that is not "all"."""


class TextControl(Control):
    """Some words: Enter or leaving them commits, Escape puts them back."""

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__(field, name_player)
        self._shown = ""
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(_WITHOUT_WORDS.get(field.path, "all"))
        self.edit.editingFinished.connect(self._commit)
        self.name_part(self.edit)
        self.grid.addWidget(self.edit, 0, 1)
        self._explain()

    def show_value(self, value: Value) -> None:
        """Show the document's words, and leave what is being typed if they have not changed."""
        if str(value) != self._shown:
            self._shown = str(value)
            self.edit.setText(self._shown)

    def _commit(self) -> None:
        text = self.edit.text()
        self.edit.setText(self._shown)
        if text != self._shown:
            self.edited.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the shown words back."""
        if event.key() == Qt.Key.Key_Escape and self.edit.text() != self._shown:
            self.edit.setText(self._shown)
        else:
            super().keyPressEvent(event)


class CheckControl(Control):
    """Yes or no."""

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__(field, name_player)
        self.box = QCheckBox()
        self.box.clicked.connect(self._clicked)
        self._shown = False
        self.name_part(self.box)
        self.grid.addWidget(self.box, 0, 1)
        self._explain()

    def show_value(self, value: Value) -> None:
        """Show the document's choice."""
        self._shown = bool(value)
        self.box.setChecked(self._shown)

    def _clicked(self, checked: bool) -> None:
        self.box.setChecked(self._shown)  # until the document says so
        self.edited.emit(checked)
