"""How much of a distribution on a line falls into each cell: of what a map makes of noise exactly,
of samples by a kernel."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ganlab.data.target import Array
from ganlab.document.players import NoiseName
from ganlab.theory.push_forward.noise import NOISE, knots

NARROWEST = 1e-9
"""A stretch of the map that is flatter than this is a point; it gets this width."""
FINER = 5
"""Stretches between two knots: within each the noise is taken to be evenly spread."""


def masses_of_map(x: Array, noise: NoiseName, edges: Array) -> Array:
    """(m,) of the law of G(z) in cells between (m + 1,) rising edges.

    :param x: G at `knots(noise)`; between two of them G is taken to be straight.

    By change of variables each stretch of z adds its probability / |x' - x| between its images; the
    distribution function is the integral of their sum. What lies beyond the edges counts to the
    outermost cells, so that nothing is lost.
    """
    z, mass = _stretches(noise)
    x = np.interp(z, knots(noise), x)
    low, high = np.minimum(x[:-1], x[1:]), np.maximum(x[:-1], x[1:])
    high = np.maximum(high, low + NARROWEST * (1 + np.abs(low)))
    rate = mass / (high - low)
    places = np.concatenate([low, high])
    order = np.argsort(places, kind="stable")
    places = places[order]
    density = np.cumsum(np.concatenate([rate, -rate])[order])
    reached = np.concatenate([[0.0], np.cumsum(density[:-1] * np.diff(places))])
    function = np.interp(edges, places, reached, left=0.0, right=1.0)
    function[0], function[-1] = 0.0, 1.0
    return np.maximum(np.diff(function), 0.0)


@lru_cache(maxsize=2)
def _stretches(noise: NoiseName) -> tuple[Array, Array]:
    """The ends z (n + 1,) of stretches of the noise, and what lies in each, (n,), sum 1."""
    ends = knots(noise)
    z = np.linspace(ends[0], ends[-1], FINER * (len(ends) - 1) + 1)
    mass = np.diff(NOISE[noise].cdf(z))
    return z, mass / mass.sum()


def masses_of_samples(x: Array, edges: Array, sigma: float) -> Array:
    """(m,) of the law that (n,) samples come from, estimated: each is spread as a Gaussian of width
    `sigma` (Parzen 1962). The cells, between (m + 1,) edges, are equally wide; what lies beyond
    counts to the outermost."""
    width = edges[1] - edges[0]
    counts, _ = np.histogram(np.clip(x, edges[0], edges[-1]), edges)
    sigma = max(sigma, width / 4)
    reach = min(int(np.ceil(4 * sigma / width)), len(counts) - 1)
    kernel = np.exp(-((np.arange(-reach, reach + 1) * width / sigma) ** 2) / 2)
    smooth = np.convolve(counts, kernel / kernel.sum())
    inner = smooth[reach : len(smooth) - reach].copy()
    inner[0] += smooth[:reach].sum()
    inner[-1] += smooth[len(smooth) - reach :].sum()
    return np.asarray(inner / len(x))
