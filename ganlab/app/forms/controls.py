"""Rows of a form: one control for one field of the document.

A control shows a value (`show_value`) and says what a person wants instead (`edited`); it never
changes by itself what it is bound to. The wheel scrolls the panel and turns no control but the
focused one.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Container

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QWidget,
)

from ganlab.app.forms.field import Field, Value, nearest
from ganlab.app.forms.line import LineEdit
from ganlab.app.forms.numbers import NumberEdit, Slider
from ganlab.app.look.theme import SMALL_PX, text_font
from ganlab.app.widgets.chevron import ComboBox
from ganlab.app.widgets.layout.parted import Parted

LABEL_WIDTH = 96
HANDLE_PX = 18


class Control(Parted):
    """A row: a label and what sets the field. Subclasses add the latter."""

    edited = Signal(object)
    """The value that a person asked for: of the field's type, or text that does not read as it."""
    rested = Signal()
    """What a person held to change it has been let go: the mouse or a key."""

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__()
        self.field = field
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

    def put_back(self) -> None:
        """Show the document's value in place of what is being typed; emits nothing."""

    def set_reason(self, reason: str | None) -> None:
        """Disable the row and say why, or enable it (None)."""
        if reason != self._reason:
            self._reason = reason
            self.put_back()  # losing the focus would ask for it
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


class NumberControl(Control):
    """A number without a scale, such as the seed."""

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__(field, name_player)
        self.edit = NumberEdit(field)
        self.edit.committed.connect(self.edited)
        self.name_part(self.edit)
        self.grid.addWidget(self.edit, 0, 1)
        self._explain()

    def put_back(self) -> None:
        """Show the document's number."""
        self.edit.put_back()

    def show_value(self, value: Value) -> None:
        """Show the document's number."""
        if not isinstance(value, str):
            self.edit.show_number(value)


class SliderControl(Control):
    """A number on a slider, its exact value typed at the right.

    What can change while training runs is applied while the slider moves; what starts training
    again, when it is let go.
    """

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__(field, name_player)
        self._stops = field.stops
        self._wanted: int | None = None
        self.slider = Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(self._stops) - 1)
        self.slider.setPageStep(max(1, len(self._stops) // 10))
        self.slider.setMinimumHeight(HANDLE_PX)
        self.slider.setTracking(not field.restarts)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderMoved.connect(self._preview)
        self.slider.sliderReleased.connect(self._released)
        self.slider.rested.connect(self.rested)
        self.edit = NumberEdit(field)
        self.edit.setProperty("class", "figure")
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.committed.connect(self.edited)
        self.name_part(self.slider)
        self.name_part(self.edit, ", exact")
        self.grid.addWidget(self.edit, 0, 1)
        self.grid.addWidget(self.slider, 1, 0, 1, 2)
        self._explain()

    def put_back(self) -> None:
        """Show the document's number."""
        self.edit.put_back()

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
        heading = ""
        for value, title in field.choices.items():
            if (group := field.groups.get(value, "")) != heading:
                heading = group
                self._add_heading(heading)
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

    def _add_heading(self, text: str) -> None:
        """A line that cannot be chosen."""
        self.combo.addItem(text)
        row, model = self.combo.count() - 1, self.combo.model()
        model.setData(model.index(row, 0), 0, Qt.ItemDataRole.UserRole - 1)
        self.combo.setItemData(row, text_font(SMALL_PX), Qt.ItemDataRole.FontRole)

    def _chosen(self, index: int) -> None:
        self.edited.emit(self.combo.itemData(index))


_WITHOUT_WORDS = {"data.range": "as found"}
"""What an empty row of text means, where that is not "all"."""


class TextControl(Control):
    """Some words: Enter or leaving them commits, Escape puts them back."""

    def __init__(self, field: Field, name_player: bool = False) -> None:
        super().__init__(field, name_player)
        self._shown = ""
        self.edit = LineEdit()
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

    def put_back(self) -> None:
        """Show the document's words."""
        self.edit.setText(self._shown)

    def _commit(self) -> None:
        text = self.edit.text()
        self.put_back()
        if text != self._shown:
            self.edited.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the shown words back."""
        if event.key() == Qt.Key.Key_Escape and self.edit.text() != self._shown:
            self.put_back()
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
