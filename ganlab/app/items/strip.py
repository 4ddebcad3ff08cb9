"""How a 1-D game is laid out in the square: the target's density on top, below it a strip of
samples each, at the bottom the noise and the lines along which the generator moves it (as in
figure 1 of Goodfellow et al. 2014)."""

from __future__ import annotations

import numpy as np

from ganlab.app.items.layer import Array
from ganlab.data import Target
from ganlab.games.views import EXTENT, Rectangle

BASE, TOP = -0.2, 1.0
"""y of density 0 and of the highest density."""
STRIPS = (-0.39, -0.27), (-0.55, -0.43), (-0.71, -0.59)
"""Lowest and highest y of the samples of each kind, in the order of their chips."""
IMAGE_Y, NOISE_Y = -0.75, -1.14
"""y of the generator's output and of the noise, for the mapping: below all samples."""

BINS, SMOOTH = 300, 0.02
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


def sample_curve(x: Array, highest: float, extent: float) -> Array:
    """(m, 2, 2) segments of the density of (n,) samples, on the scale of one whose highest value is
    `highest`: a histogram, smoothed by a kernel of 1/50 of the view's unit."""
    counts, edges = np.histogram(x, bins=BINS, range=(-extent, extent))
    width = edges[1] - edges[0]
    reach = np.arange(-8, 9)
    kernel = np.exp(-0.5 * (reach * width / SMOOTH) ** 2)
    smooth = np.convolve(counts, kernel / kernel.sum(), mode="same")
    return _curve(edges[:-1] + width / 2, smooth / max(len(x), 1) / width / highest)


def _curve(x: Array, height: Array) -> Array:
    """(n,) places and heights, 1 for the highest of the layout -> (n - 1, 2, 2) segments."""
    curve = np.column_stack([x, BASE + (TOP - BASE) * height.clip(max=MOST)])
    return np.stack([curve[:-1], curve[1:]], axis=1)


def fan(noise: Array, image: Array, mass: Array | None) -> tuple[Array, Array | None]:
    """Grids of corners (rows, columns, 2) -> (2, n, 2): a row of noise below, its image above.

    Of noise with more dimensions it is the grid's middle row; of many columns some. With them the
    probability (rows, columns) between two columns, (1, n).
    """
    row, columns = len(noise) // 2, noise.shape[1]
    kept = np.arange(0, columns, max(columns // MOST_LINES, 1))
    result = np.empty((2, len(kept), 2))
    result[0, :, 0], result[0, :, 1] = noise[row, kept, 0], NOISE_Y
    result[1, :, 0], result[1, :, 1] = image[row, kept, 0], IMAGE_Y
    if mass is None or len(kept) < 2:
        return result, None
    return result, np.add.reduceat(mass.sum(axis=0)[: kept[-1]], kept[:-1])[None]
