"""How far apart two densities on a line are: fourteen answers, each with what it integrates.

    between(p, q).value("js")                     one number
    between(p, q).integrand("js", x)              what it is the area of, to be drawn

p and q are mixtures of Gaussians and uniforms. Everything is computed from log-densities, so that
tails do not underflow; supports are compared exactly, so that what is infinite is inf. Logarithms
are natural. Definitions: Nowozin et al. 2016, Table 1 (f-divergences), Villani 2003 (Wasserstein),
Gretton et al. 2012 (MMD), Székely and Rizzo 2013 (energy distance).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from ganlab.data.target import Array
from ganlab.theory import line
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences import integrands
from ganlab.theory.divergences.integrands import Places


@dataclass(frozen=True)
class Pair:
    """Two densities, and the width h of the kernel that MMD looks through."""

    p: Mixture
    q: Mixture
    h: float = 1.0

    def value(self, name: str) -> float:
        """The divergence of that name in `DIVERGENCES`; inf where it is. Raises KeyError."""
        known = self.__dict__.setdefault("_values", {})
        if name not in known:
            known[name] = DIVERGENCES[name].value(self)
        return known[name]

    def integrand(self, name: str, x: Array) -> Array:
        """What is integrated over x, at x (n,); inf where it is. Raises KeyError."""
        return DIVERGENCES[name].integrand(Places(self.p, self.q, x, self.h))

    def integral(self, integrand: Callable[[Places], Array]) -> float:
        """∫ integrand dx by quadrature."""
        places, w = self.places
        return float(w @ integrand(places))

    @cached_property
    def places(self) -> tuple[Places, Array]:
        """Where quadrature looks, and the weights (n,)."""
        x, w = nodes(self.p, self.q)
        return Places(self.p, self.q, x, self.h), w

    @cached_property
    def far_places(self) -> tuple[Places, Array]:
        """The same for products of powers, which may be largest where neither density is, and for
        what bends where p = q."""
        powers = ((2, -1), (-1, 2), (0.5, 0.5))
        bumps = [place for a, b in powers for place in line.bumps(self.p, self.q, a, b)]
        x, w = nodes(self.p, self.q, pieces=2, also=[*bumps, *self.turns])
        return Places(self.p, self.q, x, self.h), w

    @cached_property
    def turns(self) -> Array:
        """Places, rising, between any two of which one density is the larger one."""

        def at(x: Array) -> Array:
            return integrands.log_ratio(self.p.log_pdf(x), self.q.log_pdf(x))

        places, _ = self.places
        ratio = integrands.log_ratio(places.log_p, places.log_q)
        return line.turns(self.p, self.q, at, places.x, ratio)


@lru_cache(maxsize=64)
def between(p: Mixture, q: Mixture, h: float = 1.0) -> Pair:
    """The pair, kept for whoever asks for the same one next."""
    return Pair(p, q, h)


@dataclass(frozen=True)
class Divergence:
    """One way to say how far p is from q."""

    title: str
    short: str
    """Where there is little room."""
    latex: str
    unit: str
    integrand: Callable[[Places], Array]
    value: Callable[[Pair], float]
    area: bool = True
    """The number is the area under the integrand itself."""


def _least_0(integrand: Callable[[Places], Array]) -> Callable[[Pair], float]:
    """∫ integrand of what is never below 0, whatever rounding says."""
    return lambda pair: max(pair.integral(integrand), 0.0)


def _kl(pair: Pair) -> float:
    return _least_0(integrands.kl)(pair) if line.covers(pair.q, pair.p) else math.inf


def _reverse_kl(pair: Pair) -> float:
    return _least_0(integrands.reverse_kl)(pair) if line.covers(pair.p, pair.q) else math.inf


def _pearson(pair: Pair) -> float:
    if not line.covers(pair.q, pair.p) or not line.tails_of_ratio_vanish(pair.p, pair.q):
        return math.inf
    return _far_integral(pair, integrands.pearson)


def _neyman(pair: Pair) -> float:
    if not line.covers(pair.p, pair.q) or not line.tails_of_ratio_vanish(pair.q, pair.p):
        return math.inf
    return _far_integral(pair, integrands.neyman)


def _far_integral(pair: Pair, integrand: Callable[[Places], Array]) -> float:
    """inf where what is integrated is larger than numbers are."""
    places, w = pair.far_places
    values = integrand(places)
    return float(w @ values) if np.isfinite(values).all() else math.inf


def _log_coefficient(pair: Pair) -> float:
    """log ∫ √(pq); -inf where the supports are disjoint."""
    places, w = pair.far_places
    logs = (places.log_p + places.log_q) / 2
    peak = float(logs.max())
    return -math.inf if peak == -math.inf else peak + math.log(w @ np.exp(logs - peak))


def _total_variation(pair: Pair) -> float:
    """½ of the ups and downs of F - G: they turn where p = q."""
    gap = pair.p.cdf(pair.turns) - pair.q.cdf(pair.turns)
    return float(np.abs(np.diff(gap, prepend=0.0, append=0.0)).sum()) / 2


def _wasserstein(pair: Pair) -> float:
    """∫ |F - G| (Vallender 1974), piece by piece between the places where F = G."""
    places, _ = pair.places

    def at(x: Array) -> Array:
        return pair.p.cdf(x) - pair.q.cdf(x)

    turns = line.turns(pair.p, pair.q, at, places.x, places.gap)
    risen = line.integral_of_cdf(pair.p, turns) - line.integral_of_cdf(pair.q, turns)
    return float(np.abs(np.diff(risen)).sum())


def _mmd(pair: Pair) -> float:
    """By quadrature of (p - q) times the witness, which is steep over h at the end of a uniform."""
    ends = {end for part in (*pair.p.parts, *pair.q.parts) for end in part.ends}
    steep = {end + k * pair.h for end in ends for k in (-6, -2, -1, 1, 2, 6)}
    low, high = min(ends), max(ends)
    inside = [place for place in steep if low < place < high]
    x, w = nodes(pair.p, pair.q, pieces=2, also=inside)
    return max(float(w @ integrands.mmd(Places(pair.p, pair.q, x, pair.h))), 0.0)


DIVERGENCES: dict[str, Divergence] = {
    "kl": Divergence(
        "KL(p‖q)",
        "KL(p‖q)",
        r"\mathrm{KL}(p\|q) = \int p \log\frac{p}{q}\,dx",
        "nats",
        integrands.kl,
        _kl,
    ),
    "reverse_kl": Divergence(
        "KL(q‖p)",
        "KL(q‖p)",
        r"\mathrm{KL}(q\|p) = \int q \log\frac{q}{p}\,dx",
        "nats",
        integrands.reverse_kl,
        _reverse_kl,
    ),
    "jeffrey": Divergence(
        "Jeffrey",
        "J",
        r"J = \mathrm{KL}(p\|q) + \mathrm{KL}(q\|p) = \int (p-q)\log\frac{p}{q}\,dx",
        "nats",
        integrands.jeffrey,
        lambda pair: pair.value("kl") + pair.value("reverse_kl"),
    ),
    "js": Divergence(
        "JS",
        "JS",
        r"\mathrm{JS} = \frac{1}{2}\mathrm{KL}\left(p\|m\right)"
        r" + \frac{1}{2}\mathrm{KL}\left(q\|m\right),\; m=\frac{p+q}{2}",
        "nats",
        integrands.js,
        _least_0(integrands.js),
    ),
    "tv": Divergence(
        "Total variation",
        "TV",
        r"\mathrm{TV} = \frac{1}{2}\int |p-q|\,dx",
        "",
        integrands.tv,
        _total_variation,
    ),
    "hellinger": Divergence(
        "Squared Hellinger",
        "H²",
        r"H^2 = \int (\sqrt{p}-\sqrt{q})^2\,dx",
        "",
        integrands.hellinger,
        _least_0(integrands.hellinger),
    ),
    "bhattacharyya": Divergence(
        "Bhattacharyya coefficient",
        "BC",
        r"\mathrm{BC} = \int \sqrt{pq}\,dx",
        "",
        integrands.bhattacharyya,
        lambda pair: math.exp(_log_coefficient(pair)),
    ),
    "bhattacharyya_distance": Divergence(
        "Bhattacharyya distance",
        "BD",
        r"-\log\int\sqrt{pq}\,dx",
        "nats",
        integrands.bhattacharyya,
        lambda pair: -_log_coefficient(pair),
        area=False,
    ),
    "pearson": Divergence(
        "Pearson χ²",
        "χ² P",
        r"\chi^2_P = \int \frac{(p-q)^2}{q}\,dx",
        "",
        integrands.pearson,
        _pearson,
    ),
    "neyman": Divergence(
        "Neyman χ²",
        "χ² N",
        r"\chi^2_N = \int \frac{(p-q)^2}{p}\,dx",
        "",
        integrands.neyman,
        _neyman,
    ),
    "gan": Divergence(
        "GAN",
        "GAN",
        r"2\,\mathrm{JS}-\log 4 = \int p\log\frac{p}{p+q} + q\log\frac{q}{p+q}\,dx",
        "nats",
        integrands.gan,
        lambda pair: pair.integral(integrands.gan),
    ),
    "w1": Divergence(
        "Wasserstein-1",
        "W1",
        r"W_1 = \int |F-G|\,dx",
        "units of x",
        integrands.w1,
        _wasserstein,
    ),
    "mmd": Divergence(
        "MMD²",
        "MMD²",
        r"\mathrm{MMD}^2 = \mathbb{E}k(X,X') - 2\mathbb{E}k(X,Y) + \mathbb{E}k(Y,Y')",
        "",
        integrands.mmd,
        _mmd,
    ),
    "energy": Divergence(
        "Energy distance",
        "Energy",
        r"2\mathbb{E}|X-Y|-\mathbb{E}|X-X'|-\mathbb{E}|Y-Y'| = 2\int (F-G)^2\,dx",
        "units of x",
        integrands.energy,
        _least_0(integrands.energy),
    ),
}
"""By name, in the order in which they are shown."""
