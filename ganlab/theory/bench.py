"""What a bench of the theory room is: statements, controls, and numbers that have to agree.

Everything that is said of a bench on screen, on the command line and in docs/theory.md stands in
one `Bench`; its pictures stand in the room of the same name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ganlab.document.base import Document

if TYPE_CHECKING:
    from ganlab.experiment import Experiment

Group = Literal["The game", "Divergences", "Dynamics", "Learning from samples"]


LARGEST = 1e6
Drawn = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
"""One of many numbers that are drawn or learned: large enough, and its square is a number still."""
Height = Annotated[float, Field(ge=0, le=LARGEST)]
"""One of a density that is drawn."""


class Controls(Document):
    """What one can move on a bench. Every field has a default, a title, a description and bounds;
    its name is what ``--set`` takes."""


def start_at(farthest: float, title: str, description: str) -> Any:
    """A field of controls: a coordinate of where players start. 1 at first, within ±`farthest`;
    it is dragged in the plot, and has no row in the form."""
    return Field(
        1.0,
        ge=-farthest,
        le=farthest,
        title=title,
        description=description,
        json_schema_extra={"form": False},
    )


def bounded(controls: Controls, changes: Mapping[str, object]) -> Controls:
    """`controls` with other values; numbers out of their bounds are brought into them, and rounded
    where whole ones are asked for. Raises ValidationError for what is no value of a control."""
    values: dict[str, object] = dict(controls)
    for name, value in changes.items():
        info = type(controls).model_fields.get(name)
        if info is not None and isinstance(value, float) and info.annotation is int:
            value = round(value) if math.isfinite(value) else value
        if info is not None and isinstance(value, int | float) and not isinstance(value, bool):
            for bound in info.metadata:
                value = max(value, getattr(bound, "ge", value))
                value = min(value, getattr(bound, "le", value))
        values[name] = value
    return type(controls).model_validate(values)


@dataclass(frozen=True)
class Number:
    """One row of the table *computed | exact | difference*."""

    name: str
    computed: float
    exact: float | None = None
    """What the theorem says; None where nobody knows."""
    unit: str = ""

    @property
    def difference(self) -> float | None:
        """|computed - exact|: 0 where both are the same infinity, None where nothing is exact."""
        if self.exact is None:
            return None
        if self.computed == self.exact:
            return 0.0
        return math.nan if math.isnan(self.computed) else abs(self.computed - self.exact)


@dataclass(frozen=True)
class Statement:
    """One sentence of the theory, and where it is held."""

    text: str
    """In words, one or two sentences."""
    latex: str
    source: str
    """Paper and place: "Goodfellow et al. 2014, Theorem 1"."""
    computed: str
    """ "ganlab.theory.module:function" that a student reads beside the source."""
    test: str
    """ "tests/theory/test_module.py::test_name" that holds it."""


Results = Mapping[str, Any]
"""What long works have returned, by their names; those not done are not in it."""


@dataclass(frozen=True)
class Work:
    """Something that takes long: training, a sweep, a fit. It runs in the job process."""

    title: str
    """What its button says: "Train D to its optimum"."""
    about: str
    """Its tooltip: what it does and about how long it takes."""
    run: str
    """ "package.module:function" of (controls, progress, cancelled) -> plain data and numpy. Only
    there may torch be imported."""
    uses: tuple[str, ...] = ()
    """The controls that the result depends on: it is shown only as long as they stand as they
    stood when the work began. () all of them."""
    missing: Callable[[Any], str] = lambda controls: ""
    """(controls) -> why there is no such work as they stand, a sentence; "": there is."""
    asked: Callable[[Any], bool] = lambda controls: True
    """(controls) -> whether the command line does it, too. In the window its button is pressed."""


@dataclass(frozen=True)
class Bench:
    """One statement about GANs as something that one can move."""

    name: str
    """As on the command line."""
    title: str
    group: Group
    about: str
    """What one sees and what to try, two or three sentences."""
    statements: tuple[Statement, ...]
    controls: type[Controls]
    numbers: Callable[[Any, Results], list[Number]]
    """(controls, what works returned) -> the table. Takes a few milliseconds: what takes longer is
    a work."""
    works: Mapping[str, Work] = field(default_factory=dict)
    """By the name that `Results` has it under."""
    experiment: Callable[[Any], Experiment] | None = None
    """(controls) -> the experiment in which the statement can be seen in the playground."""
