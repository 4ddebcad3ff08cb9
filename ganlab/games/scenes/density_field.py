"""p_g over a part of the plane: of what a generator makes of noise by change of variables, where
noise has the data's dimension; else of samples, by a kernel."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ganlab.experiment import Noise
from ganlab.games.scenes.density import noise_density
from ganlab.games.shown.views import Rectangle
from ganlab.theory.figure_1.cells import masses_of_map, masses_of_samples
from ganlab.theory.push_forward.noise import knots

Array = NDArray[np.float64]
Push = Callable[[Array], Array]
"""(n, noise dimensions) -> (n, 2) what the generator makes of it, view units; of data in one
dimension the second column is 0."""

REACH = 4.5
"""Standard deviations of Gaussian noise that are pushed: beyond lies 1e-5 of it."""
SIDE = 100
"""Cells a side of the noise, each of two triangles within which G is taken to be straight."""
KERNEL = 0.03
"""Width of the kernel, view units."""
ASIDE = np.array([3.1e-4, 1.7e-4])
"""Of a cell: so that no place lies on the common side of two triangles, and counts twice."""
AT_ONCE = 1_000_000
"""Pairs of a triangle and a place that are looked at in one go."""


def pushed(
    push: Push, noise: Noise, part: Rectangle, rows: int, columns: int, far: float = REACH
) -> Array:
    """(rows, columns) the density of G(z), per unit of the view, at the centres of cells.

    p_g(x) = Σ p_z(z) / |det ∂G/∂z| over all z with G(z) = x: each triangle of the noise brings its
    mass over the area of its image to every place within that; one dimension: stretches likewise.
    """
    if noise.dimension == 1:
        edges, width = _edges(part, columns)
        masses = masses_of_map(push(knots(noise.kind)[:, None])[:, 0], noise.kind, edges)
        return masses[None, 1:-1] / width
    corners, triangles = _triangles(noise, far)
    image = push(corners)
    across = (image[:, 0] - part.left) / part.width * columns - 0.5
    up = (image[:, 1] - part.bottom) / part.height * rows - 0.5
    cell = part.width / columns * part.height / rows
    places = np.stack([across, up], axis=-1)[triangles] + ASIDE
    return _painted(noise, corners[triangles], places, rows, columns) / cell


def on_line(x: Array, z: Array, noise: Noise, at: Array) -> Array:
    """(m,) the density of G(z) at rising places `at` (m,), of G known to be x (n,) at rising z."""
    low, high = np.minimum(x[:-1], x[1:]), np.maximum(x[:-1], x[1:])
    first, last = np.searchsorted(at, low), np.searchsorted(at, high)
    count = last - first
    t = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(t)) - np.repeat(np.cumsum(count) - count, count) + first[t]
    rise = (x[1:] - x[:-1])[t]
    there = z[t] + (at[place] - x[t]) / rise * (z[t + 1] - z[t])
    density = noise_density(noise, there[:, None]) * np.abs((z[t + 1] - z[t]) / rise)
    return np.asarray(np.bincount(place, density, minlength=len(at)), float)


def sampled(samples: Array, part: Rectangle, rows: int, columns: int) -> Array:
    """The same of the law that (n, 2) samples come from, view units, estimated by a kernel."""
    if rows == 1:
        edges, width = _edges(part, columns)
        return masses_of_samples(samples[:, 0], edges, KERNEL)[None, 1:-1] / width
    from scipy.ndimage import gaussian_filter  # seldom asked for, and takes memory

    width, height = part.width / columns, part.height / rows
    counts, _, _ = np.histogram2d(
        samples[:, 1],
        samples[:, 0],
        bins=(rows, columns),
        range=(
            (part.bottom, part.bottom + part.height),
            (part.left, part.left + part.width),
        ),
    )
    sigma = max(KERNEL / height, 0.5), max(KERNEL / width, 0.5)
    smooth: Array = gaussian_filter(counts, sigma, mode="constant")
    return smooth / (len(samples) * width * height)


def _edges(part: Rectangle, columns: int) -> tuple[Array, float]:
    """Of the cells, with one more on either side that takes all that lies beyond; their width."""
    width = part.width / columns
    edges: Array = part.left + width * np.arange(-1.0, columns + 2)
    return edges, width


@lru_cache(maxsize=2)
def _triangles(noise: Noise, far: float) -> tuple[Array, NDArray[np.intp]]:
    """Corners (n, 2) of a grid in the noise, and the triangles (m, 3) between them by the numbers
    of their corners."""
    reach = far if noise.kind == "gaussian" else 1.0
    ends = np.linspace(-reach, reach, SIDE + 1)
    corners = np.stack(np.meshgrid(ends, ends), axis=-1).reshape(-1, 2)
    numbers = np.arange(len(corners)).reshape(SIDE + 1, SIDE + 1)
    a, b = numbers[:-1, :-1].ravel(), numbers[:-1, 1:].ravel()
    c, d = numbers[1:, 1:].ravel(), numbers[1:, :-1].ravel()
    return corners, np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])


def _painted(noise: Noise, z: Array, at: Array, rows: int, columns: int) -> Array:
    """(rows, columns) at places with whole numbers: of all triangles that a place lies in, the sum
    of p_z there times the area that the triangle has in the noise, over that which it has here.

    :param z: (n, 3, 2) the corners of triangles in the noise.
    :param at: (n, 3, 2) where they come to lie.
    """
    first, sides = at[:, 0], at[:, 1:] - at[:, :1]
    own = _area(z[:, 1:] - z[:, :1])
    area = _area(sides)
    size = np.array([columns, rows])
    low = np.ceil(at.min(1)).clip(0, size)
    count = np.floor(at.max(1)).clip(-1, size - 1) - low + 1
    chosen = np.flatnonzero((count > 0).all(1) & (np.abs(area) > 1e-12))
    counts = count[chosen].prod(1).astype(np.int64)
    ends = np.searchsorted(np.cumsum(counts), np.arange(AT_ONCE, counts.sum(), AT_ONCE))
    found = np.zeros(rows * columns)
    for some in np.split(np.arange(len(chosen)), ends):
        t = np.repeat(chosen[some], counts[some])
        number = np.arange(len(t)) - np.repeat(np.cumsum(counts[some]) - counts[some], counts[some])
        place = low[t] + np.column_stack([number % count[t, 0], number // count[t, 0]])
        # Weights of the second and the third corner: inside where none of the three is negative.
        away, (b, c) = place - first[t], (sides[t, 0], sides[t, 1])
        second = (away[:, 0] * c[:, 1] - away[:, 1] * c[:, 0]) / area[t]
        third = (away[:, 1] * b[:, 0] - away[:, 0] * b[:, 1]) / area[t]
        inside = (second >= 0) & (third >= 0) & (second + third <= 1)
        t, weights = t[inside], np.column_stack([second, third])[inside]
        there = z[t, 0] + np.einsum("nk,nki->ni", weights, z[t, 1:] - z[t, :1])
        density = noise_density(noise, there) * np.abs(own[t] / area[t])
        index = (place[inside] @ [1, columns]).astype(np.intp)
        found += np.bincount(index, density, minlength=rows * columns)
    return found.reshape(rows, columns)


def _area(sides: Array) -> Array:
    """(n, 2, 2) two sides of triangles -> (n,) twice their areas, with a sign."""
    area: Array = sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0]
    return area
