"""Bench: Proposition 2, p_g descends C in the space of densities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field, field_validator

from ganlab.data.target import Array
from ganlab.theory.bench import Bench, Controls, Height, Number, Results, Statement
from ganlab.theory.densities import Mixture
from ganlab.theory.game import LOG_4
from ganlab.theory.playground import on_a_line
from ganlab.theory.proposition_2 import convexity, descent

if TYPE_CHECKING:
    from ganlab.experiment import Experiment


class Proposition2(Controls):
    """The data, where p_g starts, how it descends, and the line along which U is looked at."""

    p_data: Mixture = Field(
        Mixture.read(".6 N(-2, .5) + .4 N(2.5, .3)"),
        title="p_data",
        description=f"The data, in {descent.BINS} bins from −6 to 6.",
    )
    start: Mixture = Field(
        Mixture.read("N(1, 2)"),
        title="p_g starts at",
        description="Where the descent starts, unless p_g was drawn with the mouse or a random "
        "start is chosen.",
    )
    drawn: tuple[Height, ...] = Field(
        (),
        title="p_g as drawn",
        description=f"Where the descent starts: a height for each of {descent.BINS} bins; none: as "
        "written.",
        json_schema_extra={"form": False},
    )
    random_start: int = Field(
        0,
        ge=0,
        le=descent.STARTS,
        title="Random start",
        description=f"0: as written or drawn; 1 to {descent.STARTS}: a random histogram, from one "
        "that is nearly flat to one that stands in a bin or two.",
    )
    rate: float = Field(
        0.3,
        ge=0.2,
        le=1.0,
        title="Step size η",
        description="Of the mirror descent. Up to 1 the criterion never rises; at 1 every step "
        "moves p_g half-way to p_data.",
    )
    step: int = Field(
        0,
        ge=0,
        le=descent.STEPS,
        title="Step",
        description="How many steps p_g has made.",
    )
    other: Mixture = Field(
        Mixture.read("N(-3, .3)"),
        title="Line to",
        description="The other end of the line along which U is drawn; it begins where p_g starts.",
    )
    share: float = Field(
        0.4,
        ge=0.0,
        le=1.0,
        title="Place on the line",
        description="0 is p_g's start, 1 the other end. D is at its best there, and held, for the "
        "straight line below the curve.",
    )

    @field_validator("drawn")
    @classmethod
    def _all_bins(cls, drawn: tuple[float, ...]) -> tuple[float, ...]:
        if len(drawn) not in (0, descent.BINS):
            raise ValueError(f"p_g is drawn in {descent.BINS} bins, not in {len(drawn)}")
        return drawn


def start_of(controls: Proposition2) -> Array:
    """(BINS,) masses that the descent starts from."""
    if controls.random_start:
        masses: Array = descent.random_starts()[controls.random_start - 1]
        return masses
    if controls.drawn:
        return descent.started(np.array(controls.drawn))
    return descent.started(descent.histogram(controls.start))


def descent_of(controls: Proposition2) -> tuple[Array, Array]:
    """p_g (STEPS + 1, BINS) and C (STEPS + 1,), step by step."""
    return descent.descent(controls.p_data, tuple(start_of(controls)), controls.rate)


def numbers(controls: Proposition2, results: Results) -> list[Number]:
    """C now, at the end, from random starts, and along the line."""
    p_data, start = descent.histogram(controls.p_data), start_of(controls)
    p_g, values = descent_of(controls)
    every = descent.from_random_starts(controls.p_data, controls.rate)
    other = descent.started(descent.histogram(controls.other))
    place = np.array(controls.share)
    chord = float(convexity.chord(p_data, start, other, place))
    here = float(descent.criterion(p_data, convexity.between(start, other, controls.share)))
    steps = descent.STEPS
    return [
        Number("C now", float(values[controls.step]), unit="nats"),
        Number(f"C after {steps} steps", float(values[-1]), -LOG_4, "nats"),
        Number("largest rise of C in a step", rise(values), 0.0, "nats"),
        Number("steps to −log 4 + 0.0001", descent.steps_until_close(values), unit="steps"),
        Number(
            "mean of D* over p_data, then",
            float(p_data @ descent.optimal(p_data, p_g[-1])),
            0.5,
        ),
        Number(f"worst C, {descent.STARTS} random starts", float(every[-1].max()), -LOG_4, "nats"),
        Number("largest rise of C in them", rise(every), 0.0, "nats"),
        Number("U at the place on the line", here, unit="nats"),
        Number("chord less U there", chord - here, unit="nats"),
    ]


def rise(values: Array) -> float:
    """The most that C (STEPS + 1, ...) rises in any step; 0 where it never does."""
    return max(0.0, float(np.diff(values, axis=0).max()))


def _experiment(controls: Proposition2) -> Experiment:
    """D takes twenty steps to one of G's, so that it is nearly at its best."""
    return on_a_line(
        "proposition 2",
        "The data of the bench against a generator that is a network. D takes twenty steps to one "
        "of G's, so that it is nearly at its best, as the proposition asks.",
        controls.p_data,
        {"game.objective": "minimax", "game.k": 20},
    )


_AT = "ganlab.theory.proposition_2."
_TEST = "tests/theory/test_proposition_2.py::"

BENCH = Bench(
    name="proposition-2",
    title="Proposition 2",
    group="The game",
    about="p_g is a histogram that moves freely, D is always at its best, and C falls to −log 4 "
    "wherever p_g starts: draw a start with the mouse, or choose a random one, and play.",
    statements=(
        Statement(
            text="If D is at its best at each step and p_g is moved by small enough steps that "
            "lower U(p_g, D*), p_g converges to p_data.",
            latex=r"p_g\leftarrow\frac{1}{Z}\,p_g\,e^{-\eta\,\partial U/\partial p_g},\quad "
            r"\frac{\partial U}{\partial p_g}=\log(1-D^*)\;\;\Rightarrow\;\;C\to-\log 4",
            source="Goodfellow et al. 2014, Proposition 2; mirror descent: Beck and Teboulle 2003",
            computed=f"{_AT}descent:step",
            test=f"{_TEST}test_c_falls_to_minus_log_4_from_20_random_starts",
        ),
        Statement(
            text="U is convex in p_g: along the line between two p_g's it lies below the chord, "
            "and above U with D held at its best at any one place.",
            latex=r"\sup_D U((1-\lambda)p_0+\lambda p_1,D)\le(1-\lambda)\sup_D U(p_0,D)"
            r"+\lambda\sup_D U(p_1,D)",
            source="Goodfellow et al. 2014, proof of Proposition 2",
            computed=f"{_AT}convexity:along",
            test=f"{_TEST}test_u_lies_between_its_tangent_and_its_chord",
        ),
    ),
    controls=Proposition2,
    numbers=numbers,
    experiment=_experiment,
)
