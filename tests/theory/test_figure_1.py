"""Figure 1 of 2014: the densities, both D's, and the walk from panel (a) to panel (d)."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ganlab.data import make_target
from ganlab.document import Penalty
from ganlab.document.players import NoiseName
from ganlab.experiment import Noise
from ganlab.gan.settings import two_player
from ganlab.interruptible import Cancelled
from ganlab.theory.densities import Mixture
from ganlab.theory.figure_1 import bench, generator, training
from ganlab.theory.figure_1.cells import masses_of_map, masses_of_samples
from ganlab.theory.figure_1.moment import Moment, criterion, farthest, theorem, value
from ganlab.theory.figure_1.state import (
    CELLS,
    EDGES,
    PLACES,
    Figure1Controls,
    after_step,
    layers_of,
    moment_of,
)
from ganlab.theory.push_forward.noise import NOISE, knots

CENTRES = (EDGES[1:] + EDGES[:-1]) / 2


def exact(text: str) -> np.ndarray:
    return np.diff(Mixture.read(text).cdf(EDGES))


def test_the_masses_of_a_straight_map_are_those_of_the_moved_noise() -> None:
    for slope, offset in ((0.5, 1.0), (-2.0, 0.3)):
        got = masses_of_map(slope * knots("gaussian") + offset, "gaussian", EDGES)
        known = exact(f"N({offset}, {slope**2})")
        assert got[1:-1] == pytest.approx(known[1:-1], abs=1e-5)
        assert got.sum() == pytest.approx(1, abs=1e-12)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=60), st.sampled_from(list(NOISE)))
def test_no_map_loses_mass_however_flat_or_folded(x: list[float], noise: NoiseName) -> None:
    got = masses_of_map(np.resize(x, len(knots(noise))), noise, EDGES)
    assert got.sum() == pytest.approx(1, abs=1e-9)
    assert got.min() >= 0


def test_a_map_that_is_flat_puts_everything_into_one_cell() -> None:
    got = masses_of_map(np.full(len(knots("uniform")), 0.0126), "uniform", EDGES)
    assert got.max() == pytest.approx(1)


@given(st.integers(2, 400), st.floats(-20, 20), st.floats(0, 5))
def test_a_kernel_estimate_loses_no_mass(n: int, mean: float, spread: float) -> None:
    x = mean + spread * np.random.default_rng(n).standard_normal(n)
    assert masses_of_samples(x, EDGES, 0.1).sum() == pytest.approx(1, abs=1e-9)


def test_a_kernel_estimate_is_near_the_truth() -> None:
    x = Mixture.gaussian(1, 1).sample(8000, np.random.default_rng(1))
    assert np.abs(masses_of_samples(x, EDGES, 0.1) - exact("N(1, 1)")).sum() < 0.08


@given(st.integers(0, 50), st.sampled_from(list(NOISE)), st.integers(1, 2))
@settings(max_examples=20)
def test_the_criterion_is_what_the_theorem_says(seed: int, noise: str, dimension: int) -> None:
    controls = Figure1Controls.model_validate(
        {"seed": seed, "noise": noise, "dimension": dimension, "p": "N(-1, 1) + U(0, 2)"}
    )
    moment = moment_of(controls, np.random.default_rng(seed).normal(0, 2, CELLS))
    assert criterion(moment) == pytest.approx(theorem(moment), abs=1e-6)
    assert value(moment) <= criterion(moment) + 1e-12
    assert moment.p.sum() == pytest.approx(1) == moment.g.sum()


def test_where_both_are_the_same_d_says_one_half_and_v_is_minus_log_4() -> None:
    moment = moment_of(Figure1Controls())
    same = Moment(moment.edges, moment.p, moment.p, moment.d, moment.z, moment.x)
    assert value(same) == pytest.approx(-log(4), abs=1e-6)
    assert criterion(same) == pytest.approx(-log(4), abs=1e-6)
    assert farthest(same) == pytest.approx(0, abs=1e-12)


def test_a_trained_d_is_the_best_there_is() -> None:
    controls = Figure1Controls()
    told: list[tuple[int, int]] = []
    result = training.train_discriminator(controls, lambda done, total: told.append((done, total)))
    rows = {row.name: row for row in bench.numbers(controls, {bench.OPTIMUM: result})}
    assert rows["max |D − D*|"].computed < 0.05
    v = rows["V(D, G), at most C(G)"]
    assert v.exact is not None
    assert v.exact - 1e-3 < v.computed <= v.exact
    assert told[-1][0] == told[-1][1]
    before = bench.numbers(controls, {})
    assert before[0].computed == pytest.approx(-log(4), abs=1e-9)


def test_training_d_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        training.train_discriminator(Figure1Controls(), cancelled=lambda: True)


@pytest.mark.parametrize("dimension", [1, 2])
@pytest.mark.parametrize("objective", ["saturating", "non-saturating"])
def test_a_step_of_g_goes_up_its_objective(objective: generator.Objective, dimension: int) -> None:
    """The gradient is that of finite differences."""
    controls = Figure1Controls(objective=objective, dimension=dimension, rate=1e-3)
    logits = -np.tanh(CENTRES - 0.5) * 2
    z, mass = generator.drawn(controls.noise, dimension)
    start = layers_of(controls)

    def wanted(flat: np.ndarray) -> float:
        x = generator.from_flat(tuple(flat), dimension)(z)
        logit = -np.tanh(x - 0.5) * 2
        down = -np.logaddexp(0, logit)  # log(1 - D)
        return float(mass @ (-np.logaddexp(0, -logit) if objective[0] == "n" else -down))

    flat = np.array(start.flat())
    trained = controls.model_copy(update={"discriminator": tuple(logits)})
    moved = np.array(after_step(trained)) - flat
    for i in (0, 3, 30, 50, len(flat) - 1):
        h = np.zeros(len(flat))
        h[i] = 1e-5
        slope = (wanted(flat + h) - wanted(flat - h)) / 2e-5
        assert moved[i] == pytest.approx(1e-3 * slope, rel=1e-2, abs=1e-8)


def test_without_a_d_that_has_learned_g_stays_where_it_is() -> None:
    controls = Figure1Controls()
    assert after_step(controls) == layers_of(controls).flat()


def test_steps_of_both_lead_to_panel_d() -> None:
    """With D at its best between any two steps, p_g goes to p_data."""
    controls = Figure1Controls()
    first = criterion(moment_of(controls))
    for _ in range(300):
        moment = moment_of(controls)
        some = np.maximum(moment.p, 1e-12) / np.maximum(moment.g, 1e-12)
        logits = tuple(np.clip(np.log(some), -8, 8))
        controls = controls.model_copy(update={"discriminator": logits})
        controls = controls.model_copy(update={"generator": after_step(controls)})
    last = criterion(moment_of(controls))
    assert first > -1.1
    assert last < -log(4) + 0.02


def test_a_drawn_curve_takes_the_place_of_the_mixture() -> None:
    heights = tuple(np.maximum(0, 1 - np.abs(PLACES - 2)))
    moment = moment_of(Figure1Controls(drawn=heights))
    assert moment.p @ CENTRES == pytest.approx(2, abs=1e-6)
    assert moment.p.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"p": "N(8, 1)"}, "between -6 and 6"),
        ({"drawn": (1.0,)}, "p_data is drawn at 121 places, not at 1"),
        ({"drawn": (0.0,) * 121}, "somewhere above"),
        ({"generator": (1.0,) * 5}, "weights with one dimension of noise"),
        ({"generator": (1e308,) + (1.0,) * 72}, "less than or equal to 1000000"),
        ({"discriminator": (1.0,) * 5}, "5 logits; D has 480 cells"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Figure1Controls.model_validate(wrong)


def test_the_same_controls_give_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "ROUND", 20)
    monkeypatch.setattr(training, "MOST_ROUNDS", 2)
    one, other = (training.train_discriminator(Figure1Controls(seed=3))["logits"] for _ in range(2))
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("drawn", [False, True])
def test_the_playground_plays_with_the_data_of_the_bench(drawn: bool) -> None:
    heights = tuple(np.maximum(0, 1 - np.abs(PLACES - 2))) if drawn else ()
    controls = Figure1Controls(p=".3 N(-2, .25) + .7 U(0, 2)", noise="uniform", drawn=heights)
    chosen = bench.experiment(controls)
    assert chosen.noise == Noise(kind="uniform", dimension=1)
    assert two_player(chosen.game).penalty == Penalty(), "all are off"
    log = make_target(chosen.data).log_density(CENTRES[:, None])
    assert log is not None
    p = np.exp(log) * np.diff(EDGES)
    assert p.sum() == pytest.approx(1, abs=1e-3)
    assert np.abs(p - moment_of(controls).p).sum() < 0.03
