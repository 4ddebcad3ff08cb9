"""Every statement of the status line, from a run made to deserve it."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ganlab.experiment import Experiment
from ganlab.lab.frame import EVALUATION, SCALARS, State
from ganlab.lab.history import History
from ganlab.lab.status import Verdict, describe

EQUILIBRIUM = {
    "value": -log(4),
    "discriminator_loss": log(4),
    "generator_loss": log(2),
    "d_real": 0.5,
    "d_fake": 0.5,
    "discriminator_gradient": 0.1,
    "generator_gradient": 0.1,
}


def run(steps: int = 3000, noise: float = 0.03, **figures: float | NDArray[np.float64]) -> History:
    """A run that wobbles about the equilibrium, but for the figures that are given."""
    history = History()
    rows = np.empty((steps, len(SCALARS)))
    rows[:, 0] = np.arange(1, steps + 1)
    wobble = np.random.default_rng(1).normal(size=steps) * noise
    for column, name in enumerate(SCALARS[1:], start=1):
        given = figures.get(name)
        rows[:, column] = EQUILIBRIUM[name] + wobble if given is None else given
    history.append(rows)
    return history


def evaluated(history: History, *js: float, floor: float = 0.009, **figures: float) -> History:
    for i, bits in enumerate(js):
        known = {
            "step": history.steps - 10 * (len(js) - i),
            "js_bits": bits,
            "js_floor_bits": floor,
        }
        history.append_evaluation(dict.fromkeys(EVALUATION, np.nan) | known | figures)
    return history


def verdict(history: History, state: State = State.RUNNING, **changes: str) -> Verdict:
    return describe(history, state, Experiment().with_values(changes))


@pytest.mark.parametrize(
    ("state", "level", "start"),
    [
        (State.LOADING, "busy", "Loading"),
        (State.IDLE, "idle", "Ready: press Play"),
        (State.RUNNING, "busy", "Warming up"),
        (State.PAUSED, "idle", "Paused"),
        (State.STOPPING, "idle", "Stopping"),
        (State.CRASHED, "error", "The trainer has stopped"),
    ],
)
def test_before_the_first_step(state: State, level: str, start: str) -> None:
    said = verdict(History(), state)
    assert said.level == level
    assert said.headline.startswith(start)
    assert said.details == ()


def test_the_first_steps_are_not_judged() -> None:
    assert verdict(evaluated(run(50), 0.9)).headline.startswith("Warming up")


def test_near_equilibrium_reads_as_in_the_picture() -> None:
    history = evaluated(
        run(noise=0, value=-1.379), 0.021, modes=8, modes_total=8, high_quality=0.87
    )
    said = verdict(history)
    assert said.level == "good"
    assert said.headline == "Near equilibrium"
    assert said.details == (
        "8 of 8 modes · 87 % of samples of high quality",
        "V(D,G) = −1.379, −log 4 = −1.386",
        "JS 0.021 bits (floor 0.009)",
    )


def test_figures_without_a_meaning_are_left_out() -> None:
    assert len(verdict(evaluated(run(), 0.02)).details) == 2
    assert len(verdict(run()).details) == 1


def test_no_equilibrium_is_claimed_unmeasured() -> None:
    said = verdict(run())
    assert said.level == "busy"
    assert said.headline == "Learning: too early to say where it goes"


@pytest.mark.parametrize(
    ("objective", "gradient", "ending"),
    [
        ("minimax", 0.5, "gradient is vanishing"),
        ("non-saturating", 0.5, "at a glance"),
        ("non-saturating", 1e-5, "gradient is vanishing"),
    ],
)
def test_d_wins(objective: str, gradient: float, ending: str) -> None:
    history = evaluated(
        run(d_real=0.99, d_fake=0.01, value=-0.02, generator_gradient=gradient), 0.8
    )
    said = verdict(history, objective=objective)
    assert said.level == "warning"
    assert said.headline.startswith("D wins")
    assert said.headline.endswith(ending)


def test_g_wins() -> None:
    said = verdict(evaluated(run(d_real=0.4, d_fake=0.6), 0.3))
    assert said.level == "warning"
    assert said.headline.startswith("G wins")


@pytest.mark.parametrize("period", [100, 300, 900])
def test_circling_players_oscillate(period: int) -> None:
    time = np.arange(3000)
    value = -1.3 + 0.4 * np.sin(2 * np.pi * time / period)
    assert verdict(evaluated(run(value=value), 0.3)).headline.startswith("Oscillating")


@pytest.mark.parametrize(
    "value",
    [
        -1.3 + np.random.default_rng(0).normal(size=3000),  # minibatches of one
        np.linspace(-0.2, -1.4, 3000),  # learning
        -1.4 + 1.2 * np.exp(-np.arange(3000) / 400),  # learning, then level
        np.where(np.arange(3000) == 2500, 40.0, -1.3),  # one spike
        np.full(3000, -1.3),
    ],
)
def test_what_is_no_oscillation(value: NDArray[np.float64]) -> None:
    said = verdict(evaluated(run(value=value), 0.3, 0.3))
    assert not said.headline.startswith("Oscillating")


@pytest.mark.parametrize(("covered", "share"), [(3, [1, 1, 1]), (8, [500, *[1] * 7])])
def test_a_collapsed_generator(covered: int, share: list[float]) -> None:
    shares = np.array(share) / sum(share)
    reverse_kl = float(shares @ np.log(8 * shares))
    found = {"modes": covered, "modes_total": 8, "high_quality": 0.5, "reverse_kl": reverse_kl}
    said = verdict(evaluated(run(), 0.6, **found))
    assert said.level == "warning"
    assert said.headline == f"{covered} of 8 modes: the generator has collapsed onto few of them"


def test_a_generator_that_has_not_arrived_has_not_collapsed() -> None:
    found = {"modes": 1, "modes_total": 8, "high_quality": 0.01, "reverse_kl": np.log(8)}
    history = run()
    for i in range(10):
        evaluated(history, 1.0, sliced_wasserstein=0.5 - 0.04 * i, step=float(i), **found)
    said = verdict(history)
    assert said.level == "busy"
    assert said.headline == "1 of 8 modes: learning, p_g is moving towards p_data"


def test_a_mode_still_to_find_is_no_equilibrium() -> None:
    said = verdict(evaluated(run(), 0.04, modes=7, modes_total=8, high_quality=0.8))
    assert said.level == "busy"
    assert said.headline == "7 of 8 modes: learning"


def test_a_single_mode_is_not_counted() -> None:
    said = verdict(evaluated(run(), 0.01, modes=1, modes_total=1, high_quality=0.99))
    assert said.headline == "Near equilibrium"
    assert said.details[0] == "99 % of samples of high quality"


def test_a_discriminator_that_gave_up() -> None:
    assert verdict(evaluated(run(), 0.7)).headline.startswith("Learning")
    said = verdict(evaluated(run(), *[0.7] * 6))
    assert said.level == "warning"
    assert said.headline.startswith("D has lost track")


@pytest.mark.parametrize(
    ("js", "start"),
    [
        (np.linspace(0.9, 0.2, 10), "Learning: p_g is moving towards"),
        ([0.9, 0.8], "Learning: too early"),
        (np.linspace(0.1, 0.4, 10), "Losing ground"),
        ([0.2] * 10, "Standing still"),
        ([0.02] * 10, "Close to the data"),
    ],
)
def test_progress_is_read_off_the_divergence(js: list[float], start: str) -> None:
    said = verdict(evaluated(run(d_real=0.65, d_fake=0.35, value=-1.0), *js))
    assert said.level == "busy"
    assert said.headline.startswith(start)


@pytest.mark.parametrize("state", [State.RUNNING, State.PAUSED, State.IDLE])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_divergence_is_said_first(state: State, bad: float) -> None:
    said = verdict(run(1234, discriminator_loss=bad), state)
    assert said.level == "error"
    assert said.headline.startswith("Diverged at step 1,234")


def test_a_pause_keeps_the_judgement() -> None:
    history = evaluated(run(), 0.02)
    playing, paused = verdict(history), verdict(history, State.PAUSED)
    assert paused.level == "idle"
    assert paused.headline == "Paused"
    assert paused.details == (playing.headline, *playing.details)
    assert verdict(history, State.IDLE).headline == "Ready: press Play to go on"


IMAGES = Experiment().with_values({"data": {"kind": "images"}})


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize(
    "figures",
    [
        {},
        {"d_real": 0.65, "d_fake": 0.35, "value": -1.0},
        {"d_real": 0.99, "d_fake": 0.01},
        {"d_real": 0.3, "d_fake": 0.7},
    ],
)
def test_of_images_nothing_is_said_that_was_not_measured(
    state: State, figures: dict[str, Any]
) -> None:
    said = describe(run(**figures), state, IMAGES)
    words = " ".join((said.headline, *said.details))
    for measured in ("JS", "mode", "bits", "quality", "nan", "p_g", "p_data"):
        assert measured not in words


def test_of_images_it_is_said_who_is_winning() -> None:
    def said(**figures: Any) -> str:
        return describe(run(**figures), State.RUNNING, IMAGES).headline

    assert said(d_real=0.65, d_fake=0.35, value=-1.0).startswith("Learning")
    assert said(d_real=0.99, d_fake=0.01).startswith("D wins")
    assert said(d_real=0.3, d_fake=0.7).startswith("G wins")
    assert said(d_real=0.51, d_fake=0.49).startswith("D sees no difference")
    details = describe(run(), State.RUNNING, IMAGES).details
    assert len(details) == 1
    assert details[0].startswith("V(D,G)")
