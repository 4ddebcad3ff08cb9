"""The density of what a generator makes of noise, by change of variables.

Where noise has the data's dimension and G is differentiable,

    p_g(x) = Σ p_z(z) / |det ∂G/∂z|   over all z with G(z) = x.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ganlab.experiment import Noise

Array = NDArray[np.float64]
Push = Callable[[Array], Array]
"""(n, d) noise -> (n, d) what the generator makes of it."""

REACH = 4.5
"""Standard deviations of Gaussian noise that are searched: beyond lies 1e-5 of it."""
CELLS = {1: 1000, 2: 56}
"""Along an axis of the noise that is searched, by dimension."""
NEWTON = 4
"""Steps from a cell's flat image to the place that is looked for."""
STEP = 1e-3
"""Of the differences that make a derivative: single precision bears no smaller one."""
SAME = 1e-3
"""Places of noise that are nearer to one another are one."""


def density_at(push: Push, noise: Noise, x: Array) -> float:
    """p_g at x (d,), per unit of what `push` gives, d 1 or 2 and that of the noise; NaN where it is
    no number."""
    found = _preimages(push, noise, x)
    if found is None:
        return math.nan
    if not len(found):
        return 0.0
    slopes = np.abs(np.linalg.det(_jacobian(push, found)))
    with np.errstate(divide="ignore"):
        return float((noise_density(noise, found) / slopes).sum())


def noise_density(noise: Noise, z: Array) -> Array:
    """(n, d) -> (n,) p_z."""
    dimension = z.shape[1]
    if noise.kind == "gaussian":
        return np.exp(-(z * z).sum(axis=1) / 2) / (2 * math.pi) ** (dimension / 2)
    return np.where((np.abs(z) <= 1).all(axis=1), 0.5**dimension, 0.0)


def _preimages(push: Push, noise: Noise, x: Array) -> Array | None:
    """(m, d) the noise that becomes x: sought in the flat image of each simplex of a grid. None
    where there are no numbers."""
    points, simplices = _grid(REACH if noise.kind == "gaussian" else 1.0, len(x))
    image = push(points)
    if not np.isfinite(image).any():
        return None
    # A simplex is near where x lies in its box; corner by corner, as short axes are slow to reduce.
    ends = [image[numbers] for numbers in simplices.T]
    low, high = np.minimum.reduce(ends), np.maximum.reduce(ends)
    near = simplices[((low <= x) & (x <= high)).all(axis=1)]
    image, corners = image[near], points[near]
    # x = a + E w with the weights w of the other corners: inside where none is negative.
    sides = np.swapaxes(image[:, 1:] - image[:, :1], 1, 2)
    regular = np.abs(np.linalg.det(sides)) > 1e-12
    sides, image, corners = sides[regular], image[regular], corners[regular]
    weights = np.linalg.solve(sides, (x - image[:, 0])[..., None])[..., 0]
    inside = (weights >= -1e-6).all(axis=1) & (weights.sum(axis=1) <= 1 + 1e-6)
    ways = corners[inside, 1:] - corners[inside, :1]
    z = corners[inside, 0] + np.einsum("ni,nid->nd", weights[inside], ways)
    return _distinct(_refined(push, z, x))


@lru_cache(maxsize=2)
def _grid(reach: float, dimension: int) -> tuple[Array, NDArray[np.intp]]:
    """The points (n, d) of a grid in the noise, and the intervals (m, 2) or triangles (m, 3)
    between them, by the numbers of their corners."""
    edges = np.linspace(-reach, reach, CELLS[dimension] + 1)
    if dimension == 1:
        ends = np.arange(len(edges))
        return edges[:, None], np.stack([ends[:-1], ends[1:]], axis=1)
    points = np.stack(np.meshgrid(edges, edges), axis=-1).reshape(-1, 2)
    numbers = np.arange(len(points)).reshape(len(edges), len(edges))
    a, b = numbers[:-1, :-1].ravel(), numbers[:-1, 1:].ravel()
    c, d = numbers[1:, 1:].ravel(), numbers[1:, :-1].ravel()
    return points, np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])


def _refined(push: Push, z: Array, x: Array) -> Array:
    """Newton's method, where it gets nearer."""
    missed = np.linalg.norm(push(z) - x, axis=1)
    for _ in range(NEWTON if len(z) else 0):
        jacobian = _jacobian(push, z)
        regular = np.abs(np.linalg.det(jacobian)) > 1e-12
        jacobian[~regular] = np.eye(len(x))
        step = np.linalg.solve(jacobian, (x - push(z))[..., None])[..., 0]
        nearer = z + step
        distance = np.linalg.norm(push(nearer) - x, axis=1)
        better = regular & (distance < missed)
        z, missed = np.where(better[:, None], nearer, z), np.where(better, distance, missed)
    return z


def _jacobian(push: Push, z: Array) -> Array:
    """(n, d) -> (n, d, d): row i is the gradient of the i-th coordinate."""
    n, dimension = z.shape
    steps = STEP * np.concatenate([np.eye(dimension), -np.eye(dimension)])
    images = push((z + steps[:, None]).reshape(-1, dimension)).reshape(2, dimension, n, dimension)
    return np.moveaxis((images[0] - images[1]) / (2 * STEP), 0, 2)


def _distinct(z: Array) -> Array:
    """Each place once: a triangle's neighbour finds it, too."""
    kept: list[Array] = []
    for place in z:
        if all(np.abs(place - other).max() > SAME for other in kept):
            kept.append(place)
    return np.array(kept).reshape(-1, z.shape[1])
