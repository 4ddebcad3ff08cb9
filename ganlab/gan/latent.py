"""Ways through latent space: between two points, across a plane, along what a generator hears best.

Everything here is plain numpy on rows of noise (n, d) and knows no network, so that the window can
use it as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PARALLEL = 1e-6
"""An angle, radians, below which (or this close to π) an arc is no better than a straight line."""


def lerp(a: Floats, b: Floats, shares: Floats) -> Floats:
    """The straight line from a to b, (d,) each: (n, d) points (1 − t) a + t b for n shares t."""
    t = np.asarray(shares, dtype=np.float64)[:, None]
    return (1 - t) * a + t * b


def slerp(a: Floats, b: Floats, shares: Floats) -> Floats:
    """The great arc from a to b, (d,) each: (n, d) points for n shares t.

        sin((1 − t) Ω)/sin Ω · a  +  sin(t Ω)/sin Ω · b,   Ω the angle between a and b

    Shoemake 1985, "Animating rotation with quaternion curves"; White 2016, "Sampling generative
    networks", takes it to latent spaces. Points of equal norm stay at that norm: Gaussian noise of
    d dimensions lies near the sphere of radius √d, and a straight line would cut through its
    inside, where the generator was never trained. Parallel and opposite points (and 0), between
    which there is no one arc, are joined by the straight line.
    """
    norms = float(np.linalg.norm(a) * np.linalg.norm(b))
    angle = float(np.arccos(np.clip(np.dot(a, b) / norms, -1, 1))) if norms > 0 else 0.0
    if min(angle, np.pi - angle) < PARALLEL:
        return lerp(a, b, shares)
    t = np.asarray(shares, dtype=np.float64)[:, None]
    points: Floats = (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)
    return points


@dataclass(frozen=True)
class Plane:
    """A flat sheet in latent space: the point (x, y) of it is origin + x · across + y · up."""

    origin: Floats
    """(d,)"""
    across: Floats
    """(d,)"""
    up: Floats
    """(d,)"""

    def at(self, x: float, y: float) -> Floats:
        """The (d,) noise at a place of the plane."""
        return self.origin + x * self.across + y * self.up


def plane_through(anchors: Floats, places: Floats) -> Plane:
    """The plane that has the three (3, d) `anchors` at the (3, 2) `places`.

    Raises ValueError where the places lie on one line.
    """
    corners = np.column_stack([np.ones(3), places])
    if abs(np.linalg.det(corners)) < 1e-9:
        raise ValueError("three places on one line span no plane")
    origin, across, up = np.linalg.solve(corners, np.asarray(anchors, dtype=np.float64))
    return Plane(origin, across, up)


def random_plane(dimension: int, radius: float, rng: np.random.Generator) -> Plane:
    """The plane through 0 along two random directions at right angles: (1, 0) lies at `radius`.

    With one dimension there is only one direction, and `up` leads nowhere.
    """
    directions, _ = np.linalg.qr(rng.standard_normal((dimension, min(2, dimension))))
    across = radius * directions[:, 0]
    up = radius * directions[:, 1] if dimension > 1 else np.zeros(1)
    return Plane(np.zeros(dimension), across, up)


def leading_directions(weight: NDArray[np.floating], count: int) -> tuple[Floats, Floats]:
    """In which directions of noise the first layer changes most.

    The layer is y = A z + b, so a step along the unit vector n changes it by A n. The vectors that
    make ‖A n‖² largest, each at right angles to those before, are the eigenvectors of AᵀA (Shen and
    Zhou 2021, "Closed-form factorization of latent semantics in GANs", equation 5); ‖A n‖ is then
    the singular value of A. They are also the principal components of y for Gaussian noise
    (Härkönen et al. 2020, "GANSpace"). Of ±n the one is taken whose largest entry is positive.

    :param weight: A, (features, d).
    :param count: how many at most; there are no more than d.
    :returns: (count, d) unit vectors, strongest first, and their (count,) strengths ‖A n‖.
    """
    weight = np.asarray(weight, dtype=np.float64)
    squares, vectors = np.linalg.eigh(weight.T @ weight)
    chosen = vectors.T[::-1][:count]
    largest = np.abs(chosen).argmax(axis=1)
    signs = np.where(chosen[np.arange(len(chosen)), largest] < 0, -1.0, 1.0)
    return chosen * signs[:, None], np.sqrt(squares[::-1][:count].clip(0))
