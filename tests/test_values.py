"""Frozen dataclasses that share their methods: to who uses them they are like the standard ones."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import numpy as np
import pytest

from ganlab.values import dataclass


@dataclass(frozen=True)
class Place:
    """Of a plane."""

    x: float
    y: float = 0.0
    names: list[str] = field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Standard:
    """The same, by the standard library."""

    x: float
    y: float = 0.0
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Nothing:
    """Without fields."""


@dataclass(frozen=True)
class Named(Place):
    """One that adds a field, and says what it is."""

    name: str = ""

    def __post_init__(self) -> None:
        if self.name == "nowhere":
            raise ValueError("there is no such place")

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class Rows:
    """Compared by identity, as arrays are."""

    rows: Any


CALLS: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((), {}),
    ((1.0,), {}),
    ((1.0, 2.0), {}),
    ((1.0,), {"y": 2.0, "names": ["a"]}),
    ((), {"y": 2.0, "x": 1.0}),
    ((1.0, 2.0, ["a"], 4.0), {}),
    ((1.0,), {"x": 2.0}),
    ((1.0,), {"z": 2.0}),
    ((), {"y": 1.0}),
)


@pytest.mark.parametrize(("given", "named"), CALLS)
def test_it_is_made_as_the_standard_one_is(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    def made(kind: Any) -> Any:
        try:
            return dataclasses.asdict(kind(*given, **named))
        except TypeError:
            return "refused"

    assert made(Place) == made(Standard)


def test_defaults_that_are_made_belong_to_one_alone() -> None:
    assert Place(1.0).names is not Place(1.0).names


def test_it_says_what_it_is() -> None:
    assert repr(Place(1.0)) == repr(Standard(1.0)).replace("Standard", "Place")
    assert repr(Nothing()) == "Nothing()"
    assert repr(Named(1.0, name="home")) == "home"


def test_it_equals_what_has_the_same_values_and_is_of_its_kind() -> None:
    assert Place(1.0, names=[]) == Place(1.0)
    assert Place(1.0) != Place(2.0)
    assert Place(1.0) != Named(1.0)
    standard: object = Standard(1.0)
    assert Place(1.0) != standard
    assert Nothing() == Nothing()
    rows = Rows(np.zeros(3))
    assert rows == rows
    assert rows != Rows(rows.rows)


def test_it_can_be_a_key() -> None:
    assert {Named(1.0, names=(), name="a"): 1}[Named(1.0, names=(), name="a")] == 1  # type: ignore[arg-type]
    assert hash(Nothing()) == hash(Nothing())
    with pytest.raises(TypeError, match="unhashable"):
        hash(Place(1.0))


def test_nothing_of_it_can_be_changed() -> None:
    place = Place(1.0)
    with pytest.raises(FrozenInstanceError, match="assign to field 'x'"):
        place.x = 2.0  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="delete field 'x'"):
        del place.x
    assert place.x == 1.0


def test_it_is_looked_over_once_it_is_made() -> None:
    with pytest.raises(ValueError, match="no such place"):
        Named(1.0, name="nowhere")


def test_dataclasses_know_it() -> None:
    assert [f.name for f in fields(Named)] == ["x", "y", "names", "name"]
    assert replace(Place(1.0, 2.0), x=3.0) == Place(3.0, 2.0)
    match Place(1.0, 2.0):
        case Place(x, y):
            assert (x, y) == (1.0, 2.0)


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))])
def test_it_survives_the_way_to_another_process(way: Any) -> None:
    assert way(Named(1.0, names=["a"], name="b")) == Named(1.0, names=["a"], name="b")
