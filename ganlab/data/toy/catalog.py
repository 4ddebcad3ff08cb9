"""The names of the built-in targets, apart from their arithmetic, so that documents load fast."""

from __future__ import annotations

TARGETS: dict[str, str] = {
    "line": "Line",
    "gaussians": "Two Gaussians",
    "ring": "Ring",
    "disjoint": "Three blobs",
    "ring-8": "8 Gaussians",
    "grid-25": "25 Gaussians",
    "moons": "Two moons",
    "circles": "Two circles",
    "swiss-roll": "Swiss roll",
    "spiral": "Spiral",
    "pinwheel": "Pinwheel",
    "checkerboard": "Checkerboard",
    "gaussian-1d": "Gaussian, 1-D",
    "mixture-1d": "Two Gaussians, 1-D",
    "uneven-1d": "Narrow and wide, 1-D",
    "uniform-1d": "Uniform, 1-D",
}
"""Name in documents -> title on screen, in the order of the gallery."""
ON_A_LINE = frozenset({"gaussian-1d", "mixture-1d", "uneven-1d", "uniform-1d"})
"""Those of one dimension."""
OF_ONE_CLASS = frozenset({"line", "ring", "swiss-roll", "gaussian-1d", "uniform-1d"})
"""Those without parts that are told apart."""

IMAGE_PRESETS: dict[str, str] = {
    "mnist-dcgan": "MNIST, DCGAN",
    "mnist-dcgan-conditional": "MNIST, conditional DCGAN",
    "mnist-2014": "MNIST, the 2014 paper",
    "mnist-2014-conditional": "MNIST, conditional 2014",
}
"""Name of a preset with images -> title on screen."""
