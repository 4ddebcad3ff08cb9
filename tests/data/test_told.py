"""Which data have classes that players can be told: the document and the target agree."""

from __future__ import annotations

import pytest

from ganlab.data import make_target
from ganlab.data.toy.catalog import TARGETS
from ganlab.experiment import DrawingData, Stroke, ToyData


@pytest.mark.parametrize("name", TARGETS)
def test_a_built_in_target_says_whether_it_has_classes(name: str) -> None:
    data = ToyData(name=name)
    told = make_target(data).told_names
    assert bool(told) == (data.no_classes == "")
    assert sum(make_target(data).told_shares) == pytest.approx(1.0 if told else 0.0)


def test_a_drawing_has_classes_once_two_are_drawn() -> None:
    a, b = (Stroke(points=((0.0, 0.0),), label=label) for label in (0, 1))
    erased = Stroke(points=((0.5, 0.5),), label=2, tool="eraser")
    assert DrawingData(strokes=(a,)).no_classes
    assert DrawingData(strokes=(a, erased)).no_classes
    assert not DrawingData(strokes=(a, b)).no_classes
