"""What the generator may be paid for: five costs of one generated sample, and their slopes.

D's output a on a sample is a logit, D = σ(a). A cost J(a) reaches the generator as the slope J'(a)
times whatever a's own gradient is; so the slope says how strongly a loss variant pulls at the same
state. Least squares and hinge take a itself for D's score. Arrays of any shape; nats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ganlab.data.target import Array


@dataclass(frozen=True)
class Loss:
    """One generator's cost of a sample with the logit a, to be minimised."""

    title: str
    """Its formula in a few signs."""
    cost: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    """J'(a)."""
    source: str

    def slope_in_d(self, logit: Array) -> Array:
        """dJ/dD = J'(a)/(D (1 - D)), as da/dD = 1/(D (1 - D))."""
        return self.slope(logit) / (sigmoid(logit) * sigmoid(-logit))


def sigmoid(logit: Array) -> Array:
    """D = σ(a) = 1/(1 + e⁻ᵃ); 1 - D is σ(-a), exact where D rounds to 1."""
    return np.exp(-np.logaddexp(0.0, -np.asarray(logit, float)))


def softplus(logit: Array) -> Array:
    """log(1 + eᵃ): -log(1 - D), and of -a it is -log D."""
    return np.logaddexp(0.0, np.asarray(logit, float))


def _ones(logit: Array) -> Array:
    return np.ones_like(np.asarray(logit, float))


LOSSES: dict[str, Loss] = {
    "saturating": Loss(
        "log(1−D)",
        cost=lambda a: -softplus(a),
        slope=lambda a: -sigmoid(a),
        source="Goodfellow et al. 2014, equation 1",
    ),
    "non-saturating": Loss(
        "−log D",
        cost=lambda a: softplus(-a),
        slope=lambda a: -sigmoid(-a),
        source="Goodfellow et al. 2014, section 3",
    ),
    "least squares": Loss(
        "½(a−1)²",
        cost=lambda a: 0.5 * (np.asarray(a, float) - 1) ** 2,
        slope=lambda a: np.asarray(a, float) - 1,
        source="Mao et al. 2017, equation 9",
    ),
    "hinge": Loss(
        "−a",
        cost=lambda a: -np.asarray(a, float),
        slope=lambda a: -_ones(a),
        source="Lim and Ye 2017; Miyato et al. 2018, equation 17",
    ),
    "maximum likelihood": Loss(
        "−exp a",  # −exp(σ⁻¹(D)), as D = σ(a)
        cost=lambda a: -np.exp(a),
        slope=lambda a: -np.exp(a),
        source="Goodfellow 2016 (NIPS tutorial), equation 14",
    ),
}
"""By name."""


def found_slope(loss: Loss, logit: float, in_d: bool = False) -> float:
    """The slope by finite differences, in the logit or in D."""
    if not in_d:
        h = 1e-5
        high, low = loss.cost(np.array([logit + h, logit - h]))
        return float((high - low) / (2 * h))
    d, not_d = float(sigmoid(np.array(logit))), float(sigmoid(np.array(-logit)))
    h = 1e-4 * min(d, not_d)
    # log(D/(1 - D)) of D ± h, from the logit itself: D alone would lose what 1 - D is.
    moved = logit + np.log1p(np.array([h, -h]) / d) - np.log1p(np.array([-h, h]) / not_d)
    high, low = loss.cost(moved)
    return float((high - low) / (2 * h))
