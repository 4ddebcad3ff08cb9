"""The f-divergences of the f-GAN paper, one row each (see `f_divergence` for what a row says).

Nowozin, Cseke and Tomioka 2016, "f-GAN", Tables 1, 2 and 6; Bhattacharyya's 1 - √u is one minus
his coefficient. The paper gives the rising part of f*. Where its g_f falls in v, this one takes
-v, so that more V always says more p. Neither torch nor Qt is needed: training can use the slopes
that stand in each row.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import expit, wrightomega, xlogy

from ganlab.data.target import Array
from ganlab.theory.divergences import integrands
from ganlab.theory.divergences.f_divergence import FDivergence, Output


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


def _below(end: float) -> Output:
    """end - e^(-v): any number below `end`."""
    return Output(
        of=lambda v: end - np.exp(-v),
        slope=lambda v: np.exp(-v),
        latex=f"{end:g}-e^{{-v}}" if end else "-e^{-v}",
    )


_ANY = Output(
    of=lambda v: np.asarray(v, float), slope=lambda v: np.ones_like(v, dtype=float), latex="v"
)
_WITHIN_A_HALF = Output(
    of=lambda v: np.tanh(v) / 2,
    slope=lambda v: (1 - np.tanh(v) ** 2) / 2,
    latex=r"\frac{1}{2}\tanh v",
)
_LOG_2D = Output(
    of=lambda v: math.log(2) - _softplus(-v),
    slope=lambda v: expit(-v),
    latex=r"\log 2-\log(1+e^{-v})",
)
"""log 2d of d = σ(v)."""
_LOG_D = Output(of=lambda v: -_softplus(-v), slope=lambda v: expit(-v), latex=r"-\log(1+e^{-v})")
"""log d: T of the GAN."""


F_DIVERGENCES: dict[str, FDivergence] = {
    "KL": FDivergence(
        "Kullback-Leibler",
        f=_u_log_u,
        slope=lambda u: 1 + _log(u),
        rising=lambda t: np.exp(t - 1),
        rising_slope=lambda t: np.exp(t - 1),
        output=_ANY,
        end=math.inf,
        value=lambda pair: pair.value("kl"),
        integrand=integrands.kl,
        latex=(r"u\log u", r"1+\log u", r"e^{t-1}", r"t\in\mathbb{R}"),
        also="KL(p‖q)",
        unit="nats",
    ),
    "reverse KL": FDivergence(
        "Reverse KL",
        f=lambda u: -_log(u),
        slope=lambda u: _over(-1, u),
        rising=lambda t: -1 - np.log(-t),
        rising_slope=lambda t: -1 / t,
        output=_below(0),
        end=0.0,
        value=lambda pair: pair.value("reverse_kl"),
        integrand=integrands.reverse_kl,
        latex=(r"-\log u", r"-\frac{1}{u}", r"-1-\log(-t)", "t<0"),
        also="KL(q‖p)",
        unit="nats",
    ),
    "Jeffrey": FDivergence(
        "Symmetric KL (Jeffrey)",
        f=lambda u: (u - 1) * _log(u),
        slope=lambda u: np.where(u > 0, 1 + _log(u) - _over(1, u), -np.inf),
        rising=_jeffrey_conjugate,
        rising_slope=lambda t: 1 / wrightomega(1 - t),
        output=_ANY,
        end=math.inf,
        value=lambda pair: pair.value("jeffrey"),
        integrand=integrands.jeffrey,
        latex=(
            r"(u-1)\log u",
            r"1+\log u-\frac{1}{u}",
            r"w+\frac{1}{w}+t-2,\; w=W(e^{1-t})",
            r"t\in\mathbb{R}",
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
        output=_ANY,
        end=math.inf,
        value=lambda pair: pair.value("pearson"),
        integrand=integrands.pearson,
        latex=(r"(u-1)^2", r"2(u-1)", r"\frac{t^2}{4}+t", r"t\geq -2\mathrm{;\ below\ }-1"),
    ),
    "Neyman": FDivergence(
        "Neyman χ²",
        f=lambda u: np.where(u > 0, _over(1, u) - 2 + u, np.inf),
        slope=lambda u: 1 - _over(1, np.square(u)),
        rising=lambda t: 2 - 2 * np.sqrt(1 - t),
        rising_slope=lambda t: 1 / np.sqrt(1 - t),
        output=_below(1),
        end=1.0,
        closed=True,
        value=lambda pair: pair.value("neyman"),
        integrand=integrands.neyman,
        latex=(r"\frac{(1-u)^2}{u}", r"1-\frac{1}{u^2}", r"2-2\sqrt{1-t}", r"t\leq 1"),
    ),
    "squared Hellinger": FDivergence(
        "Squared Hellinger",
        f=lambda u: (np.sqrt(u) - 1) ** 2,
        slope=lambda u: 1 - _over(1, np.sqrt(u)),
        rising=lambda t: t / (1 - t),
        rising_slope=lambda t: 1 / (1 - t) ** 2,
        output=_below(1),
        end=1.0,
        value=lambda pair: pair.value("hellinger"),
        integrand=integrands.hellinger,
        latex=(r"(\sqrt{u}-1)^2", r"1-\frac{1}{\sqrt{u}}", r"\frac{t}{1-t}", "t<1"),
    ),
    "Bhattacharyya": FDivergence(
        "Bhattacharyya",
        f=lambda u: 1 - np.sqrt(u),
        slope=lambda u: _over(-0.5, np.sqrt(u)),
        rising=lambda t: -1 - 1 / (4 * t),
        rising_slope=lambda t: 1 / (4 * t**2),
        output=_below(0),
        end=0.0,
        value=lambda pair: pair.value("hellinger") / 2,
        integrand=lambda at: at.q - integrands.bhattacharyya(at),
        latex=(r"1-\sqrt{u}", r"-\frac{1}{2\sqrt{u}}", r"-1-\frac{1}{4t}", "t<0"),
        also="1 − ∫√(pq)",
    ),
    "total variation": FDivergence(
        "Total variation",
        f=lambda u: np.abs(u - 1) / 2,
        slope=lambda u: np.sign(u - 1) / 2,
        rising=lambda t: np.maximum(t, -0.5),
        rising_slope=lambda t: np.where(t < -0.5, 0.0, 1.0),
        output=_WITHIN_A_HALF,
        end=0.5,
        closed=True,
        value=lambda pair: pair.value("tv"),
        integrand=integrands.tv,
        latex=(
            r"\frac{1}{2}|u-1|",
            r"\frac{1}{2}\mathrm{sign}(u-1)",
            "t",
            r"-\frac{1}{2}\leq t\leq\frac{1}{2}\mathrm{;\ below\ }-\frac{1}{2}",
        ),
    ),
    "Jensen-Shannon": FDivergence(
        "Jensen-Shannon",
        f=lambda u: _u_log_u(u) - (u + 1) * (np.log1p(u) - math.log(2)),
        slope=lambda u: math.log(2) + _log(u) - np.log1p(u),
        rising=lambda t: -np.log(-np.expm1(t - math.log(2))) - math.log(2),
        rising_slope=lambda t: 1 / np.expm1(math.log(2) - t),
        output=_LOG_2D,
        end=math.log(2),
        value=lambda pair: 2 * pair.value("js"),
        integrand=lambda at: 2 * integrands.js(at),
        latex=(
            r"u\log u-(u+1)\log\frac{u+1}{2}",
            r"\log\frac{2u}{u+1}",
            r"-\log(2-e^t)",
            r"t<\log 2",
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
        output=_LOG_D,
        end=0.0,
        value=lambda pair: pair.value("gan"),
        integrand=integrands.gan,
        latex=(r"u\log u-(u+1)\log(u+1)", r"\log\frac{u}{u+1}", r"-\log(1-e^t)", "t<0"),
        also="2 JS(p, q) − log 4",
        unit="nats",
    ),
}
"""By name, in the order in which they are shown."""
