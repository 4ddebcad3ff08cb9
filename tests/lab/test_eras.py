"""Curves of a run whose objective was changed show what was measured as it is now."""

from __future__ import annotations

import numpy as np
import pytest

from ganlab.experiment import Experiment
from ganlab.gan.columns import SCALARS
from ganlab.lab.past.history import History


def rows(first: int, last: int, value: float) -> np.ndarray:
    some = np.full((last - first + 1, len(SCALARS)), value)
    some[:, 0] = np.arange(first, last + 1)
    return some


def switched() -> History:
    history = History.of(Experiment())
    history.append(rows(1, 100, -1.4))
    history.play("non-saturating", 0)
    history.append(rows(101, 130, -0.25))
    history.play("least-squares", 100)
    return history


@pytest.mark.parametrize("name", ["value", "discriminator_loss", "generator_loss", "d_real"])
def test_what_another_objective_measured_is_a_gap(name: str) -> None:
    history = switched()
    x, y = history.curve(name)
    assert np.isnan(y[x <= 100]).all()
    assert (y[x > 100] == -0.25).all()
    assert history.now(name) == -0.25, "and no mean of two quantities"
    assert len(history.recent(name, 130)) == 130


def test_it_is_back_once_the_objective_is() -> None:
    history = switched()
    history.append(rows(131, 140, -1.3))
    history.play("non-saturating", 130)
    x, y = history.curve("value")
    assert (np.isnan(y) == ((x > 100) & (x <= 130))).all()
    assert history.now("value") == pytest.approx(-1.3)


def test_the_variants_of_2014_have_one_value_and_losses_of_their_own() -> None:
    history = History.of(Experiment())
    history.append(rows(1, 100, -1.4))
    history.play("minimax", 0)
    history.append(rows(101, 130, -1.2))
    history.play("non-saturating", 100)
    for name in ("value", "discriminator_loss", "d_real", "d_fake", "generator_gradient"):
        assert np.isfinite(history.curve(name)[1]).all()
    assert np.isnan(history.curve("generator_loss")[1][:100]).all()


def test_a_step_that_is_measured_again_is_of_the_objective_that_measured_it() -> None:
    history = History.of(Experiment())
    history.append(rows(1, 100, -1.4), measured=True)
    history.play("non-saturating", 0)
    history.append(rows(100, 100, -0.25), measured=True)
    history.play("least-squares", 100)
    assert history.now("value") == -0.25
    history.append(rows(100, 100, -1.4), measured=True)
    history.play("non-saturating", 100)
    assert np.isfinite(history.curve("value")[1]).all()
    assert history.now("value") == pytest.approx(-1.4)


def test_a_saved_run_remembers_and_a_run_that_goes_back_forgets() -> None:
    again = switched().copy()
    assert np.isnan(again.curve("value")[1][:100]).all()
    assert np.isfinite(again.up_to(90).curve("value")[1]).all()
    assert np.isnan(again.thinned(13).curve("value")[1][:9]).all()


def test_long_runs_have_the_same_gap() -> None:
    history = History.of(Experiment())
    history.append(rows(1, 30_000, -1.4))
    history.play("non-saturating", 0)
    history.append(rows(30_001, 40_000, -0.25))
    history.play("least-squares", 30_000)
    x, y = history.curve("value", 200)
    assert np.isnan(y[x <= 30_000]).all()
    assert set(y[x > 30_300]) == {-0.25}
    assert not (y < -0.25).any()


@pytest.mark.parametrize("name", ["objective of another kind", "objective minimax"])
def test_a_damaged_past_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="another kind"):
        History.from_arrays({**switched().arrays(), name: np.full(2, np.nan)}, switched())
