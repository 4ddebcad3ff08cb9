"""Bench: the criterion C(G), and V(D, G) below it for every D."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, field_validator

from ganlab.data.target import Array
from ganlab.theory.all_divergences.exact import known
from ganlab.theory.bench import Bench, Controls, Number, Results, Statement
from ganlab.theory.criterion import value
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences.between import between
from ganlab.theory.game import best_value, divergence_seen, log_optimal, virtual_criterion
from ganlab.theory.playground import on_a_line

if TYPE_CHECKING:
    from ganlab.experiment import Experiment

Probability = Annotated[float, Field(ge=0, le=1)]
AreaOf = Literal["KL", "reverse KL", "JS"]


class Criterion(Controls):
    """Two densities on a line, a D, and which divergence is drawn as an area."""

    p_data: Mixture = Field(
        Mixture.read("N(-1, 1)"),
        title="p_data",
        description="The data: Gaussians N(mean, variance), uniforms U(low, high), mixtures of "
        "them.",
    )
    p_g: Mixture = Field(
        Mixture.read(".6 N(1, .5) + .4 N(2.5, 1)"),
        title="p_g",
        description="What the generator makes, written in the same way.",
    )
    d: tuple[Probability, ...] = Field(
        (),
        title="D as drawn",
        description=f"D(x) at {len(value.PLACES)} places from −6 to 6; none: D is D*, at its best.",
        json_schema_extra={"form": False},
    )
    area: AreaOf = Field(
        "KL",
        title="Area",
        description="The divergence that is drawn as the area between two curves: for KL −p log q "
        "and −p log p, whose difference is p log(p/q).",
    )

    @field_validator("d")
    @classmethod
    def _everywhere(cls, d: tuple[float, ...]) -> tuple[float, ...]:
        if len(d) not in (0, len(value.PLACES)):
            raise ValueError(f"D is drawn at {len(value.PLACES)} places, not at {len(d)}")
        return d


def logs_of(controls: Criterion, x: Array) -> value.Logs:
    """log D and log(1 - D) of the D that is set."""
    if controls.d:
        return value.log_drawn(controls.d, x)
    return log_optimal(controls.p_data.log_pdf(x), controls.p_g.log_pdf(x))


def numbers(controls: Criterion, results: Results) -> list[Number]:
    """V of the D that is set, and C in both normalisations."""
    p, q = controls.p_data, controls.p_g
    x, w = nodes(p, q)
    log_p, log_q = p.log_pdf(x), q.log_pdf(x)
    logs = logs_of(controls, x)
    pair, exact = between(p, q), known(p, q, 1.0)
    c, js = best_value(log_p, log_q, w), pair.value("js")
    v = value.value(p, q, logs, x, w) if controls.d else c
    return [
        Number("V(D, G)", v, None if controls.d else virtual_criterion(js), "nats"),
        Number("C(G), without the factor ½", c, virtual_criterion(js), "nats"),
        Number("½ C(G), with the factor ½", c / 2, js - log(2), "nats"),
        Number("C(G) − V(D, G)", c - v, value.missing(p, q, logs, x, w), "nats"),
        Number("JS, from C(G)", divergence_seen(c), js, "nats"),
        Number("KL(p_data ‖ p_g)", pair.value("kl"), exact.get("kl"), "nats"),
        Number("KL(p_g ‖ p_data)", pair.value("reverse_kl"), exact.get("reverse_kl"), "nats"),
    ]


def _experiment(controls: Criterion) -> Experiment:
    """V of a run against −log 4, the loss of the paper, D close to its best."""
    return on_a_line(
        "criterion",
        "The game of the paper with the data of the bench. D takes five steps to one of G's, so "
        "that it is close to D*: V then is close to C(G), and falls to −log 4.",
        controls.p_data,
        {"game.objective": "minimax", "game.k": 5},
    )


_TEST = "tests/theory/test_criterion.py::"

BENCH = Bench(
    name="criterion",
    title="The criterion C(G)",
    group="The game",
    about="Drag the means and widths of both densities, and draw any D you like: V(D, G) never "
    "rises above C(G), which D* reaches and which is least, −log 4, where p_g is p_data.",
    statements=(
        Statement(
            text="V(D, G) ≤ C(G) for every D; only D* = p_data/(p_data + p_g) reaches it.",
            latex=r"V(D,G)\le C(G)=V(D^*,G)=\mathbb{E}_{p_{data}}\log\frac{p_{data}}"
            r"{p_{data}+p_g}+\mathbb{E}_{p_g}\log\frac{p_g}{p_{data}+p_g}",
            source="Goodfellow et al. 2014, equation 4",
            computed="ganlab.theory.criterion.value:missing",
            test=f"{_TEST}test_no_d_rises_above_the_criterion",
        ),
        Statement(
            text="Without the factor ½, as in the paper of 2014: C(G) = −log 4 + 2 JS, least where "
            "p_g = p_data.",
            latex=r"C(G)=-\log 4+2\,JS(p_{data}\,\|\,p_g)",
            source="Goodfellow et al. 2014, Theorem 1",
            computed="ganlab.theory.game:best_value",
            test=f"{_TEST}test_theorem_1",
        ),
        Statement(
            text="With the factor ½, as the log-likelihood of a balanced classifier: ½ C(G) = "
            "JS − log 2. The same game, every number half as large.",
            latex=r"\max_D\;\tfrac12\mathbb{E}_{p_{data}}\log D+\tfrac12\mathbb{E}_{p_g}\log(1-D)"
            r"=JS(p_{data}\,\|\,p_g)-\log 2",
            source="Goodfellow 2016 (NIPS tutorial), equation 8",
            computed="ganlab.theory.divergences.between:between",
            test=f"{_TEST}test_theorem_1",
        ),
        Statement(
            text="Where p_g = p_data, D* says ½ everywhere, and V is −log 4.",
            latex=r"p_g=p_{data}\;\Rightarrow\;D^*=\tfrac12,\;V=-\log 4",
            source="Goodfellow et al. 2014, Theorem 1",
            computed="ganlab.theory.game:log_optimal",
            test=f"{_TEST}test_at_equal_densities_d_says_one_half_and_v_is_minus_log_4",
        ),
    ),
    controls=Criterion,
    numbers=numbers,
    experiment=_experiment,
)
