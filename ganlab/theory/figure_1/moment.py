"""The game on a line at one moment, as figure 1 of Goodfellow et al. 2014 shows it.

Everything is in cells: p and g are the probabilities that p_data and p_g have in each, and D says
one number for all of it. The theory holds for them word by word, as for any two distributions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import xlogy

from ganlab.data.target import Array
from ganlab.theory.game import LOG_4, divergence_seen

SEEN = 1e-3
"""Share of the densest cell below which a cell has nothing that D could be asked about."""


@dataclass(frozen=True, eq=False)
class Moment:
    """p_data, p_g and D."""

    edges: Array
    """(n + 1,) of cells of one width."""
    p: Array
    """(n,) what p_data has in each, sum 1."""
    g: Array
    """(n,) what p_g has in each, sum 1."""
    d: Array
    """(n,) D there, a probability."""
    z: Array
    """(k,) noise, and"""
    x: Array
    """(k,) what G makes of it, data units."""
    exact: bool = True
    """Whether p_g is the push-forward of the noise; else it is a kernel estimate."""

    @property
    def centres(self) -> Array:
        """(n,) of the cells."""
        return (self.edges[1:] + self.edges[:-1]) / 2

    @property
    def width(self) -> float:
        """Of a cell."""
        return float(self.edges[1] - self.edges[0])

    @property
    def best(self) -> Array:
        """D*(x) = p / (p + g), (n,); NaN where there is neither (Proposition 1)."""
        both = self.p + self.g
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(both > 0, self.p / both, np.nan)


def value(moment: Moment) -> float:
    """V(D, G) = E_p log D + E_g log(1 - D), nats (equation 1)."""
    return float((xlogy(moment.p, moment.d) + xlogy(moment.g, 1 - moment.d)).sum())


def criterion(moment: Moment) -> float:
    """C(G) = V(D*, G), nats (equation 4)."""
    both = moment.p + moment.g
    some = both > 0
    p, g, both = moment.p[some], moment.g[some], both[some]
    return float((xlogy(p, p / both) + xlogy(g, g / both)).sum())


def jensen_shannon(moment: Moment) -> float:
    """JSD(p_data ‖ p_g) = ½ KL(p ‖ m) + ½ KL(g ‖ m), m = (p + g)/2, nats."""
    middle = np.maximum((moment.p + moment.g) / 2, np.finfo(float).tiny)
    halves = xlogy(moment.p, moment.p / middle).sum() + xlogy(moment.g, moment.g / middle).sum()
    return float(halves / 2)


def theorem(moment: Moment) -> float:
    """-log 4 + 2 JSD(p_data ‖ p_g), what C(G) is (Theorem 1)."""
    return -LOG_4 + 2 * jensen_shannon(moment)


def divergence_read(moment: Moment) -> float:
    """(V(D, G) + log 4)/2: the JSD as D sees it, at most the true one."""
    return divergence_seen(value(moment))


def farthest(moment: Moment) -> float:
    """max |D - D*| over the cells in which there is something."""
    both = moment.p + moment.g
    some = both > SEEN * both.max()
    return float(np.abs(moment.d - moment.best)[some].max())
