"""The f-divergences of the f-GAN paper: f, its slope, its convex conjugate, the activation.

    D_f(p‖q) = ∫ q f(p/q) dx,   f convex                                             (equation 2)
    f*(t) = sup over u ≥ 0 of ut - f(u),   f*(f'(u)) = u f'(u) - f(u)                (equation 3)
    D_f(p‖q) ≥ E_p T - E_q f*(T),   touched at T* = f'(p/q)                 (equations 4 and 5)
    T(x) = g_f(V(x)) keeps a network V: X → R inside the domain of f*                (equation 6)

Nowozin, Cseke and Tomioka 2016, "f-GAN", Tables 1, 2 and 6; Bhattacharyya's 1 - √u is one minus
his coefficient. Every function takes and returns arrays of any shape. The supremum is over u ≥ 0,
where ratios of densities live, so f* is flat below f'(0): the paper gives its rising part. Where
the paper's g_f falls in v, this one takes -v, so that more V always says more p. Neither torch nor
Qt is needed: training can use the slopes that stand in each row.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, wrightomega, xlogy

from ganlab.data.target import Array
from ganlab.theory.divergences import integrands
from ganlab.theory.divergences.between import Pair
from ganlab.theory.divergences.integrands import Known

Curve = Callable[[Array], Array]
"""A function of one variable, elementwise."""
STEEPEST = 700.0
"""|v| beyond which e^v is no number."""


@dataclass(frozen=True)
class FDivergence:
    """One row of the tables."""

    title: str
    f: Curve
    """f(u), u ≥ 0."""
    slope: Curve
    """f'(u): T* at the ratio u; -inf or a number at 0."""
    rising: Curve
    """f*(t) inside its domain; `conjugate` is inf outside."""
    rising_slope: Curve
    """(f*)'(t), the u whose slope t is."""
    output: Curve
    """g_f(v), before rounding is kept out of the edge of the domain."""
    output_slope: Curve
    """g_f'(v)."""
    end: float
    """The domain of f* is t < end, or t ≤ end where `closed`."""
    value: Callable[[Pair], float]
    """D_f(p‖q), exactly."""
    integrand: Callable[[Known], Array]
    """q f(p/q) from log-densities."""
    latex: tuple[str, str, str, str, str]
    """f(u), f'(u), f*(t), where that holds, g_f(v)."""
    closed: bool = False
    also: str = ""
    """D_f in terms of what has another name."""
    unit: str = ""

    @property
    def formula(self) -> str:
        """f, its slope, its conjugate and the activation on one line, LaTeX."""
        f, slope, conjugate, domain, activation = self.latex
        return (
            rf"f(u)={f},\quad f'={slope},\quad f^*(t)={conjugate}"
            rf"\;\;({domain}),\quad g_f(v)={activation}"
        )

    def holds(self, t: Array) -> NDArray[np.bool_]:
        """Whether f*(t) is finite."""
        return t <= self.end if self.closed else t < self.end

    def inside(self, t: Array) -> Array:
        """The nearest slope of the domain."""
        return np.minimum(t, self.end if self.closed else np.nextafter(self.end, -np.inf))

    def conjugate(self, t: Array) -> Array:
        """f*(t); inf outside of its domain."""
        t = np.asarray(t, float)
        with np.errstate(over="ignore", divide="ignore"):
            return np.where(self.holds(t), self.rising(self.inside(t)), np.inf)

    def conjugate_slope(self, t: Array) -> Array:
        """(f*)'(t), the u that attains the supremum; inf outside of the domain."""
        t = np.asarray(t, float)
        with np.errstate(over="ignore", divide="ignore"):
            return np.where(self.holds(t), self.rising_slope(self.inside(t)), np.inf)

    def activation(self, v: Array) -> Array:
        """g_f(v): rises from below all T into the domain of f*, for every v."""
        return self.inside(self.output(np.clip(v, -STEEPEST, STEEPEST)))

    def activation_slope(self, v: Array) -> Array:
        """g_f'(v)."""
        return self.output_slope(np.clip(v, -STEEPEST, STEEPEST))


def _identity(v: Array) -> Array:
    return np.asarray(v, float)


def _one(v: Array) -> Array:
    return np.ones_like(v, dtype=float)


