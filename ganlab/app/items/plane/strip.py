"""How a 1-D game is laid out in the square: the target's density on top, below it a strip of
samples each, at the bottom the noise and the lines along which the generator moves it (as in
figure 1 of Goodfellow et al. 2014)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganlab.app.items.plane.layer import Array
from ganlab.data import Target
from ganlab.document.players import NoiseName
from ganlab.games.shown.views import EXTENT, Rectangle

BASE, TOP = -0.2, 1.0
"""y of density 0 and of the highest density."""
STRIPS = (-0.39, -0.27), (-0.55, -0.43), (-0.71, -0.59)
"""Lowest and highest y of the samples of each kind, in the order of their chips."""
IMAGE_Y, NOISE_Y = -0.75, -1.14
"""y of the generator's output and of the noise, for the mapping: below all samples."""

CELLS = 300
"""In which a density is drawn."""
DASH = 0.018
"""Length of a dash and of what lies between two, view units."""
KERNEL = 0.02
"""Width of what spreads each sample where p_g is estimated, view units."""
LEAST = 1e-6
"""Of the highest density: what is below says nothing of D*."""
MOST = 1.25
"""Times as high as the target's highest, in the layout; higher is cut off."""
MOST_LINES = 40
"""From noise to image."""


def strip(x: Array, row: int) -> Array:
    """(n,) positions -> (n, 2), scattered over a strip, always in the same way."""
    low, high = STRIPS[row]
    # Not the seed of the shown samples, or height would follow from position.
    scattered = np.random.default_rng(1).uniform(low, high, len(x))
    return np.column_stack([x, scattered])


def density_curve(target: Target, part: Rectangle, size: int = 600) -> tuple[Array, float]:
    """(n, 2, 2) segments of the target's density over a part of the view, and its highest value
    over the whole, per unit of the view, which is as high as the layout; no segments and NaN where
    it is not known."""
    ends = part.left, part.left + part.width
    x, home = np.linspace(*ends, size), np.linspace(-EXTENT, EXTENT, size)
    known = target.log_density(target.view.inverse(np.concatenate([x, home])[:, None]))
    if known is None:
        return np.zeros((0, 2, 2)), float("nan")
    density = np.exp(known) * target.view.scales[0]
    highest = max(float(density[size:].max()), 1e-300)
    axis = np.array([[[ends[0], BASE], [ends[1], BASE]]])
    return np.concatenate([_curve(x, density[:size] / highest), axis]), highest


def edges_of(part: Rectangle, cells: int) -> NDArray[np.float64]:
    """(cells + 1,) edges of cells over the width of a part of the view."""
    return np.linspace(part.left, part.left + part.width, cells + 1)


def over(part: Rectangle) -> NDArray[np.float64]:
    """The edges of the cells in which a density is drawn there."""
    return edges_of(part, CELLS)


