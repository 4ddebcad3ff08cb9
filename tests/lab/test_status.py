"""Every statement of the status line, from a run made to deserve it."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ganlab.experiment import Change, Experiment, compare
from ganlab.games.two_player.verdicts.rules import RULES
from ganlab.games.verdicts.verdict import Older, Verdict
from ganlab.gan.columns import SCALARS
from ganlab.lab.frame import State
from ganlab.lab.past.history import History
from ganlab.lab.verdicts.glossary import explain
from ganlab.lab.verdicts.status import describe
from ganlab.metrics.evaluation import EVALUATION

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
    history = History.of(Experiment())
    history.append(rows(steps, noise, **figures))
    return history


def rows(
    steps: int = 3000, noise: float = 0.03, **figures: float | NDArray[np.float64]
) -> NDArray[np.float64]:
    found = np.empty((steps, len(SCALARS)))
    found[:, 0] = np.arange(1, steps + 1)
    wobble = np.random.default_rng(1).normal(size=steps) * noise
    for column, name in enumerate(SCALARS[1:], start=1):
        given = figures.get(name)
        found[:, column] = EQUILIBRIUM[name] + wobble if given is None else given
    return found


def evaluated(history: History, *js: float, floor: float = 0.009, **figures: float) -> History:
    for i, bits in enumerate(js):
        known = {
            "step": history.steps - 10 * (len(js) - 1 - i),
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
    said = verdict(History.of(Experiment()), state)
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
        "8 of 8 modes · 87 % of high quality",
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
        ("minimax", 0.5, "little is left of the generator's gradient"),
        ("minimax", 1e-5, "gradient has vanished"),
        ("non-saturating", 0.5, "at a glance"),
        ("non-saturating", 1e-5, "gradient has vanished"),
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
    assert said.headline == "Mode collapse: most samples sit at few of the modes"
    weight = {3: "3 of 8 modes", 8: "8 of 8 modes · 1.1 of weight"}[covered]
    assert said.details[0] == f"{weight} · 50 % of high quality"


def test_a_generator_that_has_not_arrived_has_not_collapsed() -> None:
    found = {"modes": 1, "modes_total": 8, "high_quality": 0.01, "reverse_kl": np.log(8)}
    history = run(d_real=0.65, d_fake=0.35)
    for i in range(10):
        evaluated(history, 1.0, sliced_wasserstein=0.5 - 0.04 * i, step=float(i), **found)
    said = verdict(history)
    assert said.level == "busy"
    assert said.headline == (
        "Learning: p_g is moving towards p_data, some modes are still to be found"
    )


def test_a_mode_still_to_find_is_no_equilibrium() -> None:
    said = verdict(evaluated(run(), 0.04, modes=7, modes_total=8, high_quality=0.8))
    assert said.level == "busy"
    assert said.headline == "Learning: some modes are still to be found"
    assert said.details[0].startswith("7 of 8 modes")


def test_a_single_mode_is_not_counted() -> None:
    said = verdict(evaluated(run(), 0.01, modes=1, modes_total=1, high_quality=0.99))
    assert said.headline == "Near equilibrium"
    assert said.details[0] == "99 % of high quality"


@pytest.mark.parametrize("measured", [1, 6])
def test_a_discriminator_that_gave_up(measured: int) -> None:
    said = verdict(evaluated(run(), *[0.7] * measured))
    assert said.level == "warning"
    assert said.headline.startswith("D is too weak or has lost track")


def test_a_discriminator_too_weak_that_teaches_all_the_same() -> None:
    said = verdict(evaluated(run(), *np.linspace(0.9, 0.5, 10)))
    assert said.level == "busy"
    assert said.headline.startswith("D sees no difference, yet there is")


@pytest.mark.parametrize(
    ("js", "start"),
    [
        (np.linspace(0.9, 0.2, 10), "Learning: p_g is moving towards"),
        ([0.9, 0.8], "Learning: too early"),
        (np.linspace(0.1, 0.4, 10), "Losing ground"),
        ([0.2] * 10, "Standing still"),
        ([0.02] * 10, "Close to the data"),
        ([0.02, 0.02, 0.05, 0.02, 0.02, 0.05], "Close to the data"),
        ([1, 1, 0.9, 0.8, 0.4, 0.13, 0.49], "Unsteady"),
        ([0.1, 0.1, 0.2, 0.3, 0.4, 0.2], "Unsteady"),
        ([0.2, 0.2, 0.2, 0.2, 0.2, 0.23], "Unsteady"),
    ],
)
def test_progress_is_read_off_the_divergence(js: list[float], start: str) -> None:
    said = verdict(evaluated(run(d_real=0.65, d_fake=0.35, value=-1.0), *js))
    assert said.level == "busy"
    assert said.headline.startswith(start)


def test_a_weak_discriminator_teaches_no_more_once_p_g_turns_away() -> None:
    said = verdict(evaluated(run(), 1, 1, 0.9, 0.8, 0.4, 0.13, 0.49))
    assert said.headline.startswith("D is too weak or has lost track")


def test_figures_that_contradict_each_other_are_no_trend() -> None:
    history = run(d_real=0.65, d_fake=0.35, value=-1.0)
    for step in range(8):
        js, distance = 0.6 - 0.05 * step, 0.2 + 0.05 * step
        evaluated(history, js, sliced_wasserstein=distance, step=history.steps - 8 + step)
    assert verdict(history).headline.startswith("Unsteady")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=14), st.booleans())
def test_no_headline_speaks_of_a_trend_that_its_newest_figures_contradict(
    js: list[float], even: bool
) -> None:
    apart: dict[str, Any] = {} if even else {"d_real": 0.65, "d_fake": 0.35, "value": -1.0}
    headline = verdict(evaluated(run(300, **apart), *js)).headline
    rise = js[-1] - js[-2] if len(js) > 1 else 0.0
    if "moving towards" in headline or "closer" in headline:
        assert rise <= 0.02
        assert js[-1] < max(js[-10:])
    if "Losing ground" in headline:
        assert rise >= -0.02
        assert js[-1] > min(js[-10:])
    if "Standing still" in headline:
        assert abs(rise) <= 0.02


@pytest.mark.parametrize("state", [State.RUNNING, State.PAUSED, State.IDLE])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_divergence_is_said_first(state: State, bad: float) -> None:
    said = verdict(run(1234, discriminator_loss=bad), state)
    assert said.level == "error"
    assert said.headline == "Diverged: a number is no longer finite"
    assert said.figures[0].value == "1,171"  # all of the newest steps are; more are not looked at


@pytest.mark.parametrize("name", ["discriminator_loss", "generator_gradient"])
def test_the_step_of_a_divergence_is_that_which_the_trainer_names(name: str) -> None:
    """The first at which any number breaks: a gradient may, a step before the losses do."""
    figures: dict[str, Any] = {name: np.where(np.arange(1, 1235) >= 1230, np.inf, 1.0)}
    said = verdict(run(1234, **figures))
    assert said.headline == "Diverged: a number is no longer finite"
    assert said.figures[0].value == "1,230"
    assert said.details == (), "nothing means anything any more"


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


# --- the end of a schedule, blown up, out of sight ----------------------------------------------

ENDS = {
    "game.generator_optimizer.schedule": "cosine",
    "game.discriminator_optimizer.schedule": "cosine",
    "training.steps": 3000,
}


@pytest.mark.parametrize("state", [State.PAUSED, State.IDLE, State.RUNNING])
@pytest.mark.parametrize(
    ("js", "d_real", "level", "headline"),
    [
        (0.3, 0.5, "warning", "Finished short of p_data, and D does not see it"),
        (0.3, 0.8, "warning", "Finished short of p_data, and D sees it"),
        (0.02, 0.5, "good", "Finished near p_data"),
    ],
)
def test_the_end_of_a_schedule_says_what_it_came_to(
    state: State, js: float, d_real: float, level: str, headline: str
) -> None:
    history = evaluated(run(3000, d_real=d_real), js)
    said = describe(history, state, Experiment().with_values(ENDS))
    assert (said.level, said.headline) == (level, headline)
    edits = dict(change for remedy in said.remedies for change in remedy.changes)
    assert edits["training.steps"] == 6000
    assert edits["game.generator_optimizer.schedule"] == "constant"
    go_on = said.at_once
    assert go_on is not None
    assert (go_on.text, go_on.errand) == ("Go on at a constant rate", "play")
    assert not go_on.restarts
    assert Experiment().with_values({**ENDS, **dict(go_on.changes)}).ends_at == np.inf
    assert describe(history, state, Experiment().with_values(ENDS), 0.2).at_once == go_on
    before = describe(
        evaluated(run(2999, d_real=d_real), js), state, Experiment().with_values(ENDS)
    )
    assert not before.headline.startswith("Finished")


def test_a_mode_that_was_not_found_is_short_of_the_data() -> None:
    history = evaluated(run(3000), 0.02, modes=7, modes_total=8)
    said = describe(history, State.PAUSED, Experiment().with_values(ENDS))
    assert said.headline.startswith("Finished short of p_data")
    assert said.figures[1].value == "7 of 8"


def test_one_schedule_alone_ends_nothing() -> None:
    one = Experiment().with_values({**ENDS, "game.generator_optimizer.schedule": "constant"})
    assert one.ends_at == np.inf
    history = evaluated(run(3000), 0.3)
    assert not describe(history, State.RUNNING, one).headline.startswith("Finished")


def test_images_finish_with_what_d_says() -> None:
    ended = IMAGES.with_values(ENDS)
    finished = describe(run(3000), State.PAUSED, ended)
    assert finished.headline == "Finished: D sees no difference"
    assert finished.at_once is not None
    assert finished.at_once.text == "Go on at a constant rate"
    apart = run(3000, d_real=0.8, d_fake=0.3)
    assert describe(apart, State.PAUSED, ended).headline.endswith("D tells real from generated")


@pytest.mark.parametrize("objective", ["non-saturating", "least-squares"])
@pytest.mark.parametrize("name", ["discriminator_loss", "generator_loss"])
@pytest.mark.parametrize("state", [State.RUNNING, State.PAUSED])
def test_losses_beyond_all_measure_are_blown_up(name: str, objective: str, state: State) -> None:
    said = verdict(evaluated(run(50, **{name: -1e10}), 0.9), state, objective=objective)
    assert said.level == "error"
    assert said.headline.startswith("Blown up")
    assert said.figures[0].value == "−1.0e+10"
    assert said.remedies[0].errand == "restore"
    calm = verdict(run(3000, **{name: 60.0}), objective=objective)
    assert not calm.headline.startswith("Blown up")


@pytest.mark.parametrize(
    ("outside", "detail", "headline"),
    [
        (0.0, "", "Near equilibrium"),
        (0.004, "", "Near equilibrium"),
        (0.12, "12 % of samples outside the view", "Near equilibrium"),
        (0.999, "more than 99 % of samples outside the view", "Most samples lie outside the view"),
    ],
)
@pytest.mark.parametrize("state", [State.RUNNING, State.PAUSED])
def test_samples_outside_the_view_are_said_with_a_click_that_shows_them(
    outside: float, detail: str, headline: str, state: State
) -> None:
    said = describe(evaluated(run(), 0.02), state, Experiment(), outside)
    assert headline in (said.headline, said.details[0])
    assert any(part == detail for part in said.details) == bool(detail)
    assert (said.at_once is not None and said.at_once.errand == "fit") == bool(detail)


# --- sentences and figures ----------------------------------------------------------------------


def every_verdict() -> list[Verdict]:
    """One of each kind."""
    found = {"modes": 3, "modes_total": 8, "high_quality": 0.5, "reverse_kl": 1.0}
    swing = -1.3 + 0.4 * np.sin(2 * np.pi * np.arange(3000) / 300)
    runs: list[tuple[History, dict[str, Any]]] = [
        (run(50), {}),
        (run(50, generator_loss=np.nan), {}),
        (run(50, generator_loss=1e10), {}),
        (run(), {}),
        (run(d_real=0.99, d_fake=0.01), {}),
        (run(d_real=0.3, d_fake=0.7), {}),
        (run(value=swing), {}),
        (evaluated(run(), 0.6, **found), {}),
        (evaluated(run(), 0.02), {}),
        (evaluated(run(), 0.7), {}),
        (evaluated(run(d_real=0.7), *[0.3] * 10), {}),
        (evaluated(run(d_real=0.7), *[0.3] * 10, modes=7, modes_total=8), {}),
        (evaluated(run(d_real=0.7), *np.linspace(0.2, 0.4, 10)), {}),
        (evaluated(run(), 0.3), ENDS),
        (evaluated(run(), 0.02), ENDS),
        (run(), {"data": {"kind": "images"}}),
        (run(d_real=0.7), {"data": {"kind": "images"}}),
    ]
    said = [describe(h, State.RUNNING, Experiment().with_values(e)) for h, e in runs]
    return [*said, describe(run(), State.RUNNING, Experiment(), 0.9)]


def test_every_rule_speaks_and_can_say_why() -> None:
    verdicts = every_verdict()
    assert len({v.rule for v in verdicts}) >= len(RULES)
    for said in verdicts:
        assert said.rule
        assert said.why.endswith((".", "Train."))
        assert said.figures or said.rule == "diverged"
        for remedy in said.remedies:
            assert remedy.text
            assert remedy.about
            assert remedy.changes or remedy.errand
            assert not remedy.changes or remedy.errand in ("", "play")


def test_a_headline_carries_no_figure_that_could_contradict_its_line() -> None:
    """A sentence stays a moment longer than it is true, the figures beside it do not."""
    for said in every_verdict():
        assert not any(letter.isdigit() for letter in said.headline), said.headline


def test_a_warning_comes_with_something_to_try() -> None:
    assert all(v.remedies for v in every_verdict() if v.level in ("warning", "error"))


@pytest.mark.parametrize(
    ("k", "r1", "rate", "units"),
    [(1, 0.0, 1e-3, 64), (20, 100.0, 1.0, 512), (1, 0.01, 1e-6, 1), (19, 0.1, 0.5, 500)],
)
def test_what_is_offered_can_be_done(k: int, r1: float, rate: float, units: int) -> None:
    at_a_bound = {
        "game.k": k,
        "game.penalty.r1": r1,
        "game.generator_optimizer.learning_rate": rate,
        "game.discriminator_optimizer.learning_rate": rate,
        "game.generator.units": units,
        "game.discriminator.units": units,
        "game.objective": "minimax",
    }
    found = {"modes": 3, "modes_total": 8, "high_quality": 0.5, "reverse_kl": 1.0}
    for extra in ({}, ENDS, {"data": {"kind": "images"}}, {"noise.dimension": 1}):
        experiment = Experiment().with_values({**at_a_bound, **extra})
        for history in (
            run(d_real=0.99, d_fake=0.01),
            run(d_real=0.3, d_fake=0.7),
            evaluated(run(), 0.7),
            evaluated(run(), 0.6, **found),
            run(generator_loss=1e10),
        ):
            for remedy in describe(history, State.RUNNING, experiment).remedies:
                if remedy.changes:
                    new = experiment.with_values(dict(remedy.changes))
                    assert new != experiment
                    kind = compare(experiment, new)
                    assert (kind is Change.REBUILD) == remedy.restarts


def test_the_words_of_the_line_are_explained() -> None:
    words = {word for v in every_verdict() for part in v.details for word, _ in explain(part)}
    assert {"JS", "floor", "bits", "high quality", "modes", "V(D,G)", "−log 4"} <= words
    assert explain("JSON bitsy") == ()


def test_figures_of_an_earlier_step_are_told_apart_and_say_of_which() -> None:
    history = evaluated(run(noise=0, value=-1.379), 0.031, modes=7, modes_total=8)
    then = history.steps
    more = run(then + 500, noise=0, value=-1.379)
    history.append(more.table()[1][then:])
    said = verdict(history)
    current, older = said.details
    assert not isinstance(current, Older)
    assert current.startswith("V(D,G) = −1.379")
    assert isinstance(older, Older)
    assert older == "step 3,000: 7 of 8 modes · JS 0.031 bits (floor 0.009)"
    paused = verdict(history, State.PAUSED)
    assert [isinstance(detail, Older) for detail in paused.details] == [False, False, True]


def test_why_of_a_game_that_rests_is_about_the_game() -> None:
    history = evaluated(run(), 0.7)
    playing, paused = verdict(history), verdict(history, State.PAUSED)
    assert paused.judged == playing
    assert playing.judged is None


def test_why_names_every_threshold_that_was_crossed() -> None:
    lost = {c.name: c.against for c in verdict(evaluated(run(), 0.7)).figures}
    assert lost["difference of the two means"] == "less than 0.1"
    assert lost["measurements"] == "compared from 4 on"
    away = evaluated(run(d_real=0.7), *np.linspace(0.2, 0.4, 10), sliced_wasserstein=0.3)
    course = {c.name: (c.value, c.against) for c in verdict(away).figures}
    assert course["change of JS"] == ("0.111 bits", "counts from ±0.01 on")
    assert course["of the sliced Wasserstein distance"] == ("+0 %", "counts from ±5 % on")
    found = {"modes": 8, "modes_total": 8, "reverse_kl": 0.1}
    near = {c.name: c.against for c in verdict(evaluated(run(), 0.02, **found)).figures}
    assert near["modes reached"] == "all of them"


def test_six_modes_are_not_reached_by_no_sample_at_all() -> None:
    """Nothing is 0 % but none, and nothing 100 % but all."""
    found = {"modes": 6, "modes_total": 8, "high_quality": 0.002, "reverse_kl": 0.3}
    said = verdict(evaluated(run(d_real=0.7), 0.9, **found))
    assert said.details[0] == "6 of 8 modes · less than 1 % of high quality"


def test_a_class_that_is_ignored_is_said_and_its_share_stands_in_the_line() -> None:
    told = Experiment().with_values({"game.conditional": True})
    for share, headline in ((0.2, "The class is ignored"), (0.98, "")):
        history = History.of(told)
        history.append(rows())
        evaluated(history, 0.02, 0.02, own_class=share)
        said = describe(history, State.RUNNING, told)
        assert said.headline.startswith(headline or said.headline)
        assert (said.rule == "class ignored") == (share < 0.5)
        assert f"{share:.0%} at their own class".replace("%", " %") in " ".join(said.details)
