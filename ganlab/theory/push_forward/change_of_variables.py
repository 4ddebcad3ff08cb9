"""The density of x = f(z), by change of variables.

    p_x(x) = Σ p_z(z) / |f'(z)|    over all z with f(z) = x

(Casella and Berger 2002, theorem 2.1.8.) f is cut where it turns round; on each piece x has at most
one preimage, which is found by bisection.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.densities import Mixture
from ganlab.theory.push_forward.functions import Formula, Function

KNOTS = 1025
"""Places z at which f is looked at to see where it turns round."""
LOOKED_UP = 65
"""Places on a piece between which a preimage is looked up."""
HALVINGS, NEWTON = 22, 3
"""Of the interval in which a preimage lies, and steps of Newton's method after them."""
FLAT = 1e-12
"""A slope below this where f turns round is 0."""
PIECES = 18
"""Of the noise, between whose images p_x is integrated, beside the joints of f."""


@dataclass(frozen=True, eq=False)
class PushForward:
    """The law of x = f(z), z distributed as `noise`."""

    function: Function
    noise: Mixture
    turns: Array
    """(b + 1,) places z, rising, between which f is monotone; the ends of the noise are the first
    and the last."""

    def preimages(self, x: Array) -> Array:
        """(b, m): the z on each of the b pieces that becomes x, (m,); NaN where there is none."""
        found = np.full((len(self.turns) - 1, len(x)), np.nan)
        parts = [self._bracket(piece, x) for piece in range(len(found))]
        inside = np.stack([part[0] for part in parts])
        low, high, sign = (np.concatenate([part[k] for part in parts]) for k in (1, 2, 3))
        found[inside] = self._solved(low, high, sign, np.broadcast_to(x, found.shape)[inside])
        return found

    def density(self, x: Array) -> Array:
        """p_x at x, any shape; infinite where the slope of f is 0."""
        terms = [self._term(z) for z in self.preimages(np.ravel(x))]
        density = np.sum(terms, axis=0).reshape(np.shape(x))
        return np.where(np.isin(x, self._flat), np.inf, density)

    @cached_property
    def _flat(self) -> Array:
        """The x of all places at which f turns round smoothly, where there is noise: only rounding
        keeps the slope there from being 0."""
        inner = self.turns[1:-1]
        flat = (np.abs(self.function.slope(inner)) < FLAT) & (self.noise.pdf(inner) > 0)
        return self.function.value(inner[flat])

    @cached_property
    def quadrature(self) -> tuple[Array, Array]:
        """Places x (n,) and weights (n,): ∫ h p_x dx ≈ Σ w h(x) over all that f reaches. p_x is
        infinite where f is flat; it can be integrated all the same."""
        cuts = np.linspace(*self.noise.ends, PIECES + 1)
        cuts = np.union1d(cuts, self.function.joints)
        places, weights = [], []
        for piece, (low, high) in enumerate(itertools.pairwise(self.turns)):
            inner = cuts[(cuts > low) & (cuts < high)]
            edges = np.sort(self.function.value(np.concatenate([[low], inner, [high]])))
            x, w = _tanh_sinh(edges[:-1], edges[1:])
            inside, left, right, sign = self._bracket(piece, x)
            places.append(x[inside])
            z = self._solved(left, right, sign, x[inside])
            weights.append(w[inside] * self._term(z))
        return np.concatenate(places), np.concatenate(weights)

    @cached_property
    def noise_quadrature(self) -> tuple[Array, Array]:
        """f(z) (n,) and weights (n,): ∫ h(f(z)) p_z dz ≈ Σ w h(f(z)), by Gauss and Legendre."""
        inner = (*self.function.joints, *self.function.kinks)
        edges = np.union1d(np.linspace(*self.noise.ends, 4 * PIECES + 1), inner)
        edges = edges[(edges >= self.noise.ends[0]) & (edges <= self.noise.ends[1])]
        node, weight = np.polynomial.legendre.leggauss(10)
        half = np.diff(edges)[:, None] / 2
        z = (edges[:-1, None] + half * (1 + node)).ravel()
        return self.function.value(z), (half * weight).ravel() * self.noise.pdf(z)

    @cached_property
    def _pieces(self) -> list[tuple[Array, Array, float]]:
        """Of each piece places z, rising, f there times a sign, so that it rises, and the sign."""
        pieces = []
        for low, high in itertools.pairwise(self.turns):
            z = np.linspace(low, high, LOOKED_UP)
            image = self.function.value(z)
            sign = 1.0 if image[-1] >= image[0] else -1.0
            pieces.append((z, np.maximum.accumulate(sign * image), sign))
        return pieces

    def _bracket(self, piece: int, x: Array) -> tuple[Array, Array, Array, Array]:
        """Which of (m,) x a piece reaches, a mask; for those the places z on either side of the
        one that becomes x, and the sign of the slope there."""
        z, image, sign = self._pieces[piece]
        inside = (sign * x >= image[0]) & (sign * x <= image[-1])
        place = np.clip(np.searchsorted(image, sign * x[inside]), 1, LOOKED_UP - 1)
        return inside, z[place - 1], z[place], np.full(len(place), sign)

    def _solved(self, low: Array, high: Array, sign: Array, x: Array) -> Array:
        """The z between low and high with f(z) = x, all (n,)."""
        f = self.function.value
        low, high = _bisected(f, sign, low, high, x)
        z = (low + high) / 2
        for _ in range(NEWTON):
            with np.errstate(divide="ignore", invalid="ignore"):
                nearer = z - (f(z) - x) / self.function.slope(z)
            z = np.where((nearer >= low) & (nearer <= high), nearer, z)
        for end in (low, high):
            z = np.where(f(end) == x, end, z)
        return np.asarray(z)

    def _term(self, z: Array) -> Array:
        """p_z(z) / |f'(z)|, (m,); 0 where there is no z."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.nan_to_num(self.noise.pdf(z) / np.abs(self.function.slope(z)), posinf=np.inf)

    def sample(self, n: int, rng: np.random.Generator) -> tuple[Array, Array]:
        """n draws of z, and f of them; both (n,)."""
        z = self.noise.sample(n, rng)
        return z, self.function.value(z)


def push_forward(function: Function, noise: Mixture) -> PushForward:
    """Noise pushed through a function: looks for where the slope changes its sign."""
    z = np.linspace(*noise.ends, KNOTS)
    rising = function.slope(z) > 0
    at = np.flatnonzero(rising[1:] != rising[:-1])
    signs = np.where(rising[at], -1.0, 1.0)
    low, high = z[at], z[at + 1]
    for _ in range(3):  # a slope is steep enough for full precision
        low, high = _bisected(function.slope, signs, low, high, np.zeros(len(at)))
    ends = noise.ends
    inner = np.union1d((low + high) / 2, function.kinks)
    inner = inner[(inner > ends[0]) & (inner < ends[1])]
    return PushForward(function, noise, np.concatenate([[ends[0]], inner, [ends[1]]]))


def expectation_over_z(law: PushForward, h: Formula) -> float:
    """E h(f(z)) = ∫ h(f(z)) p_z(z) dz: the law of the unconscious statistician."""
    x, weights = law.noise_quadrature
    return _sum(weights * h(x))


def expectation_over_x(law: PushForward, h: Formula) -> float:
    """E h(x) = ∫ h(x) p_x(x) dx."""
    x, weights = law.quadrature
    return _sum(weights * h(x))


def _sum(terms: Array) -> float:
    """Their sum; 0 where it is no more than the rounding of what cancels."""
    total = float(terms.sum())
    return total if abs(total) > 1e-15 * float(np.abs(terms).sum()) else 0.0


def _bisected(
    f: Formula, sign: Array | float, low: Array, high: Array, x: Array
) -> tuple[Array, Array]:
    """Around the z in [low, high] with f(z) = x, all (n,), where sign f rises."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        above = sign * (f(middle) - x) > 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return low, high


def _tanh_sinh(low: Array, high: Array) -> tuple[Array, Array]:
    """Nodes and weights, each (n,), of the double exponential rule (Takahasi and Mori 1974) between
    each pair of (k,) ends: nodes lie so densely at both that singularities there do no harm."""
    t = np.linspace(-3.8, 3.8, 77 if len(low) < 50 else 27)
    half, u = (high - low)[:, None] / 2, np.pi / 2 * np.sinh(t)
    low, high = low[:, None], high[:, None]
    # From the nearer end, or what lies closest to an end of 0 would be rounded onto it.
    x = np.where(
        t < 0, low + half * 2 / (1 + np.exp(-2 * u)), high - half * 2 / (1 + np.exp(2 * u))
    )
    weights = half * (t[1] - t[0]) * np.pi / 2 * np.cosh(t) / np.cosh(u) ** 2
    inside = (x > low) & (x < high)
    return x[inside], weights[inside]
