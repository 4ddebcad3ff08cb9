"""The divergence that an f-GAN bounds, exactly, against what the theory room computes."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.games import evaluation
from ganlab.games.rules import rules_of
from ganlab.games.two_player.exact import exact_divergence
from ganlab.gan.objectives.f_gans import F_GANS
from ganlab.gan.trainer import Trainer
from ganlab.lab.past.history import History
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import Pair
from ganlab.theory.divergences.f_divergences import F_DIVERGENCES
from tests.small import small, trainer_of

SPREAD, SHIFT = 1.2, 0.5


def linear(changes: dict[str, object]) -> Trainer:
    """p_data = N(0, 1) and p_g = N(½, 1.44), in data units."""
    trainer = trainer_of(
        small(
            {"data.name": "gaussian-1d", "noise.dimension": 1, "game.generator.layers": 0} | changes
        )
    )
    scale = float(np.ravel(trainer.target.network.scale)[0])
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.tensor([SPREAD / scale, SHIFT / scale]))
    return trainer


@pytest.mark.parametrize("name", F_GANS)
def test_on_a_line_it_is_that_of_the_theory_room(name: str) -> None:
    pair = Pair(Mixture.gaussian(0, 1), Mixture.gaussian(SHIFT, SPREAD**2))
    exact = F_DIVERGENCES[F_GANS[name].divergence].value(pair)
    found = exact_divergence(linear({"game.objective": name}))
    assert found == pytest.approx(exact, rel=2e-3, abs=2e-4)


def test_in_the_plane_it_is_nothing_where_both_are_the_same() -> None:
    """A linear G that plays N(0, I) against the target N(0, I): of a line of the plane's kind."""
    trainer = trainer_of(
        small({"data.name": "gaussians", "game.generator.layers": 0, "game.objective": "f-kl"})
    )
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.tensor([1.0, 0, 0, 1.0, 0, 0]))
    kl = exact_divergence(trainer)
    rng = np.random.default_rng(0)
    real = trainer.target.sample(40_000, rng).rows
    z = trainer.target.network.forward(real)
    scales = np.broadcast_to(trainer.target.network.scales, 2)
    log_q = -(z**2).sum(1) / 2 - np.log(2 * math.pi) - np.log(scales).sum()
    log_p = trainer.target.log_density(real)
    assert log_p is not None
    assert kl == pytest.approx(float((log_p - log_q).mean()), rel=0.03)


@pytest.mark.parametrize(
    "changes",
    [
        {"game.objective": "non-saturating"},
        {"game.objective": "f-kl", "noise.dimension": 3},
    ],
)
def test_where_it_is_not_known_nothing_is_said(changes: dict[str, object]) -> None:
    assert math.isnan(exact_divergence(linear({}) if "noise.dimension" not in changes else
                                       trainer_of(small(changes))))  # fmt: skip


def test_it_stands_beside_the_bound_and_never_that_of_another_objective() -> None:
    def column(name: str) -> str:
        experiment = Experiment().with_values({"game.objective": name})
        value = rules_of(experiment).cards(experiment)[0][0]
        (key,) = [r.value for r in value.references if isinstance(r.value, str)]
        assert key == evaluation.columns(experiment)[-1].key
        return key

    keys = [column(name) for name in F_GANS]
    assert len(set(keys)) == len(F_GANS)
    history = History.of(Experiment())
    history.append_evaluation({"step": 1.0, keys[0]: 0.5})
    assert history.evaluation_latest(keys[0]) == 0.5
    assert math.isnan(history.evaluation_latest(keys[1]))
    again = History.from_arrays(history.arrays(), History.of(Experiment()))
    again.append_evaluation({"step": 2.0, keys[1]: 0.25})
    assert again.evaluation_latest(keys[1]) == 0.25
    assert math.isnan(again.evaluation_latest(keys[0]))
    minimax = rules_of(Experiment()).cards(Experiment())[0][0]
    assert not [r for r in minimax.references if isinstance(r.value, str)]
