"""The bench: noise pushed through a function, and what is expected of it."""

from __future__ import annotations

import json
from functools import lru_cache

import numpy as np
from pydantic import Field, field_validator

from ganlab.assets import resource_path
from ganlab.data.target import Array
from ganlab.document.players import NoiseName
from ganlab.experiment import Experiment
from ganlab.presets import load_preset
from ganlab.theory.bench import Bench, Controls, Drawn, Number, Results, Statement
from ganlab.theory.push_forward.change_of_variables import (
    PushForward,
    expectation_over_x,
    expectation_over_z,
    push_forward,
)
from ganlab.theory.push_forward.functions import FUNCTIONS, Formula, Name, tabulated
from ganlab.theory.push_forward.noise import NOISE, knots

MOST = 20_000
"""Samples."""
REACH = 20.0
"""No x that can be chosen lies farther out."""


class PushForwardControls(Controls):
    """Which noise, which function, and where one looks."""

    f: Name = Field(
        "sin",
        title="f",
        description="The function: sin z, z³, |z|, 1/(1 + e⁻ᶻ), eᶻ, or a generator with one number "
        "of noise and one of data: that of the playground, or else the one that ships with ganlab, "
        "trained on two Gaussians.",
        json_schema_extra={
            "choices": {
                "sin": "sin z",
                "cube": "z³",
                "absolute": "|z|",
                "logistic": "1 / (1 + e⁻ᶻ)",
                "exponential": "eᶻ",
                "generator": "G(z), a generator",
            }
        },
    )
    noise: NoiseName = Field(
        "gaussian",
        title="Noise",
        description="z: N(0, 1), or uniform between -1 and 1.",
        json_schema_extra={"choices": {"gaussian": "N(0, 1)", "uniform": "U(-1, 1)"}},
    )
    x: float = Field(
        0.5, ge=-REACH, le=REACH, title="x", description="The place at which the density is read."
    )
    weight: float = Field(
        1.5, ge=-10, le=10, title="Slope of D", description="a of D(x) = 1/(1 + exp(-(a x + b)))."
    )
    bias: float = Field(
        0.0, ge=-10, le=10, title="Offset of D", description="b of D(x) = 1/(1 + exp(-(a x + b)))."
    )
    samples: int = Field(
        4000, ge=100, le=MOST, title="Samples", description="How many z are drawn."
    )
    seed: int = Field(1, ge=0, le=2**31 - 1, title="Seed", description="Decides which z are drawn.")
    generator: tuple[Drawn, ...] = Field(
        (),
        title="Generator",
        description="G(z) of the playground at evenly spaced z; empty: of the generator that ships "
        "with ganlab.",
        json_schema_extra={"form": False},
    )
    generator_noise: NoiseName = Field(
        "gaussian",
        title="Noise of the generator",
        description="The noise over which those z are spaced.",
        json_schema_extra={"form": False},
    )

    @field_validator("generator")
    @classmethod
    def _as_many_as_knots(cls, x: tuple[float, ...]) -> tuple[float, ...]:
        if len(x) not in (0, len(knots("gaussian"))):
            raise ValueError(f"a generator is given by {len(knots('gaussian'))} numbers")
        return x


def law(controls: PushForwardControls) -> PushForward:
    """The law of x = f(z)."""
    if controls.f != "generator":
        return _law(controls.f, controls.noise)
    known = controls.generator or shipped_generator()
    over = controls.generator_noise if controls.generator else "gaussian"
    return _law_of_generator(known, over, controls.noise)


@lru_cache(maxsize=8)
def _law(f: Name, noise: NoiseName) -> PushForward:
    return push_forward(FUNCTIONS[f], NOISE[noise])


@lru_cache(maxsize=2)
def _law_of_generator(x: tuple[float, ...], over: NoiseName, noise: NoiseName) -> PushForward:
    return push_forward(tabulated(knots(over), x), NOISE[noise])


@lru_cache(maxsize=1)
def shipped_generator() -> tuple[float, ...]:
    """G(z) at `knots("gaussian")` of the preset "mixture-1d" after its 4,000 steps."""
    return tuple(json.loads(resource_path("theory", "generator-1d.json").read_bytes()))


def drawn(law: PushForward, n: int, seed: int) -> tuple[Array, Array]:
    """z and x = f(z), both (n,): always the same for the same seed, and fewer are the first."""
    z, x = _drawn(law, seed)
    return z[:n], x[:n]