def _log(u: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.log(u)


def _over(numerator: float, u: Array) -> Array:
    with np.errstate(divide="ignore", over="ignore"):
        return np.divide(numerator, u)


def _u_log_u(u: Array) -> Array:
    return np.asarray(xlogy(u, u), float)


def _softplus(x: Array) -> Array:
    return np.logaddexp(0, x)


def _jeffrey_conjugate(t: Array) -> Array:
    w = wrightomega(1 - t)  # W(e^(1-t)), which e^(1-t) itself would overflow in
    return np.asarray(1 / w - np.log(w) - 1, float)  # w + t = 1 - log w, without cancelling


F_DIVERGENCES: dict[str, FDivergence] = {
    "KL": FDivergence(
        "Kullback-Leibler",
        f=_u_log_u,
        slope=lambda u: 1 + _log(u),
        rising=lambda t: np.exp(t - 1),
        rising_slope=lambda t: np.exp(t - 1),
        output=_identity,
        output_slope=_one,
        end=math.inf,
        value=lambda pair: pair.value("kl"),
        integrand=integrands.kl,
        latex=(r"u\log u", r"1+\log u", r"e^{t-1}", r"t\in\mathbb{R}", "v"),
        also="KL(p‖q)",
        unit="nats",
    ),
    "reverse KL": FDivergence(
        "Reverse KL",
        f=lambda u: -_log(u),
        slope=lambda u: _over(-1, u),
        rising=lambda t: -1 - np.log(-t),
        rising_slope=lambda t: -1 / t,
        output=lambda v: -np.exp(-v),
        output_slope=lambda v: np.exp(-v),
        end=0.0,
        value=lambda pair: pair.value("reverse_kl"),
        integrand=integrands.reverse_kl,
        latex=(r"-\log u", r"-\frac{1}{u}", r"-1-\log(-t)", "t<0", r"-e^{-v}"),
        also="KL(q‖p)",
        unit="nats",
    ),
    "Jeffrey": FDivergence(
        "Symmetric KL (Jeffrey)",
        f=lambda u: (u - 1) * _log(u),
        slope=lambda u: np.where(u > 0, 1 + _log(u) - _over(1, u), -np.inf),
        rising=_jeffrey_conjugate,
        rising_slope=lambda t: 1 / wrightomega(1 - t),
        output=_identity,
        output_slope=_one,
        end=math.inf,
        value=lambda pair: pair.value("jeffrey"),
        integrand=integrands.jeffrey,
        latex=(
            r"(u-1)\log u",
            r"1+\log u-\frac{1}{u}",
            r"w+\frac{1}{w}+t-2,\; w=W(e^{1-t})",
            r"t\in\mathbb{R}",
            "v",
        ),
        also="KL(p‖q) + KL(q‖p)",
        unit="nats",
    ),
    "Pearson": FDivergence(
        "Pearson χ²",
        f=lambda u: (u - 1) ** 2,
        slope=lambda u: 2 * (u - 1),
        rising=lambda t: np.where(t > -2, t**2 / 4 + t, -1.0),
        rising_slope=lambda t: np.maximum(1 + t / 2, 0),
        output=_identity,
        output_slope=_one,
        end=math.inf,
        value=lambda pair: pair.value("pearson"),
        integrand=integrands.pearson,
        latex=(
            r"(u-1)^2",
            r"2(u-1)",
            r"\frac{t^2}{4}+t",
            r"t\geq -2\mathrm{;\ below\ }-1",
            "v",
        ),
    ),
    "Neyman": FDivergence(
        "Neyman χ²",
        f=lambda u: np.where(u > 0, _over(1, u) - 2 + u, np.inf),
        slope=lambda u: 1 - _over(1, np.square(u)),
        rising=lambda t: 2 - 2 * np.sqrt(1 - t),
        rising_slope=lambda t: 1 / np.sqrt(1 - t),
        output=lambda v: 1 - np.exp(-v),
        output_slope=lambda v: np.exp(-v),
        end=1.0,
        closed=True,
        value=lambda pair: pair.value("neyman"),
        integrand=integrands.neyman,
        latex=(
            r"\frac{(1-u)^2}{u}",
            r"1-\frac{1}{u^2}",
            r"2-2\sqrt{1-t}",
            r"t\leq 1",
            r"1-e^{-v}",
        ),
    ),
    "squared Hellinger": FDivergence(
        "Squared Hellinger",
        f=lambda u: (np.sqrt(u) - 1) ** 2,
        slope=lambda u: 1 - _over(1, np.sqrt(u)),
        rising=lambda t: t / (1 - t),
        rising_slope=lambda t: 1 / (1 - t) ** 2,
        output=lambda v: 1 - np.exp(-v),
        output_slope=lambda v: np.exp(-v),
        end=1.0,
        value=lambda pair: pair.value("hellinger"),
        integrand=integrands.hellinger,
        latex=(
            r"(\sqrt{u}-1)^2",
            r"1-\frac{1}{\sqrt{u}}",
            r"\frac{t}{1-t}",
            "t<1",
            r"1-e^{-v}",
        ),
    ),
    "Bhattacharyya": FDivergence(
        "Bhattacharyya",
        f=lambda u: 1 - np.sqrt(u),
        slope=lambda u: _over(-0.5, np.sqrt(u)),
        rising=lambda t: -1 - 1 / (4 * t),
        rising_slope=lambda t: 1 / (4 * t**2),
        output=lambda v: -np.exp(-v),
        output_slope=lambda v: np.exp(-v),
        end=0.0,
        value=lambda pair: pair.value("hellinger") / 2,
        integrand=lambda at: at.q - integrands.bhattacharyya(at),
        latex=(
            r"1-\sqrt{u}",
            r"-\frac{1}{2\sqrt{u}}",
            r"-1-\frac{1}{4t}",
            "t<0",
            r"-e^{-v}",
        ),
        also="1 − ∫√(pq)",
    ),
    "total variation": FDivergence(
        "Total variation",
        f=lambda u: np.abs(u - 1) / 2,
        slope=lambda u: np.sign(u - 1) / 2,
        rising=lambda t: np.maximum(t, -0.5),
        rising_slope=lambda t: np.where(t < -0.5, 0.0, 1.0),
        output=lambda v: np.tanh(v) / 2,
        output_slope=lambda v: (1 - np.tanh(v) ** 2) / 2,
        end=0.5,
        closed=True,
        value=lambda pair: pair.value("tv"),
        integrand=integrands.tv,
        latex=(
            r"\frac{1}{2}|u-1|",
            r"\frac{1}{2}\mathrm{sign}(u-1)",
            "t",
            r"-\frac{1}{2}\leq t\leq\frac{1}{2}\mathrm{;\ below\ }-\frac{1}{2}",
            r"\frac{1}{2}\tanh v",
        ),
    ),
    "Jensen-Shannon": FDivergence(
        "Jensen-Shannon",
        f=lambda u: _u_log_u(u) - (u + 1) * (np.log1p(u) - math.log(2)),
        slope=lambda u: math.log(2) + _log(u) - np.log1p(u),
        rising=lambda t: -np.log(-np.expm1(t - math.log(2))) - math.log(2),
        rising_slope=lambda t: 1 / np.expm1(math.log(2) - t),
        output=lambda v: math.log(2) - _softplus(-v),
        output_slope=lambda v: expit(-v),
        end=math.log(2),
        value=lambda pair: 2 * pair.value("js"),
        integrand=lambda at: 2 * integrands.js(at),
        latex=(
            r"u\log u-(u+1)\log\frac{u+1}{2}",
            r"\log\frac{2u}{u+1}",
            r"-\log(2-e^t)",
            r"t<\log 2",
            r"\log 2-\log(1+e^{-v})",
        ),
        also="2 JS(p, q)",
        unit="nats",
    ),
    "GAN": FDivergence(
        "GAN",
        f=lambda u: _u_log_u(u) - (u + 1) * np.log1p(u),
        slope=lambda u: _log(u) - np.log1p(u),
        rising=lambda t: -np.log(-np.expm1(t)),
        rising_slope=lambda t: 1 / np.expm1(-t),
        output=lambda v: -_softplus(-v),
        output_slope=lambda v: expit(-v),
        end=0.0,
        value=lambda pair: pair.value("gan"),
        integrand=integrands.gan,
        latex=(
            r"u\log u-(u+1)\log(u+1)",
            r"\log\frac{u}{u+1}",
            r"-\log(1-e^t)",
            "t<0",
            r"-\log(1+e^{-v})",
        ),
        also="2 JS(p, q) − log 4",
        unit="nats",
    ),
}
"""By name, in the order in which they are shown."""
