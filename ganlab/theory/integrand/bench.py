"""Bench: the integrand of V(D, G), and where it is greatest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from ganlab.theory.bench import Bench, Controls, Number, Results, Statement
from ganlab.theory.integrand import function

if TYPE_CHECKING:
    from ganlab.experiment import Experiment

Axes = Literal["p_data and D", "p_g and D", "p_data and p_g"]


class Integrand(Controls):
    """The densities at one x, what D says there, and how the surface is looked at."""

    p_data: float = Field(
        1.0,
        ge=0.01,
        le=2.0,
        title="a = p_data(x)",
        description="The density of the data at x: how much log D(x) weighs.",
    )
    p_g: float = Field(
        0.5,
        ge=0.01,
        le=2.0,
        title="b = p_g(x)",
        description="The density of the generator at x: how much log(1 − D(x)) weighs.",
    )
    d: float = Field(
        0.3,
        ge=0.001,
        le=0.999,
        title="y = D(x)",
        description="What D says at x. The integrand is greatest at a/(a + b).",
    )
    axes: Axes = Field(
        "p_data and D",
        title="Surface over",
        description="Which two of p_data, p_g and D lie on the ground of the surface. Its height "
        "is the integrand, over p_data and p_g it is D*.",
    )
    azimuth: float = Field(
        -52.0,
        ge=-180.0,
        le=180.0,
        title="Turned by",
        description="Degrees that the surface is turned about its upright axis.",
        json_schema_extra={"form": False},
    )
    elevation: float = Field(
        28.0,
        ge=0.0,
        le=90.0,
        title="Seen from above by",
        description="Degrees from which one looks down on the surface; 90 is from right above.",
        json_schema_extra={"form": False},
    )


def numbers(controls: Integrand, results: Results) -> list[Number]:
    """The maximum, found by search, beside the proposition's."""
    a, b, d = controls.p_data, controls.p_g, controls.d
    best = float(function.best(a, b))
    found = function.found_best(a, b)
    return [
        Number("D*, where it is greatest", found, best),
        Number(
            "greatest value",
            float(function.integrand(found, a, b)),
            float(function.integrand(best, a, b)),
            "nats",
        ),
        Number("slope at D*", float(function.slope(best, a, b)), 0.0, "nats"),
        Number(
            "second derivative at D*",
            function.found_curvature(best, a, b),
            function.curvature_at_best(a, b),
            "nats",
        ),
        Number("value at D(x)", float(function.integrand(d, a, b)), unit="nats"),
        Number(
            "second derivative at D(x)",
            function.found_curvature(d, a, b),
            float(function.curvature(d, a, b)),
            "nats",
        ),
    ]


def _experiment(_controls: Integrand) -> Experiment:
    """One dimension, D often at its turn: the readout under the mouse names D and D*."""
    from ganlab.presets import load_preset

    return load_preset("mixture-1d").with_values({"game.k": 5})


_AT = "ganlab.theory.integrand.function:"
_TEST = "tests/theory/test_integrand.py::"

BENCH = Bench(
    name="integrand",
    title="The integrand",
    group="The game",
    about="At every x by itself D chooses the y that makes a log y + b log(1 − y) greatest. Drag y "
    "along the curve, move a and b, and turn the surface: its ridge is D*.",
    statements=(
        Statement(
            text="For any a, b > 0 the function a log y + b log(1 − y) is greatest at "
            "y = a/(a + b), so that D*(x) = p_data(x)/(p_data(x) + p_g(x)).",
            latex=r"\underset{y\in[0,1]}{\mathrm{arg\,max}}\; a\log y+b\log(1-y)=\frac{a}{a+b}",
            source="Goodfellow et al. 2014, Proposition 1",
            computed=f"{_AT}best",
            test=f"{_TEST}test_a_search_finds_the_maximum_of_proposition_1",
        ),
        Statement(
            text="The second derivative is below 0 everywhere, so there is no other maximum; at "
            "the maximum it is −(a + b)³/(ab).",
            latex=r"\frac{d^2}{dy^2}=-\frac{a}{y^2}-\frac{b}{(1-y)^2}<0,\qquad "
            r"\left.\frac{d^2}{dy^2}\right|_{\frac{a}{a+b}}=-\frac{(a+b)^3}{ab}",
            source="Goodfellow et al. 2014, proof of Proposition 1",
            computed=f"{_AT}curvature",
            test=f"{_TEST}test_the_second_derivative_is_that_of_finite_differences",
        ),
    ),
    controls=Integrand,
    numbers=numbers,
    experiment=_experiment,
)
