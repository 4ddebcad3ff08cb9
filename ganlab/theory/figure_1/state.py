"""What one can move in figure 1, and the moment of the game that it says."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from pydantic import Field, field_validator
from scipy.special import expit

from ganlab.data.target import Array
from ganlab.document.players import NoiseName
from ganlab.theory.bench import Controls, Drawn, Height
from ganlab.theory.densities import Mixture
from ganlab.theory.figure_1 import generator
from ganlab.theory.figure_1.cells import masses_of_map, masses_of_samples
from ganlab.theory.figure_1.generator import Layers, Objective
from ganlab.theory.figure_1.moment import Moment

REACH = 6.0
"""The line of the bench ends there, both ways."""
CELLS = 480
EDGES = np.linspace(-REACH, REACH, CELLS + 1)
PLACES = np.linspace(-REACH, REACH, 121)
"""Where a drawn p_data is known."""
KERNEL = 0.1
"""Width of the kernel that estimates p_g where it is not known."""
LINES = 41
"""From z to x."""


class Figure1Controls(Controls):
    """p_data, the noise, and where both players stand."""

    p: Mixture = Field(
        Mixture.gaussian(-1, 1),
        title="p_data",
        description="The density of the data, a mixture of Gaussians and uniforms between -6 and "
        "6; N(mean, variance). A curve that is drawn takes its place.",
    )
    noise: NoiseName = Field(
        "gaussian",
        title="Noise",
        description="z: N(0, 1), or uniform between -1 and 1.",
        json_schema_extra={"choices": {"gaussian": "N(0, 1)", "uniform": "U(-1, 1)"}},
    )
    dimension: int = Field(
        1,
        ge=1,
        le=2,
        title="Dimensions of the noise",
        description="With 1, p_g is known exactly, by change of variables; with 2 it is estimated "
        "from samples by a kernel.",
    )
    objective: Objective = Field(
        "non-saturating",
        title="G's objective",
        description="What a step of G follows: up E log D(G(z)), or, as in Algorithm 1, down "
        "E log(1 - D(G(z))).",
    )
    rate: float = Field(
        0.1, ge=0.001, le=1.0, title="Step of G", description="Learning rate of a step of G."
    )
    seed: int = Field(
        1, ge=0, le=2**31 - 1, title="Seed", description="Decides the first weights of G and of D."
    )
    drawn: tuple[Height, ...] = Field(
        (),
        title="Drawn p_data",
        description="Heights of a curve at 121 places from -6 to 6; empty: p_data is the mixture.",
        json_schema_extra={"form": False},
    )
    generator: tuple[Drawn, ...] = Field(
        (),
        title="G",
        description="The weights of G; empty, or of other noise: those of the seed.",
        json_schema_extra={"form": False},
    )
    discriminator: tuple[Drawn, ...] = Field(
        (),
        title="D",
        description="D's logit in each of 480 cells from -6 to 6; empty: 0, so that D says 1/2.",
        json_schema_extra={"form": False},
    )

    @field_validator("p")
    @classmethod
    def _lies_in_the_picture(cls, p: Mixture) -> Mixture:
        means = [part.mean for part in p.parts]
        if min(means) < -REACH or max(means) > REACH:
            raise ValueError(f"its parts have to lie between -{REACH:g} and {REACH:g}")
        return p

    @field_validator("drawn")
    @classmethod
    def _is_a_density(cls, drawn: tuple[float, ...]) -> tuple[float, ...]:
        if len(drawn) not in (0, len(PLACES)):
            raise ValueError(f"p_data is drawn at {len(PLACES)} places, not at {len(drawn)}")
        if drawn and not (min(drawn) >= 0 and max(drawn) > 0):
            raise ValueError("the curve of a density is nowhere below 0, and somewhere above")
        return drawn

    @field_validator("generator")
    @classmethod
    def _are_weights(cls, weights: tuple[float, ...]) -> tuple[float, ...]:
        one, two = generator.count(1), generator.count(2)
        if len(weights) not in (0, one, two):
            raise ValueError(f"G has {one} weights with one dimension of noise, {two} with two")
        return weights

    @field_validator("discriminator")
    @classmethod
    def _are_logits(cls, logits: tuple[float, ...]) -> tuple[float, ...]:
        if len(logits) not in (0, CELLS):
            raise ValueError(f"has {len(logits)} logits; D has {CELLS} cells")
        return logits


def layers_of(controls: Figure1Controls) -> Layers:
    """G as it stands."""
    return _layers(controls.noise, controls.dimension, controls.seed, controls.generator)


def _layers(noise: NoiseName, dimension: int, seed: int, weights: tuple[float, ...]) -> Layers:
    if len(weights) == generator.count(dimension):
        return generator.from_flat(weights, dimension)
    return _fresh(noise, dimension, seed)


def logits_of(controls: Figure1Controls) -> Array:
    """D's logit in each cell, (CELLS,)."""
    return np.array(controls.discriminator) if controls.discriminator else np.zeros(CELLS)


def data_of(controls: Figure1Controls) -> Array:
    """What p_data has in each cell, (CELLS,), sum 1."""
    if not controls.drawn:
        inner = controls.p.cdf(EDGES[1:-1])
        return np.maximum(np.diff(inner, prepend=0.0, append=1.0), 0.0)
    heights = np.interp((EDGES[1:] + EDGES[:-1]) / 2, PLACES, controls.drawn)
    return np.asarray(heights / heights.sum())


def moment_of(controls: Figure1Controls, logits: Array | None = None) -> Moment:
    """The game as it stands; with D's `logits` (CELLS,) in place of those of the controls."""
    chosen = controls.noise, controls.dimension, controls.seed
    g, z, x = _generated(*chosen, controls.generator)
    d = expit(logits_of(controls) if logits is None else logits)
    return Moment(EDGES, data_of(controls), g, d, z, x, controls.dimension == 1)


@lru_cache(maxsize=4)
def _generated(
    noise: NoiseName, dimension: int, seed: int, weights: tuple[float, ...]
) -> tuple[Array, Array, Array]:
    """What p_g has in each cell, (CELLS,); and some noise and what G makes of it, each (LINES,)."""
    layers = _layers(noise, dimension, seed, weights)
    z, _ = _noise(noise, dimension)
    if dimension == 1:
        shown = _evenly(noise)
        return masses_of_map(layers(z), noise, EDGES), shown[:, 0], layers(shown)
    shown = z[:LINES]
    return masses_of_samples(layers(z), EDGES, KERNEL), shown[:, 0], layers(shown)


def after_step(controls: Figure1Controls) -> tuple[float, ...]:
    """The weights of G after one step against D as it stands, as a control holds them."""
    z, mass = _noise(controls.noise, controls.dimension)
    centres = (EDGES[1:] + EDGES[:-1]) / 2
    moved = generator.step(
        layers_of(controls),
        z,
        mass,
        centres,
        logits_of(controls),
        controls.objective,
        controls.rate,
    )
    return moved.flat()


@lru_cache(maxsize=4)
def _noise(noise: NoiseName, dimension: int) -> tuple[Array, Array]:
    return generator.drawn(noise, dimension)


@lru_cache(maxsize=4)
def _fresh(noise: NoiseName, dimension: int, seed: int) -> Layers:
    return generator.fresh(noise, dimension, seed)


def _evenly(noise: NoiseName) -> Array:
    """(LINES, 1) evenly spaced noise, as in the figure's lower line."""
    end = 2.5 if noise == "gaussian" else 1.0
    return np.linspace(-end, end, LINES)[:, None]
