"""What `In the playground` sets up: the game in which the statement of the bench can be seen."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest

from ganlab.data import make_target
from ganlab.experiment import CurveData, Experiment
from ganlab.games.game import make_game
from ganlab.gan.objectives import OBJECTIVES
from ganlab.theory.bench import Bench
from ganlab.theory.densities import Mixture
from ganlab.theory.dirac_gan.methods import METHODS
from ganlab.theory.divergences.f_divergences import F_DIVERGENCES
from ganlab.theory.playground import curve_of
from ganlab.theory.saddle.bench import BENCH as SADDLE
from ganlab.theory.table import BENCHES, bench

DATA = {
    "figure-1": "p",
    "criterion": "p_data",
    "proposition-2": "p_data",
    "slopes": "p_data",
    "divergences": "p",
    "fenchel": "p",
    "fits": "p",
    "classifier": "p",
}
"""The control that is the density of the data, where there is one."""


def experiment_of(name: str, **controls: object) -> Experiment:
    found: Bench = bench(name)
    assert found.experiment is not None
    return found.experiment(found.controls.model_validate(controls))


def settings(experiment: Experiment) -> dict[str, Any]:
    return experiment.game.model_dump()


@pytest.mark.parametrize("name", list(BENCHES))
def test_it_can_be_played(name: str) -> None:
    experiment = experiment_of(name)
    make_game(experiment, make_target(experiment.data)).run(2)
    assert experiment.about


@pytest.mark.parametrize(("name", "control"), DATA.items())
def test_the_data_are_those_of_the_bench(name: str, control: str) -> None:
    p = Mixture.read(".25 U(-3, -2) + .75 N(1, .04)")
    experiment = experiment_of(name, **{control: p})
    drawn = make_target(experiment.data).sample(4000, np.random.default_rng(1)).rows[:, 0]
    assert np.mean(drawn < -1) == pytest.approx(0.25, abs=0.03)
    assert drawn[drawn > -1].mean() == pytest.approx(1, abs=0.03)
    if name != "fits":  # D may be smooth there: fits move all the same
        assert settings(experiment)["penalty"]["r1"] == 0, "D's best is that of the theory"


@pytest.mark.parametrize(
    "text",
    [
        "N(0, 1e-8)",
        "0.5 N(-10000, 1e-8) + 0.5 N(10000, 1e-8)",
        "N(10000, 1e8)",
        "U(0, 0.0001)",
        "0.999 U(-10000, 10000) + 0.001 N(0.003, 1e-8)",
    ],
)
def test_any_density_can_be_data(text: str) -> None:
    p = Mixture.read(text)
    curve = curve_of(p)
    assert isinstance(curve, CurveData)
    wide = (curve.high - curve.low) / (len(curve.heights) - 1)
    assert np.sum(curve.heights) * wide == pytest.approx(1, abs=1e-3)
    for name, control in DATA.items():
        if name != "figure-1":  # whose densities lie within its axis
            experiment_of(name, **{control: p})
    experiment_of("figure-1", p="N(0.003, 1e-8)")


@pytest.mark.parametrize("f", list(F_DIVERGENCES))
def test_fenchel_leads_to_the_f_gan_of_its_f(f: str) -> None:
    assert OBJECTIVES[settings(experiment_of("fenchel", f=f))["objective"]].divergence == f


@pytest.mark.parametrize("name", ["slopes", "classifier"])
def test_g_is_held_where_d_is_trained_alone(name: str) -> None:
    assert settings(experiment_of(name))["train"] == "discriminator"


@pytest.mark.parametrize("sigma", [0.1, 4.0])
def test_the_adversarial_fit_has_the_gaussian_of_the_bench(sigma: float) -> None:
    experiment = experiment_of("likelihood", sigma=sigma)
    drawn = make_target(experiment.data).sample(4000, np.random.default_rng(1)).rows
    assert drawn.std() == pytest.approx(sigma, rel=0.05)
    assert settings(experiment)["generator"]["layers"] == 0


def test_every_method_of_the_dirac_gan_is_played_as_it_is_named() -> None:
    games = {name: settings(experiment_of("dirac-gan", method=name)) for name in METHODS}
    seen = [(g["objective"], g["penalty"], g["play"]) for g in games.values()]
    assert all(seen.count(one) == 1 for one in seen), "no two are the same game"
    assert games["wgan"]["objective"] == games["wgan-gp"]["objective"] == "wasserstein"
    assert games["wgan"]["penalty"]["clip"] == 1
    assert games["wgan-gp"]["penalty"]["gradient"] > 0
    assert games["instance-noise"]["penalty"]["instance_noise"] == 1.4
    assert games["consensus"]["play"]["consensus"] == 1
    assert games["relativistic"]["penalty"]["r1"] == games["relativistic"]["penalty"]["r2"] == 0.3
    assert all(g["play"]["updates"] == "simultaneous" for g in games.values())
    turns = settings(experiment_of("dirac-gan", updates="alternating", n_d=3))
    assert (turns["play"]["updates"], turns["k"]) == ("alternating", 3)
    strong = {"noise": 3, "consensus": 3, "clip": 3, "penalty": 3, "r1": 3}
    for name in METHODS:
        experiment = experiment_of("dirac-gan", method=name, **strong)
        make_game(experiment, make_target(experiment.data)).run(1)


def test_the_players_of_the_saddle_step_as_on_the_bench() -> None:
    methods = get_args(SADDLE.controls.model_fields["method"].annotation)
    seen = [settings(experiment_of("saddle", method=method)) for method in methods]
    assert all(seen.count(one) == 1 for one in seen)
    assert len(seen) == 5