def density_of_map(
    x: NDArray[np.floating], noise: NoiseName, edges: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """(m,) exact density, in cells between (m + 1,) edges, of G(z), known at the knots of the
    noise; None where there are no numbers."""
    from ganlab.theory.figure_1.cells import masses_of_map

    if not len(x) or not np.isfinite(x).all():
        return None
    return _inner(masses_of_map(x.astype(float), noise, _wider(edges)), edges)


def density_of_samples(
    x: NDArray[np.floating], edges: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """The same of the law of (n,) samples, estimated by a kernel."""
    from ganlab.theory.figure_1.cells import masses_of_samples

    finite = x[np.isfinite(x)].astype(np.float64)
    if not len(finite):
        return None
    return _inner(masses_of_samples(finite, _wider(edges), KERNEL), edges)


def _wider(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """With a cell more on either side, which takes all that lies beyond."""
    width = edges[1] - edges[0]
    return np.concatenate([[edges[0] - width], edges, [edges[-1] + width]])


def _inner(masses: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    inner: NDArray[np.float64] = masses[1:-1] / (edges[1] - edges[0])
    return inner


def densities(target: Target, edges: Array, generated: Array) -> tuple[Array, Array] | None:
    """(m,) p and p + g in cells between (m + 1,) edges, view units, for densities `generated`
    there, per unit of the view; both NaN where there is next to nothing. None where p is not
    known."""
    view = target.view
    known = target.log_density(view.inverse(((edges[1:] + edges[:-1]) / 2)[:, None]))
    if known is None:
        return None
    p = np.exp(known) * view.scales[0]
    both = p + generated
    least = LEAST * max(float(both.max()), 1e-300)
    return np.where(both > least, p, np.nan), np.where(both > least, both, np.nan)


def curve(part: Rectangle, heights: Array, highest: float = 1.0) -> Array:
    """(m - 1, 2, 2) segments of what has (m,) heights in even cells over a part of the view;
    `highest` is as high as the layout."""
    edges = edges_of(part, len(heights))
    return _curve((edges[1:] + edges[:-1]) / 2, heights / highest)


def dashed(segments: Array) -> Array:
    """(n, 2, 2) segments of a curve, some without a number, as (m, 2, 2) dashes of one length."""
    segments = segments[np.isfinite(segments).all(axis=(1, 2))]
    if not len(segments):
        return segments
    run = segments[:, 1] - segments[:, 0]
    along = np.concatenate([[0.0], np.cumsum(np.maximum(np.hypot(*run.T), 1e-9))])
    at = np.arange(0.0, along[-1], DASH)
    at = at[: len(at) // 2 * 2]
    which = np.clip(np.searchsorted(along, at, side="right") - 1, 0, len(run) - 1)
    share = (at - along[which]) / np.diff(along)[which]
    points = (segments[which, 0] + share[:, None] * run[which]).reshape(-1, 2, 2)
    length = np.hypot(*(points[:, 1] - points[:, 0]).T)
    return np.asarray(points[length <= 1.01 * DASH])  # none across a gap


def _curve(x: Array, height: Array) -> Array:
    """(n,) places and heights, 1 for the highest of the layout -> (n - 1, 2, 2) segments."""
    line = np.column_stack([x, BASE + (TOP - BASE) * height.clip(max=MOST)])
    return np.stack([line[:-1], line[1:]], axis=1)


def _fans(
    noise: Array, image: Array, mass: Array | None, gaps: NDArray[np.intp]
) -> tuple[Array, Array | None]:
    """Side by side, parted by columns of NaN."""
    ends = list(zip([0, *(gaps + 1)], [*gaps, len(noise)], strict=True))
    masses_of = [None if mass is None else mass[a : b - 1] for a, b in ends]
    parts = zip(ends, masses_of, strict=True)
    found = [fan(noise[a:b], image[a:b], part) for (a, b), part in parts]
    corners = [part for each, _ in found for part in (each, np.full((2, 1, 2), np.nan))]
    masses = [part for _, each in found if each is not None for part in (each, np.zeros((1, 2)))]
    return np.concatenate(corners[:-1], 1), np.concatenate(masses[:-1], 1) if masses else None


def fan(noise: Array, image: Array, mass: Array | None) -> tuple[Array, Array | None]:
    """Grids of corners (rows, columns, 2) -> (2, n, 2): a row of noise below, its image above.

    Of noise with more dimensions it is the grid's middle row; of many columns some. With them the
    probability (rows, columns) between two columns, (1, n). Of several grids, between which rows of
    corners are NaN, one fan each.
    """
    gaps = np.flatnonzero(np.isnan(noise[:, 0, 0]))
    if len(gaps):
        return _fans(noise, image, mass, gaps)
    row, columns = len(noise) // 2, noise.shape[1]
    kept = np.arange(0, columns, max(columns // MOST_LINES, 1))
    result = np.empty((2, len(kept), 2))
    result[0, :, 0], result[0, :, 1] = noise[row, kept, 0], NOISE_Y
    result[1, :, 0], result[1, :, 1] = image[row, kept, 0], IMAGE_Y
    if mass is None or len(kept) < 2:
        return result, None
    return result, np.add.reduceat(mass.sum(axis=0)[: kept[-1]], kept[:-1])[None]
