"""The bench: maximum likelihood errs least, and says little of samples."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

import numpy as np
from pydantic import Field

from ganlab.data.target import Array
from ganlab.experiment import Experiment
from ganlab.theory.bench import Bench, Controls, Number, Results, Statement, Work
from ganlab.theory.densities import Mixture
from ganlab.theory.likelihood.estimators import (
    FREE,
    REPEATS,
    SIZES,
    cramer_rao,
    mmd_efficiency,
    root_mean_square,
)
from ganlab.theory.likelihood.noisy import log_likelihoods, most_lost
from ganlab.theory.playground import on_a_line

METHODS = {"likelihood": "likelihood", "mmd": "MMD", "adversarial": "adversarial"}


class LikelihoodControls(Controls):
    """What is estimated, and a good model that is hidden in noise."""

    share: float = Field(
        0.01,
        ge=1e-4,
        le=1.0,
        title="Share of the good model",
        description="How often the mixture draws from the good model; else it draws noise.",
        json_schema_extra={"scale": "log"},
    )
    p: Mixture = Field(
        Mixture.read(".5 N(-2, .1) + .5 N(1.5, .4)"),
        title="Good model",
        description="The density of the data, which the good model knows exactly.",
    )
    noise: Mixture = Field(
        Mixture.uniform(4, 8), title="Noise", description="What the mixture draws else."
    )
    sigma: float = Field(
        1.0,
        ge=0.05,
        le=20,
        title="σ",
        description="Of the Gaussian whose mean is estimated: known to every method.",
    )
    width: float = Field(
        0.5,
        ge=0.05,
        le=20,
        title="Width of the kernel",
        description="h of MMD's kernel exp(-(x - y)²/(2 h²)).",
    )
    seed: int = Field(
        1, ge=0, le=2**31 - 1, title="Seed", description="Of samples and first weights."
    )


def numbers(controls: LikelihoodControls, results: Results) -> list[Number]:
    """What mixing costs in likelihood; the error of μ by every method against Cramér and Rao."""
    good, mixed = log_likelihoods(controls.p, controls.noise, (1.0, controls.share)).tolist()
    bound = log(1 / controls.share)
    most = most_lost(controls.p, controls.share)
    rows = [
        Number("E log p, good model", good, unit="nats"),
        Number("E log q, mixture", mixed, unit="nats"),
        Number("lost by mixing", good - mixed, unit="nats"),
        Number("most that can be lost", most, bound, "nats"),
        Number("left to lose", bound - (good - mixed), unit="nats"),
    ]
    limit = mmd_efficiency(controls.width / controls.sigma)
    estimated = results.get("estimated")
    if estimated is None:
        return [*rows, Number("MMD, M → ∞: error over Cramér-Rao", limit)]
    least_error = cramer_rao(controls.sigma, np.array(SIZES))
    for method, title in METHODS.items():
        error = root_mean_square(estimated[method])
        rows += [
            Number(f"{title}, M = {m:,}: error", float(one), float(least), "units of x")
            for m, one, least in zip(SIZES, error, least_error, strict=True)
        ]
    for method in ("mmd", "adversarial"):
        over = over_likelihood(estimated, method)
        rows += [
            Number(
                f"{METHODS[method]}, M = {m:,}: error over the likelihood's, same samples",
                float(one),
                limit if method == "mmd" and m == SIZES[-1] else None,
            )
            for m, one in zip(SIZES, over, strict=True)
        ]
    return rows


def over_likelihood(estimated: Mapping[str, Array], method: str) -> Array:
    """The error of a method over that of the likelihood on the very same samples, (s,)."""
    errors = estimated[method]
    return root_mean_square(errors) / root_mean_square(
        estimated["likelihood"][:, : errors.shape[1]]
    )


def experiment(controls: LikelihoodControls) -> Experiment:
    """The adversarial fit: a generator that makes one Gaussian, and one Gaussian as its data."""
    return on_a_line(
        "adversarial fit",
        "The data are one Gaussian with the σ of the bench, and a generator without a hidden layer "
        "makes one, too: it estimates mean and width by the game.",
        Mixture.gaussian(0.0, controls.sigma**2),
        {"game.generator.layers": 0},
    )


_TEST = "tests/theory/test_likelihood.py::"
BENCH = Bench(
    name="likelihood",
    title="Maximum likelihood",
    group="Learning from samples",
    about="The mean of a Gaussian is estimated from M samples: 50 times by a game, 2,000 times by "
    "MMD and by likelihood. None errs less than Cramér and Rao allow, but for luck (whiskers: "
    "95 %; on the same samples there is less of it), and likelihood errs no more. And yet it is no "
    "measure of samples: hide a good model in noise and see how little that costs.",
    statements=(
        Statement(
            "No unbiased estimate of the mean errs less than σ/√M. The likelihood's, the sample "
            "mean, errs that much.",
            r"\sqrt{\mathbb{E}(\hat\mu-\mu)^2}\ \geq\ \frac{\sigma}{\sqrt{M}}",
            "Rao 1945; Cramér 1946; Casella and Berger 2002, theorem 7.3.9",
            "ganlab.theory.likelihood.estimators:cramer_rao",
            _TEST + "test_likelihood_lies_on_the_line_and_nothing_below",
        ),
        Statement(
            "The error of the MMD fit stays above the line by a factor that depends on the "
            "kernel's width.",
            r"\frac{\sqrt{\mathbb{E}\psi^2}}{\mathbb{E}\psi'}\geq 1,\quad"
            r"\psi(d)=d\,e^{-d^2/(2v)},\ v=\sigma^2+h^2",
            "Huber 1964, section 4; Briol et al. 2019, theorem 2",
            "ganlab.theory.likelihood.estimators:mmd_efficiency",
            _TEST + "test_mmd_errs_as_much_as_its_efficiency_says",
        ),
        Statement(
            "A mixture of a share a of a good model and noise loses at most log 1/a of "
            "log-likelihood: 4.61 nats at 1 %, while 99 % of its samples are noise.",
            r"\mathbb{E}\log\left(a\,p(x)+(1-a)\,r(x)\right)\geq\mathbb{E}\log p(x)-\log"
            r"\frac{1}{a}",
            "Theis, van den Oord and Bethge 2016, section 3.2",
            "ganlab.theory.likelihood.noisy:log_likelihoods",
            _TEST + "test_noise_costs_at_most_log_100",
        ),
    ),
    controls=LikelihoodControls,
    numbers=numbers,
    works={
        "estimated": Work(
            f"Estimate {REPEATS} times",
            f"Estimate the mean from 10 to 10,000 samples {REPEATS} times by a game, and {FREE:,} "
            "times by MMD and by likelihood, from samples that are drawn anew every time; "
            "about 20 seconds. The error that 50 repetitions measure is known to 10 %: the "
            "whiskers say where it lies at 95 %.",
            "ganlab.theory.likelihood.adversarial:run",
            uses=("sigma", "width", "seed"),
        )
    },
    experiment=experiment,
)
