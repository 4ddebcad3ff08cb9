"""Every divergence's fit once more, by scipy.optimize from many starts and without derivatives.

The quick search that follows a drag is held against it. A work: it takes seconds."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ganlab.data.target import Array
from ganlab.interruptible import Asked, ProgressCallback, check
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import between
from ganlab.theory.fits.crossings import Crossings
from ganlab.theory.fits.kernel import mmd, own_similarity
from ganlab.theory.fits.losses import WIDEST, value
from ganlab.theory.fits.newton import Derivatives
from ganlab.theory.fits.search import INFINITE_OUTSIDE, WANTED, Fit, distinct, line_of

if TYPE_CHECKING:
    from ganlab.theory.fits.controls import FitsControls

STARTS = 12
UNTOLD = 1e9
"""What stands for an infinite value: a difference of two of them is a number."""


def run(
    controls: FitsControls, progress: ProgressCallback, cancelled: Asked
) -> dict[str, tuple[Fit, ...]]:
    """By name: all minima that were found, the best first, their values by `divergences.between`.
    Raises Cancelled."""
    from scipy.optimize import minimize

    p, width = controls.p, controls.width
    draw = np.random.default_rng(controls.seed)
    objectives = _objectives(p, width)
    begin = np.stack(
        [p.sample(STARTS, draw), np.log(p.std) + draw.uniform(-2, math.log(WIDEST), STARTS)], axis=1
    )
    found: dict[str, tuple[Fit, ...]] = {}
    for done, (name, objective) in enumerate(objectives.items()):
        minima = []
        for k, theta in enumerate(begin):
            check(cancelled)
            sides = np.array([[0.0, 0.0], [0.3 * math.exp(theta[1]), 0.0], [0.0, 0.3]])
            options: Any = {"initial_simplex": theta + sides, "xatol": 1e-6, "fatol": 1e-10}
            least = minimize(objective, theta, method="Nelder-Mead", options=options)
            if least.success and least.fun < UNTOLD:
                mean, sigma = float(least.x[0]), math.exp(least.x[1])
                minima.append(Fit(mean, sigma, divergence(p, name, mean, sigma, width)))
            progress(done * STARTS + k + 1, len(objectives) * STARTS)
        found[name] = distinct(minima)
    return found


def divergence(p: Mixture, name: str, mean: float, sigma: float, width: float) -> float:
    """D(p ‖ N(mean, sigma²)) by the quadrature of `divergences.between`."""
    pair = between(p, Mixture.gaussian(mean, sigma**2), width)
    return pair.value(name) * (2 if name == "js" else 1)


def _objectives(p: Mixture, width: float) -> dict[str, Callable[[Array], float]]:
    line = line_of(p)
    crossings, own = Crossings(p, line), own_similarity(p, width)

    def kernel(theta: Array) -> Derivatives:
        return mmd(line, theta, width, own)

    rough = {
        "tv": crossings.total_variation,
        "w1": crossings.wasserstein,
        "mmd": kernel,
    }
    everywhere = any(part.kind == "N" for part in p.parts)
    widest = max((part.b for part in p.parts if part.kind == "N"), default=0.0)

    def objective(name: str) -> Callable[[Array], float]:
        least = widest / 2 if name == "pearson" else 0.0

        def of(theta: Array) -> float:
            if not line.resolves(theta) or math.exp(2 * theta[1]) <= least:
                return UNTOLD
            if name in rough:
                return float(rough[name](theta[None])[0][0])
            return float(value(line, name, theta))

        return of

    return {name: objective(name) for name in WANTED if everywhere or name not in INFINITE_OUTSIDE}
