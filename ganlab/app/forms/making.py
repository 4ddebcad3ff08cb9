"""Which control suits which field."""

from __future__ import annotations

from ganlab.app.forms.controls import (
    CheckControl,
    ChoiceControl,
    Control,
    NumberControl,
    SliderControl,
    TextControl,
)
from ganlab.app.forms.field import Field
from ganlab.app.forms.segments import SegmentControl

SEGMENTED = frozenset({"game.train"})
"""Choices of a few short words, all of them in sight."""


def make_control(field: Field, name_player: bool = False) -> Control:
    """The control that suits a field; `name_player`: its label says whose it is."""
    if field.path in SEGMENTED:
        return SegmentControl(field, name_player)
    if field.choices:
        return ChoiceControl(field, name_player)
    if field.kind is bool:
        return CheckControl(field, name_player)
    if field.kind is str:
        return TextControl(field, name_player)
    kind = NumberControl if field.path == "seed" else SliderControl
    return kind(field, name_player)
