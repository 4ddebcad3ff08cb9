"""Lines of equal density, of the target and of samples."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ganlab.app.items.plane.layer import Array
from ganlab.app.items.sampled import KERNEL, holding_levels, sampled_density
from ganlab.data import Affine, Modes, Target
from ganlab.data.target import plane_view

SHARES = (0.95, 0.75, 0.5, 0.25)
"""Each line is the border of the smallest region that holds this share."""
GAP = 0.012
"""Lines of less distance, view units, cannot be told apart: then there is only the outer one."""
FINE, COARSE = 320, 128
"""Cells a side: fine for mixtures, whose components may be narrow and whose density is cheap."""
SAMPLES = 50_000
"""Points behind the estimate where there is no density."""
FEW = 5
"""Samples."""
CORNERS = 96
"""Of a circle."""


def density_contours(target: Target, extent: float, equal: bool | None = None) -> Array:
    """(n, 2, 2) segments of the contours of a 2-D target over [-extent, extent]^2 of the view.

    `equal`: of which view, see `plane_view`.

    Around narrow modes the circle that holds 95 % of each. Else drawn in the logarithm of the
    density, in which Gaussian hills are smooth; from a smoothed histogram of samples where the
    target has no density.
    """
    view = plane_view(target, equal)
    if target.modes is not None and _are_narrow(target.modes, view):
        return _circles(target.modes, view)
    size = FINE if target.modes is not None else COARSE
    axis = (np.arange(size) + 0.5) / size * 2 * extent - extent
    x, y = np.meshgrid(axis, axis)
    points = view.inverse(np.column_stack([x.ravel(), y.ravel()]))
    known = target.log_density(points)
    if known is None:
        samples = view.forward(target.sample(SAMPLES, np.random.default_rng(0)).rows)
        log_density = np.log(_smoothed_histogram(samples, size, extent) + 1e-12)
    else:
        log_density = np.asarray(known, dtype=np.float64).reshape(size, size)
    return _contours(log_density, region_levels(log_density, SHARES), extent)


def sample_contours(points: Array, extent: float) -> Array:
    """(n, 2) samples in view units -> (m, 2, 2) segments of the contours of their density, of the
    same shares as the target's; for how it is estimated see `sampled_density`. Where samples lie so
    thinly that each would have a line of its own, the outermost is drawn where a FEW share a place.
    """
    density = sampled_density(points, extent)
    if not density.any():
        return np.zeros((0, 2, 2))
    log_density = np.full(density.shape, -np.inf)
    np.log(density, out=log_density, where=density > 0)
    least = FEW * KERNEL.max() / len(points)
    levels = holding_levels(points, density, extent, SHARES).clip(min=least)
    return _contours(log_density, np.unique(np.log(levels)), extent)


def _are_narrow(modes: Modes, view: Affine) -> bool:
    """Whether the lines around a mode could not be told apart, and those of two do not touch."""
    gap = (_radius(SHARES[0]) - _radius(SHARES[1])) * modes.sigma / min(view.scales)
    apart = modes.centres[:, None] - modes.centres
    nearest = np.linalg.norm(apart, axis=-1)[~np.eye(len(modes.centres), dtype=bool)]
    return gap < GAP and bool((nearest > 3 * _radius(SHARES[0]) * modes.sigma).all())


def _circles(modes: Modes, view: Affine) -> Array:
    """Around each mode the line that holds SHARES[0] of it."""
    angle = np.linspace(0, 2 * np.pi, CORNERS + 1)
    around = _radius(SHARES[0]) * modes.sigma * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    lines = view.forward((modes.centres[:, None] + around).reshape(-1, 2))
    lines = lines.reshape(len(modes.centres), -1, 2)
    return np.stack([lines[:, :-1], lines[:, 1:]], axis=2).reshape(-1, 2, 2)


def _radius(share: float) -> float:
    """Standard deviations from the centre within which this share of a 2-D Gaussian lies."""
    return math.sqrt(-2 * math.log(1 - share))


def _contours(log_density: Array, levels: Array, extent: float) -> Array:
    """(size, size) log-density over [-extent, extent]^2 -> the lines at ascending levels, (n, 2, 2)
    segments in view units, until one is too near to the last."""
    if not len(levels):
        return np.zeros((0, 2, 2))
    cell = 2 * extent / len(log_density)
    floor = levels.min() - 3.0  # -inf outside has no place between two cells
    clipped = np.fmax(log_density, floor)
    lines: list[Array] = []
    area, length = math.inf, 0.0  # of the last line, in cells and in their sides
    for level in levels:
        within = float(np.count_nonzero(clipped > level))
        if (area - within) * cell < GAP * length:
            break
        lines.append(isolines(clipped, level))
        area, length = within, float(np.linalg.norm(np.diff(lines[-1], axis=1), axis=-1).sum())
    return (np.concatenate(lines) + 0.5) * cell - extent


def region_levels(log_density: Array, shares: tuple[float, ...]) -> Array:
    """(rows, columns) log-density -> ascending levels whose upper regions hold these shares."""
    flat = log_density[np.isfinite(log_density)]
    if not len(flat):
        return np.zeros(0)
    falling = np.sort(flat)[::-1]
    mass = np.cumsum(np.exp(falling - falling[0]))
    held = np.searchsorted(mass, np.asarray(shares) * mass[-1]).clip(max=len(falling) - 1)
    # A hair lower, so that a plateau lies above its own level.
    return np.unique(np.round(falling[held] - 0.05, 2))


def isolines(values: Array, level: float) -> Array:
    """(rows, columns) finite values -> (n, 2, 2) segments in (column, row) units.

    Marching squares (Lorensen and Cline 1987, in two dimensions), over all cells at once.
    """
    above = values > level
    lower, upper = above[:-1], above[1:]
    some, every = lower | upper, lower & upper
    rows, columns = np.nonzero((some[:, :-1] | some[:, 1:]) & ~(every[:, :-1] & every[:, 1:]))
    offsets = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])  # (column, row), counter-clockwise
    corners = np.stack([columns, rows], axis=-1)[None] + offsets[:, None]  # (4, cells, 2)
    height = values[corners[..., 1], corners[..., 0]] - level  # (4, cells)
    after = np.roll(height, -1, axis=0)
    crossed = (height > 0) != (after > 0)  # edge i runs from corner i to corner i + 1
    share = height / np.where(crossed, height - after, 1.0)
    crossing = corners + share[..., None] * (np.roll(corners, -1, axis=0) - corners)
    return np.concatenate([_single(crossing, crossed), _saddles(crossing, crossed)])


def _single(crossing: Array, crossed: NDArray[np.bool_]) -> Array:
    """The one segment of each cell whose border is crossed twice."""
    twice = crossed.sum(axis=0) == 2
    edges = np.argsort(~crossed[:, twice], axis=0, kind="stable")[:2]
    return np.take_along_axis(crossing[:, twice], edges[..., None], axis=0).swapaxes(0, 1)


def _saddles(crossing: Array, crossed: NDArray[np.bool_]) -> Array:
    """The two segments of each cell whose border is crossed four times."""
    four = crossing[:, crossed.sum(axis=0) == 4]
    return np.concatenate([four[[0, 1]], four[[2, 3]]], axis=1).swapaxes(0, 1)


def _smoothed_histogram(points: Array, size: int, extent: float) -> Array:
    """(n, 2) -> (size, size) counts, row by y, blurred by a Gaussian of 1.5 cells."""
    edges = np.linspace(-extent, extent, size + 1)
    counts, _, _ = np.histogram2d(points[:, 1], points[:, 0], bins=(edges, edges))
    reach = np.arange(-5, 6)
    kernel = np.exp(-0.5 * (reach / 1.5) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        padded = np.pad(counts, [(5, 5) if a == axis else (0, 0) for a in (0, 1)])
        windows = np.lib.stride_tricks.sliding_window_view(padded, len(kernel), axis=axis)
        counts = windows @ kernel
    return counts
