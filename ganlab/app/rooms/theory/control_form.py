"""The form of a bench: rows made from its controls, as those of an experiment are."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic.fields import FieldInfo
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganlab.app.forms.controls import Control, SliderControl
from ganlab.app.forms.field import Field, Value
from ganlab.app.forms.making import make_control
from ganlab.app.rooms.theory.desk import Desk
from ganlab.theory.bench import Controls

DECADES = 1000
"""A slider over more than such a ratio moves by factors, not by steps."""


def fields_of(model: type[Controls], first: tuple[str, ...] = ()) -> list[Field]:
    """The fields that have a row, those named `first` in front."""
    shown = {name: info for name, info in model.model_fields.items() if _extra(info, "form", True)}
    names = [*first, *(name for name in shown if name not in first)]
    return [_field(name, shown[name]) for name in names if name in shown]


def _field(name: str, info: FieldInfo) -> Field:
    field = Field.read(name, info)
    titles = _extra(info, "choices", {})
    choices = {word: titles.get(word, _title(word)) for word in field.choices}
    linear = field.low <= 0 or field.high < DECADES * field.low
    scale = _extra(info, "scale", "linear" if linear else "log")
    return Field.read(name, info, choices=choices, linear=scale == "linear")


def _title(word: str) -> str:
    """A choice that has no other title: plain words begin with a capital, names stay as they are
    (p_g, KL)."""
    first = word.split(" ")[0]
    plain = len(first) > 1 and first.replace("-", "").isalpha() and first.islower()
    return word[:1].upper() + word[1:] if plain else word


def _extra(info: FieldInfo, key: str, otherwise: Any) -> Any:
    extra = info.json_schema_extra
    return extra.get(key, otherwise) if isinstance(extra, dict) else otherwise


class ControlForm(QWidget):
    """The rows; each shows the desk's controls after every change of them."""

    def __init__(self, desk: Desk, first: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._desk = desk
        self.rows: dict[str, Control] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for field in fields_of(desk.bench.controls, first):
            row = self.rows[field.path] = make_control(field)
            row.edited.connect(partial(self._edit, field.path))
            row.rested.connect(desk.settle)
            column.addWidget(row)
        column.addStretch(1)
        desk.changed.connect(self._show)
        self._show()

    def _edit(self, name: str, value: Value) -> None:
        """A slider is held until it says that it rests; anything else is one step by itself."""
        self._desk.set({name: value}, settled=not isinstance(self.rows[name], SliderControl))

    @Slot()
    def _show(self) -> None:
        for name, row in self.rows.items():
            value = getattr(self._desk.controls, name)
            row.show_value(value if isinstance(value, int | float | str) else str(value))
