"""Estimates of a mean against Cramér and Rao's bound, and what likelihood does not see."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ganlab.interruptible import Cancelled
from ganlab.theory.densities import Mixture
from ganlab.theory.likelihood import adversarial
from ganlab.theory.likelihood.bench import BENCH, LikelihoodControls
from ganlab.theory.likelihood.estimators import (
    REPEATS,
    SIZES,
    by_mmd,
    cramer_rao,
    errors,
    free_errors,
    mmd_efficiency,
    repetitions,
    root_mean_square,
)
from ganlab.theory.likelihood.noisy import log_density, log_likelihoods, most_lost, samples

CONTROLS = LikelihoodControls()
BOUND = cramer_rao(CONTROLS.sigma, np.array(SIZES))


@pytest.fixture(scope="module")
def estimated() -> dict[str, Any]:
    return adversarial.run(CONTROLS, lambda done, total: None, lambda: False)


def test_likelihood_lies_on_the_line_and_nothing_below(estimated: dict[str, Any]) -> None:
    assert SIZES[0] == 10
    assert SIZES[-1] == 10_000
    error = {
        method: root_mean_square(estimated[method])
        for method in ("likelihood", "mmd", "adversarial")
    }
    assert all(estimated[method].shape == (len(SIZES), 50) for method in error)
    assert error["likelihood"] == pytest.approx(BOUND, rel=0.1)
    for method, reached in error.items():
        assert (reached >= BOUND * (1 - 1e-9)).all(), method


def test_free_draws_lie_within_a_tenth_of_cramer_and_rao(estimated: dict[str, Any]) -> None:
    rows = {row.name: row for row in BENCH.numbers(CONTROLS, {"estimated": estimated})}
    row = rows["likelihood, M = 1,000, 2,000 free draws: error of μ"]
    assert row.exact == pytest.approx(CONTROLS.sigma / 1000**0.5)
    assert row.computed == pytest.approx(row.exact, rel=0.1)
    assert row.computed != row.exact  # it was measured
    other = root_mean_square(free_errors(np.random.default_rng(7)))
    assert other == pytest.approx(1 / 1000**0.5, rel=0.1)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("m", [10, 1000])
def test_repetitions_are_fair_draws(seed: int, m: int) -> None:
    residuals, means = repetitions(m, np.random.default_rng(seed))
    assert residuals.shape == (REPEATS // 2, m)
    assert residuals.mean(axis=1) == pytest.approx(np.zeros(REPEATS // 2), abs=1e-12)
    assert residuals.var() == pytest.approx(1 - 1 / m, abs=0.1)
    every = errors(np.zeros(len(means)), means)
    assert every.mean() == pytest.approx(0, abs=1e-12)
    assert root_mean_square(every) == pytest.approx(1 / m**0.5)
    quantiles = np.sort(every) * m**0.5
    assert quantiles[[12, 24, 37]] == pytest.approx([-0.67, 0, 0.67], abs=0.05)


def test_mmd_errs_as_much_as_its_efficiency_says(estimated: dict[str, Any]) -> None:
    for width in (0.3, 1.0, 3.0):
        draw = np.random.default_rng(7)
        found = by_mmd(draw.standard_normal((2000, 400)), width)
        reached = root_mean_square(found) * 400**0.5
        assert reached == pytest.approx(mmd_efficiency(width), rel=0.05)
    assert mmd_efficiency(100.0) == pytest.approx(1, abs=1e-3)


def test_mmd_finds_the_best_mean() -> None:
    x = np.random.default_rng(3).standard_normal((4, 200)) + 0.4
    grid = np.linspace(-1, 2, 3001)
    v = 1 + 0.5**2
    seen: NDArray[np.float64] = np.exp(-((x[:, None] - grid[:, None]) ** 2) / (2 * v)).mean(2)
    assert by_mmd(x, 0.5) == pytest.approx(grid[seen.argmax(1)], abs=1e-3)


def test_a_histogram_keeps_the_mean() -> None:
    x = np.random.default_rng(0).standard_normal((3, 50))
    shares = adversarial.histogram(x)
    places = np.linspace(-adversarial.REACH, adversarial.REACH, adversarial.PLACES)
    assert shares.sum(1) == pytest.approx(np.ones(3))
    assert shares @ places == pytest.approx(x.mean(1), abs=1e-12)


def test_noise_costs_at_most_log_100() -> None:
    rows = {row.name: row.computed for row in BENCH.numbers(CONTROLS, {})}
    assert (
        rows["most that can be lost"] == pytest.approx(log(100)) == pytest.approx(4.605, abs=1e-3)
    )
    assert 4 < rows["lost by mixing"] <= log(100)
    assert rows["lost by mixing"] == rows["E log p, good model"] - rows["E log q, mixture"]


@pytest.mark.parametrize("good", ["N(0, 1)", "U(0, 1)", ".5 N(-2, .1) + .5 U(3, 4)"])
def test_the_most_that_can_be_lost_is_lost_to_noise_far_away(good: str) -> None:
    for share in (1e-4, 0.01, 0.3, 1.0):
        assert most_lost(Mixture.read(good), share) == pytest.approx(-log(share), abs=1e-9)


@given(
    st.floats(1e-4, 1),
    st.sampled_from(["U(-8, 8)", "N(0, 1)", "N(50, 1)", "U(90, 91)"]),
    st.sampled_from(["N(0, 1)", "U(0, 1)", ".5 N(-2, .1) + .5 N(1.5, .4)"]),
)
def test_no_noise_costs_more_than_its_bound(share: float, noise: str, good: str) -> None:
    p, r = Mixture.read(good), Mixture.read(noise)
    good, mixed = log_likelihoods(p, r, (1.0, share))
    assert good - mixed <= -log(share) + 1e-9
    x = np.linspace(-5, 5, 50)
    assert (log_density(p, r, np.array(share), x) >= log(share) + p.log_pdf(x) - 1e-12).all()


def test_samples_of_the_mixture_are_noise_but_for_the_share() -> None:
    good, noise = samples(CONTROLS.p, CONTROLS.noise, 0.01, 5000, 1)
    assert len(good) + len(noise) == 5000
    assert len(good) == pytest.approx(50, abs=25)
    more, _ = samples(CONTROLS.p, CONTROLS.noise, 0.5, 5000, 1)
    assert set(good) <= set(more)


def test_a_good_model_mixed_with_itself_loses_nothing() -> None:
    p = CONTROLS.p
    assert log_likelihoods(p, p, (0.01, 1.0)) == pytest.approx(
        log_likelihoods(p, CONTROLS.noise, (1.0,))[0]
    )


def test_the_work_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        adversarial.run(CONTROLS, lambda done, total: None, lambda: True)
