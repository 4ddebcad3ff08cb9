"""A generator of one number that a person can follow: one hidden layer, one step at a time.

G(z) = w₂ · tanh(W₁ z + b₁) + b₂
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from ganlab.data.target import Array
from ganlab.document.players import NoiseName
from ganlab.theory.push_forward.noise import NOISE, knots

HIDDEN = 24
START = 1.6, 0.6
"""Mean and standard deviation of what a fresh generator makes: beside p_data, as in panel (a)."""
SAMPLES = 8000
"""Noise of more than one dimension is drawn, so often."""

Objective = Literal["non-saturating", "saturating"]


@dataclass(frozen=True, eq=False)
class Layers:
    """The parameters θ of G."""

    inner: Array
    """W₁, (HIDDEN, dimension)"""
    bends: Array
    """b₁, (HIDDEN,)"""
    outer: Array
    """w₂, (HIDDEN,)"""
    offset: float
    """b₂"""

    def hidden(self, z: Array) -> Array:
        """tanh(W₁ z + b₁), (n, HIDDEN), for (n, dimension) noise."""
        return np.tanh(z @ self.inner.T + self.bends)

    def __call__(self, z: Array) -> Array:
        """G(z), (n,), for (n, dimension) noise."""
        return np.asarray(self.hidden(z) @ self.outer + self.offset)

    def flat(self) -> tuple[float, ...]:
        """θ as one row, as a control holds it."""
        parts = [self.inner.ravel(), self.bends, self.outer, np.array([self.offset])]
        return tuple(np.concatenate(parts).tolist())


def count(dimension: int) -> int:
    """How many parameters there are for noise of so many dimensions."""
    return HIDDEN * (dimension + 2) + 1


def from_flat(parameters: tuple[float, ...], dimension: int) -> Layers:
    """The inverse of `Layers.flat`."""
    theta = np.asarray(parameters)
    cuts = np.cumsum([HIDDEN * dimension, HIDDEN, HIDDEN])
    inner, bends, outer, offset = np.split(theta, cuts)
    return Layers(inner.reshape(HIDDEN, dimension), bends, outer, float(offset[0]))


def fresh(noise: NoiseName, dimension: int, seed: int) -> Layers:
    """A generator that has learned nothing: nearly straight, of START's mean and spread."""
    rng = np.random.default_rng(seed)
    inner = rng.normal(0, 1, (HIDDEN, dimension))
    bends = rng.normal(0, 1, HIDDEN)
    z = rng.permutation(drawn(noise, dimension)[0])[:512]
    hidden = np.column_stack([np.tanh(z @ inner.T + bends), np.ones(len(z))])
    unit = NOISE[noise].std * dimension**0.5
    aim = START[0] + START[1] * z.sum(axis=1) / unit
    # Ridge: large weights that cancel each other would make every step a wild one.
    gram = hidden.T @ hidden + 1e-2 * len(z) * np.eye(HIDDEN + 1) / 10
    solved = np.linalg.solve(gram, hidden.T @ aim)
    return Layers(inner, bends, solved[:-1], float(solved[-1]))


def drawn(noise: NoiseName, dimension: int) -> tuple[Array, Array]:
    """Noise (n, dimension) and the probability (n,) of each: of one dimension the knots, each with
    what lies around it; else independent draws, always the same."""
    law = NOISE[noise]
    if dimension == 1:
        z = knots(noise)
        middles = np.concatenate([[-np.inf], (z[1:] + z[:-1]) / 2, [np.inf]])
        return z[:, None], np.diff(law.cdf(middles))
    z = law.sample(SAMPLES * dimension, np.random.default_rng(0)).reshape(SAMPLES, dimension)
    return z, np.full(SAMPLES, 1 / SAMPLES)


def step(
    layers: Layers,
    z: Array,
    mass: Array,
    centres: Array,
    logits: Array,
    objective: Objective,
    rate: float,
) -> Layers:
    """θ after one step of gradient descent against a fixed D, whose logits (m,) are known at evenly
    spaced centres; the expectation over the noise is the sum over (n,) z with their mass.

    Saturating: down E log(1 - D(G(z))) (Algorithm 1). Non-saturating: up E log D(G(z)) (section 3).
    """
    x, hidden = layers(z), layers.hidden(z)
    logit = np.interp(x, centres, logits)
    slope = np.interp(x, centres, np.gradient(logits, centres))
    d = expit(logit)
    pull = mass * slope * (d if objective == "saturating" else 1 - d)
    back = pull[:, None] * layers.outer * (1 - hidden**2)
    return Layers(
        layers.inner + rate * back.T @ z,
        layers.bends + rate * back.sum(axis=0),
        layers.outer + rate * hidden.T @ pull,
        layers.offset + rate * float(pull.sum()),
    )
