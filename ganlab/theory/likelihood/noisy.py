"""Likelihood is not sample quality: a good model that is hidden in noise.

q = a p + (1 - a) r draws noise r nearly always where a is small, and yet log q ≥ log p + log a
everywhere: of the log-likelihood it loses at most log 1/a, however bad r is (Theis, van den Oord
and Bethge 2016, section 3.2).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture, nodes


@lru_cache(maxsize=16)
def log_likelihoods(p: Mixture, r: Mixture, shares: tuple[float, ...]) -> Array:
    """E_p log(a p + (1 - a) r) by quadrature for each a of `shares` (s,), nats: (s,). Where a is 1
    that of p itself."""
    x, w = nodes(p, r)
    mass = w * p.pdf(x)
    seen = mass > 0
    logs = log_density(p, r, np.array(shares)[:, None], x[seen])
    return np.asarray(logs @ mass[seen])


def most_lost(p: Mixture, share: float) -> float:
    """E_p log p - E_p log q for the worst noise there is, one that never falls where p does, nats:
    log 1/share."""
    far = p.ends[1] + 1
    good, mixed = log_likelihoods(p, Mixture.uniform(far, far + 1), (1.0, share)).tolist()
    return float(good - mixed)


def log_density(p: Mixture, r: Mixture, share: Array, x: Array) -> Array:
    """log(share p + (1 - share) r) at x; share and x any shapes that go together."""
    with np.errstate(divide="ignore"):
        noise = np.log1p(-share)
    return np.asarray(np.logaddexp(np.log(share) + p.log_pdf(x), noise + r.log_pdf(x)))


def samples(p: Mixture, r: Mixture, share: float, n: int, seed: int) -> tuple[Array, Array]:
    """n draws, those of p and those of r apart. With the same seed and another share the draws stay
    what they were, but for those that change sides."""
    draw = np.random.default_rng(seed)
    good = draw.random(n) < share
    return p.sample(n, draw)[good], r.sample(n, draw)[~good]
