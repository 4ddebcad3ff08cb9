"""Bench: the slopes of the generator's losses, and what arrives of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ganlab.theory.bench import Bench, Number, Results, Statement, Work
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import between
from ganlab.theory.playground import on_a_line
from ganlab.theory.slopes import identities
from ganlab.theory.slopes.controls import Slopes
from ganlab.theory.slopes.losses import LOSSES, found_slope

if TYPE_CHECKING:
    from ganlab.experiment import Experiment

FREEZE = "freeze"
"""The name of the work."""


def fall(norms: np.ndarray) -> float:
    """How many times smaller the gradient has become since D's first step; below 1: larger."""
    return float(norms[0] / max(norms[-1], np.finfo(float).tiny))


def numbers(controls: Slopes, results: Results) -> list[Number]:
    """Slopes at the point, what the best D makes of each loss, and how far the gradients fell."""
    logit, in_d = controls.logit, controls.axis == "D"
    at = np.array(logit)
    rows = []
    for name, loss in LOSSES.items():
        exact = float(loss.slope_in_d(at) if in_d else loss.slope(at))
        rows.append(Number(f"slope of {name}", found_slope(loss, logit, in_d), exact))
    rows += _identities(controls.p_data, controls.p_g)
    if frozen := results.get(FREEZE):
        rows.append(Number("V(D, G), G held, D trained", float(frozen["values"][-1]), unit="nats"))
        for name, norms in frozen["norms"].items():
            rows.append(Number(f"{name}: gradient at first", float(norms[0])))
            rows.append(Number(f"{name}: gradient now", float(norms[-1])))
            rows.append(Number(f"{name}: fell by", fall(norms), unit="times"))
    return rows


@lru_cache(maxsize=8)
def _identities(p: Mixture, q: Mixture) -> tuple[Number, ...]:
    fixed, divergences = identities.non_saturating_gradients(p, q)
    rows = [
        Number(
            "best hinge loss",
            identities.best_hinge_loss(p, q),
            2 * (1 - between(p, q).value("tv")),
        ),
        Number(
            "least squares, 2 C(G)",
            identities.least_squares_criterion(p, q, a=-1, b=1, c=0),
            identities.pearson_of_sum(p, q),
        ),
        Number(
            "−E log D*",
            identities.non_saturating_cost(p, q),
            identities.non_saturating_divergences(p, q),
            "nats",
        ),
    ]
    why = identities.why_undefined(p, q)
    if why:  # the theorem says nothing then
        rows.append(Number("d/dθ of −E log D*", np.nan, None, f"not defined: {why}"))
    else:
        rows.append(Number("d/dθ of −E log D*", fixed, divergences))
    return tuple(rows)


def _experiment(controls: Slopes) -> Experiment:
    """The generator is frozen and D trained alone, which makes G's gradient vanish."""
    return on_a_line(
        "the slopes",
        "The generator is held and D trained alone on the data of the bench: the surer D is, the "
        "less of log(1 − D) arrives at G.",
        controls.p_data,
        {"game.objective": "minimax", "game.train": "discriminator"},
    )


_AT = "ganlab.theory.slopes."
_TEST = "tests/theory/test_slopes.py::"

BENCH = Bench(
    name="slopes",
    title="The slopes",
    group="The game",
    about="What each loss of G makes of a sample that D gave the logit a: where D is sure, "
    "log(1−D) is flat and −log D steep. Drag the point; press Play to measure a run.",
    statements=(
        Statement(
            text="The slope of log(1 − D) in the logit is −D, which vanishes once D is sure of a "
            "generated sample; that of −log D is D − 1, which does not.",
            latex=r"\frac{d}{da}\log(1-\sigma(a))=-\sigma(a),\qquad "
            r"\frac{d}{da}(-\log\sigma(a))=\sigma(a)-1",
            source="Goodfellow et al. 2014, section 3; Goodfellow 2016 (NIPS tutorial), Figure 16",
            computed=f"{_AT}losses:found_slope",
            test=f"{_TEST}test_slopes_are_those_of_finite_differences",
        ),
        Statement(
            text="With G held, D trained from scratch: the gradient of log(1 − D) falls by orders "
            "of magnitude, that of −log D does not.",
            latex=r"\lim_{\|D-D^*\|\to 0}\nabla_\theta\,\mathbb{E}_z\log(1-D(G_\theta(z)))=0",
            source="Arjovsky and Bottou 2017, Theorem 2.4 and Figure 2",
            computed=f"{_AT}vanishing:freeze",
            test=f"{_TEST}test_the_saturating_gradient_vanishes_and_the_other_does_not",
        ),
        Statement(
            text="With D held at D*, the gradient of −E log D is that of KL(p_g ‖ p_data) − 2 JS.",
            latex=r"\nabla_\theta\,\mathbb{E}_z[-\log D^*(G_\theta(z))]=\nabla_\theta\,"
            r"[KL(p_g\,\|\,p_{data})-2\,JS(p_g\,\|\,p_{data})]",
            source="Arjovsky and Bottou 2017, Theorem 2.5",
            computed=f"{_AT}identities:non_saturating_gradients",
            test=f"{_TEST}test_theorem_2_5",
        ),
        Statement(
            text="At its best, D makes the non-saturating cost KL(p_g ‖ p_data) − KL(p_g ‖ m) + "
            "log 2, m the mean of both densities.",
            latex=r"-\mathbb{E}_{p_g}\log D^*=KL(p_g\,\|\,p_{data})-KL(p_g\,\|\,m)+\log 2",
            source="Arjovsky and Bottou 2017, proof of Theorem 2.5",
            computed=f"{_AT}identities:non_saturating_divergences",
            test=f"{_TEST}test_minus_log_d_at_its_best",
        ),
        Statement(
            text="Least squares with b − c = 1 and b − a = 2 measures Pearson's χ² between p_data "
            "+ p_g and 2 p_g.",
            latex=r"2C(G)=\int\frac{(2p_g-(p_{data}+p_g))^2}{p_{data}+p_g}\,dx",
            source="Mao et al. 2017, section 3.2",
            computed=f"{_AT}identities:least_squares_criterion",
            test=f"{_TEST}test_least_squares_is_pearson",
        ),
        Statement(
            text="The best hinge loss is 2 (1 − TV).",
            latex=r"\min_D\;\mathbb{E}_{p_{data}}[1-D]_++\mathbb{E}_{p_g}[1+D]_+"
            r"=2\,(1-TV(p_{data},p_g))",
            source="Lim and Ye 2017, section 3",
            computed=f"{_AT}identities:best_hinge_loss",
            test=f"{_TEST}test_the_best_hinge_loss_is_total_variation",
        ),
    ),
    controls=Slopes,
    numbers=numbers,
    works={
        FREEZE: Work(
            "Freeze G, train D",
            "Holds G, trains a new D on p_data and p_g for 2,000 steps, and measures the gradient "
            "that arrives at G under every loss. A few seconds.",
            f"{_AT}vanishing:run",
            uses=("p_data", "p_g", "seed"),
        )
    },
    experiment=_experiment,
)
