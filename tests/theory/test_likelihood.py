"""Estimates of a mean against Cramér and Rao's bound, and what likelihood does not see."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ganlab.interruptible import Cancelled, never, silent
from ganlab.theory.densities import Mixture
from ganlab.theory.likelihood import adversarial
from ganlab.theory.likelihood.bench import BENCH, LikelihoodControls, over_likelihood
from ganlab.theory.likelihood.estimators import (
    FREE,
    REPEATS,
    by_mmd,
    cramer_rao,
    likely,
    mmd_efficiency,
    repetitions,
    root_mean_square,
)
from ganlab.theory.likelihood.noisy import log_density, log_likelihoods, most_lost, samples

CONTROLS = LikelihoodControls()
SIZES = (10, 1000)
"""Enough here; `make bench-science` plays to the end, with all sizes."""
BOUND = cramer_rao(CONTROLS.sigma, np.array(SIZES))


@pytest.fixture(scope="module")
def estimated() -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adversarial, "SIZES", SIZES)
        patch.setattr(adversarial, "ROUNDS", 50)
        return adversarial.run(CONTROLS, silent, never)


def test_likelihood_lies_on_the_line_and_nothing_below(estimated: dict[str, Any]) -> None:
    assert estimated["likelihood"].shape == (len(SIZES), FREE)
    reached = root_mean_square(estimated["likelihood"])
    assert reached == pytest.approx(BOUND, rel=0.1)
    assert (reached != BOUND).all(), "it was measured"
    for method, repeats in (("mmd", FREE), ("adversarial", REPEATS)):
        assert estimated[method].shape == (len(SIZES), repeats)
        low, high = (factor * root_mean_square(estimated[method]) for factor in likely(repeats))
        assert (low < high).all()
        assert (high >= BOUND).all(), f"{method}: below the bound beyond luck"
        assert (low <= 3 * BOUND).all()
        assert (over_likelihood(estimated, method) >= 0.97).all(), "on the same samples"


def test_mmd_is_measured_often_enough_to_be_seen_above_the_line(estimated: dict[str, Any]) -> None:
    reached = root_mean_square(estimated["mmd"])
    assert (reached > 1.05 * BOUND).all()
    over = over_likelihood(estimated, "mmd")
    assert over[-1] == pytest.approx(mmd_efficiency(CONTROLS.width / CONTROLS.sigma), abs=0.06)


@pytest.mark.parametrize("seed", range(3))
def test_likelihood_is_within_a_tenth_at_1000_samples_whatever_is_drawn(seed: int) -> None:
    draw = np.random.default_rng(seed)
    errors = np.concatenate([repetitions(1000, draw)[1] for _ in range(FREE // REPEATS)])
    assert root_mean_square(errors) == pytest.approx(1 / 1000**0.5, rel=0.1)


@pytest.mark.parametrize("m", [10, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_on_the_same_samples_mmd_errs_more_than_the_likelihood(seed: int, m: int) -> None:
    residuals, means = repetitions(m, np.random.default_rng(seed))
    over = root_mean_square(means + by_mmd(residuals, 0.5)) / root_mean_square(means)
    assert 1 < over < mmd_efficiency(0.5) + 0.3


def test_fifty_repetitions_are_known_to_a_tenth() -> None:
    low, high = likely(REPEATS)
    assert (low, high) == pytest.approx((0.837, 1.243), abs=0.01)
    draw = np.random.default_rng(5)
    error = root_mean_square(draw.standard_normal((4000, REPEATS)))
    inside = (low * error <= 1) & (high * error >= 1)
    assert inside.mean() == pytest.approx(0.95, abs=0.015)


def test_repetitions_are_draws_that_are_left_to_luck() -> None:
    draw = np.random.default_rng(3)
    residuals, _ = repetitions(100, draw)
    assert residuals.shape == (REPEATS, 100)
    assert residuals.mean(axis=1) == pytest.approx(np.zeros(REPEATS), abs=1e-12)
    spreads = [root_mean_square(repetitions(100, draw)[1]) * 10 for _ in range(20)]
    assert np.std(spreads) == pytest.approx(0.1, abs=0.05), "not conditioned to be 1"
    assert np.mean(spreads) == pytest.approx(1, abs=0.08)


def test_mmd_errs_as_much_as_its_efficiency_says() -> None:
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