@lru_cache(maxsize=4)
def _drawn(law: PushForward, seed: int) -> tuple[Array, Array]:
    return law.sample(MOST, np.random.default_rng(seed))


def log_one_minus_d(controls: PushForwardControls, x: Array) -> Array:
    """log(1 - D(x)) = -log(1 + exp(a x + b)), what G descends in the minimax game."""
    return -np.logaddexp(0, controls.weight * x + controls.bias)


def by_hand(law: PushForward, x: Array) -> Array | None:
    """p_x from the formula of a textbook; None where there is none."""
    formula = law.function.density
    return None if formula is None else formula(law.noise, x)


def numbers(controls: PushForwardControls, results: Results) -> list[Number]:
    """The mass, the density at x, and three expectations, each three ways."""
    pushed, place = law(controls), np.array([controls.x])
    exact = by_hand(pushed, place)
    rows = [
        Number("total mass of p_x", expectation_over_x(pushed, np.ones_like), 1.0),
        Number(
            "p_x at x",
            float(pushed.density(place)[0]),
            None if exact is None else float(exact[0]),
            "per unit",
        ),
    ]
    _, x = drawn(pushed, controls.samples, controls.seed)
    at = controls.weight, controls.bias
    for name, h, depends in (
        ("E[x]", lambda x: x, None),
        ("E[x²]", np.square, None),
        ("E[log(1 − D(x))]", lambda x: log_one_minus_d(controls, x), at),
    ):
        over_x, over_z = _integrals(pushed, name, h, depends)
        unit = "nats" if "log" in name else ""
        rows += [
            Number(f"{name}, ∫ over x", over_x, over_z, unit),
            Number(f"{name}, samples", float(h(x).mean()), over_z, unit),
        ]
    return rows


_known: dict[tuple[PushForward, str], tuple[object, tuple[float, float]]] = {}


def _integrals(law: PushForward, name: str, h: Formula, depends: object) -> tuple[float, float]:
    """E h over x and over z, remembered as long as neither law nor h is another."""
    held = _known.get((law, name))
    if held is None or held[0] != depends:
        if len(_known) > 64:
            _known.clear()
        held = depends, (expectation_over_x(law, h), expectation_over_z(law, h))
        _known[law, name] = held
    return held[1]


def experiment(controls: PushForwardControls) -> Experiment:
    """A game in one dimension on noise of one: its generator is such a function."""
    return load_preset("mixture-1d").with_values({"noise.kind": controls.noise})


BENCH = Bench(
    name="push-forward",
    title="Noise pushed through a function",
    group="The game",
    about="p_g is where a generator puts the noise. Choose f and drag x: its density adds up all z "
    "that become x, each the less the steeper f is there.",
    statements=(
        Statement(
            "The density of x = f(z) is the sum, over all z that become x, of the density of the "
            "noise divided by the slope of f.",
            r"p_x(x)=\sum_{z:\,f(z)=x}\frac{p_z(z)}{|f'(z)|}",
            "Casella and Berger 2002, Statistical Inference, theorem 2.1.8",
            "ganlab.theory.push_forward.change_of_variables:push_forward",
            "tests/theory/test_push_forward.py::test_the_density_is_that_of_the_textbook",
        ),
        Statement(
            "Whatever the function, no mass is lost.",
            r"\int p_x(x)\,dx=1",
            "Casella and Berger 2002, theorem 2.1.8",
            "ganlab.theory.push_forward.change_of_variables:expectation_over_x",
            "tests/theory/test_push_forward.py::test_every_push_forward_has_mass_one",
        ),
        Statement(
            "The law of the unconscious statistician: an expectation over x is one over z, so that "
            "p_g need not be known to play the game.",
            r"\mathbb{E}\,h(f(z))=\int h(f(z))\,p_z(z)\,dz=\int h(x)\,p_x(x)\,dx",
            "Casella and Berger 2002, section 2.2; Goodfellow et al. 2014, proof of Theorem 1",
            "ganlab.theory.push_forward.change_of_variables:expectation_over_z",
            "tests/theory/test_push_forward.py::test_both_integrals_and_samples_agree",
        ),
    ),
    controls=PushForwardControls,
    numbers=numbers,
    experiment=experiment,
)
