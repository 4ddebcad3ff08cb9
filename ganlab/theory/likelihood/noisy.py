"""Likelihood is not sample quality: a good model that is hidden in noise.

q = a p + (1 - a) r draws noise r nearly always where a is small, and yet log q ≥ log p + log a
everywhere: of the log-likelihood it loses at most log 1/a, however bad r is (Theis, van den Oord
and Bethge 2016, section 3.2).
"""

from __future__ import annotations

from math import log

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture, nodes


def log_likelihood(p: Mixture, r: Mixture, share: float) -> float:
    """E_p log(share p + (1 - share) r) by quadrature, nats; share 1: of p itself."""
    x, w = nodes(p, r)
    return float((w * p.pdf(x)) @ np.where(p.pdf(x) > 0, log_density(p, r, share, x), 0.0))


def log_density(p: Mixture, r: Mixture, share: float, x: Array) -> Array:
    """log(share p + (1 - share) r) at x, any shape."""
    if share == 1:
        return p.log_pdf(x)
    return np.logaddexp(log(share) + p.log_pdf(x), np.log1p(-share) + r.log_pdf(x))


def samples(p: Mixture, r: Mixture, share: float, n: int, seed: int) -> tuple[Array, Array]:
    """n draws, those of p and those of r apart. With the same seed and another share the draws stay
    what they were, but for those that change sides."""
    draw = np.random.default_rng(seed)
    good = draw.random(n) < share
    return p.sample(n, draw)[good], r.sample(n, draw)[~good]
