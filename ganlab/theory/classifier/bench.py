"""The bench: a classifier measures a divergence, and over-fits."""

from __future__ import annotations

from math import log

import numpy as np
from pydantic import Field

from ganlab.data.target import Array
from ganlab.experiment import Experiment
from ganlab.theory.bench import Bench, Controls, Number, Results, Statement, Work
from ganlab.theory.densities import Mixture, nodes
from ganlab.theory.divergences.between import between
from ganlab.theory.game import best_value, divergence_seen
from ganlab.theory.playground import on_a_line


class ClassifierControls(Controls):
    """Two densities that are known, and how many samples of them the classifier sees."""

    p: Mixture = Field(
        Mixture.gaussian(-0.75, 1.0), title="p", description="The density of real samples."
    )
    q: Mixture = Field(
        Mixture.gaussian(0.75, 1.0), title="q", description="The density of generated samples."
    )
    n: int = Field(
        30,
        ge=3,
        le=1000,
        title="Samples",
        description="Of each density: whose classifier the density ratio is shown of. The nearest "
        "of 3, 10, 30, 100, 300 and 1,000 that were trained on.",
        json_schema_extra={"scale": "log"},
    )
    seed: int = Field(
        1, ge=0, le=2**31 - 1, title="Seed", description="Of samples and first weights."
    )


def best_estimate(p: Mixture, q: Mixture) -> float:
    """(V(D*) + log 4)/2 with D* = p/(p + q), by quadrature: what the best classifier says JS is."""
    x, w = nodes(p, q)
    return divergence_seen(best_value(p.log_pdf(x), q.log_pdf(x), w))


def ratio_error(p: Mixture, q: Mixture, x: Array, logit: Array) -> float:
    """E |log D/(1 - D) - log p/q| over (p + q)/2, of a D whose logit is known at x (n,) in even
    steps; where p or q is 0 the ratio is not asked for."""
    log_p, log_q = p.log_pdf(x), q.log_pdf(x)
    mass = np.exp(log_p) + np.exp(log_q)
    known = np.isfinite(log_p) & np.isfinite(log_q)
    with np.errstate(invalid="ignore"):
        off = np.abs(np.asarray(logit) - (log_p - log_q))
    return float(mass[known] @ off[known] / mass[known].sum()) if known.any() else float("nan")


def nearest(results: Results, n: int) -> int:
    """Which of the sizes that were trained on is nearest to n, as a ratio."""
    return int(np.argmin(np.abs(np.log(np.asarray(results["learned"]["sizes"]) / n))))


def numbers(controls: ClassifierControls, results: Results) -> list[Number]:
    """JS by the best classifier, and by those that learned from samples."""
    p, q = controls.p, controls.q
    js = between(p, q).value("js")
    rows = [Number("(V(D*) + log 4)/2", best_estimate(p, q), js, "nats")]
    learned = results.get("learned")
    if learned is None:
        return rows
    for n, training, held_out in zip(
        learned["sizes"], learned["training"], learned["held_out"], strict=True
    ):
        rows += [
            Number(f"JS by {n:,} samples, trained on", float(np.mean(training)), js, "nats"),
            Number(f"JS by {n:,} samples, held out", float(np.mean(held_out)), js, "nats"),
        ]
    few = float(np.mean(learned["training"][0]))
    rows.append(Number(f"JS by {learned['sizes'][0]} samples against log 2", few, log(2), "nats"))
    rows += [
        Number(f"off log p/q, {n:,} samples", ratio_error(p, q, learned["x"], logit), 0.0)
        for n, logit in zip(learned["sizes"], learned["logit"], strict=True)
    ]
    return rows


def experiment(controls: ClassifierControls) -> Experiment:
    """A game on a line whose D is such a classifier: it learns while G is held."""
    return on_a_line(
        "a classifier",
        "D learns to tell p of the bench from a generator that is held: (V + log 4)/2 rises to "
        "their Jensen-Shannon divergence. Every step draws its samples anew: there is nothing to "
        "learn by heart.",
        controls.p,
        {"game.objective": "minimax", "game.train": "discriminator"},
    )


_TEST = "tests/theory/test_classifier.py::"
BENCH = Bench(
    name="classifier",
    title="A classifier measures a divergence",
    group="Learning from samples",
    about="D has to tell samples of p from samples of q, and how well it can says how far apart "
    "they are. Train it on few samples and on many: with few it knows them by heart, JS reads "
    "log 2 on them and far too little on others, and D/(1 − D) is nothing like p/q.",
    statements=(
        Statement(
            "The value of the best classifier is JS, but for a factor and a constant.",
            r"\mathrm{JS}(p\,\|\,q)=\tfrac{1}{2}\left(\max_D V(D)+\log 4\right)",
            "Goodfellow et al. 2014, Theorem 1",
            "ganlab.theory.classifier.bench:best_estimate",
            _TEST + "test_the_best_classifier_reads_js",
        ),
        Statement(
            "On few samples that it was trained on a classifier is perfect, and JS reads log 2; on "
            "samples held out it reads too little. Both come together as n grows.",
            r"\tfrac{1}{2}(V_{\mathrm{train}}+\log 4)\to\log 2\ (n\ \mathrm{small}),\quad "
            r"V_{\mathrm{train}},V_{\mathrm{held\,out}}\to V\ (n\to\infty)",
            "Arjovsky and Bottou 2017, Theorem 2.1; Arora et al. 2017, section 3",
            "ganlab.theory.classifier.learning:learn",
            _TEST + "test_few_samples_read_log_2_and_many_read_js",
        ),
        Statement(
            "A good classifier knows the density ratio.",
            r"\frac{D^*(x)}{1-D^*(x)}=\frac{p(x)}{q(x)}",
            "Goodfellow et al. 2014, Proposition 1; Sugiyama, Suzuki and Kanamori 2012",
            "ganlab.theory.classifier.bench:ratio_error",
            _TEST + "test_the_ratio_is_learned",
        ),
    ),
    controls=ClassifierControls,
    numbers=numbers,
    works={
        "learned": Work(
            "Train classifiers",
            "Train four small D on each of 3, 10, 30, 100, 300 and 1,000 samples of both "
            "densities; about 15 seconds.",
            "ganlab.theory.classifier.learning:run",
            uses=("p", "q", "seed"),
        )
    },
    experiment=experiment,
)
