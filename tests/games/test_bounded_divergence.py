"""The divergence that an f-GAN bounds, against what the theory room computes."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.games import evaluation
from ganlab.games.rules import rules_of
from ganlab.games.two_player.bounded import bounded_divergence
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
    found = bounded_divergence(linear({"game.objective": name}))
    assert found == pytest.approx(exact, rel=2e-3, abs=2e-4)


def test_in_the_plane_it_is_nothing_where_both_are_the_same() -> None:
    """A linear G that plays N(0, I) against the target N(0, I): of a line of the plane's kind."""
    trainer = trainer_of(
        small({"data.name": "gaussians", "game.generator.layers": 0, "game.objective": "f-kl"})
    )
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.tensor([1.0, 0, 0, 1.0, 0, 0]))
    kl = bounded_divergence(trainer)
    rng = np.random.default_rng(0)
    real = trainer.target.sample(40_000, rng).rows
    z = trainer.target.network.forward(real)
    scales = np.broadcast_to(trainer.target.network.scales, 2)
    log_q = -(z**2).sum(1) / 2 - np.log(2 * math.pi) - np.log(scales).sum()
    log_p = trainer.target.log_density(real)
    assert log_p is not None
    assert kl == pytest.approx(float((log_p - log_q).mean()), rel=0.03)


def test_of_no_bound_nothing_is_said() -> None:
    assert math.isnan(bounded_divergence(linear({})))


@pytest.mark.parametrize("name", ["f-jensen-shannon", "f-total-variation", "f-squared-hellinger"])
def test_where_noise_has_another_dimension_a_kernel_estimates_it(name: str) -> None:
    """G(z) = ½ + 1.2 z₁, whatever z₂ is: N(½, 1.44), as on the line."""
    pair = Pair(Mixture.gaussian(0, 1), Mixture.gaussian(SHIFT, SPREAD**2))
    exact = F_DIVERGENCES[F_GANS[name].divergence].value(pair)
    trainer = trainer_of(
        small(
            {
                "data.name": "gaussian-1d",
                "noise.dimension": 2,
                "game.generator.layers": 0,
                "game.objective": name,
            }
        )
    )
    scale = float(np.ravel(trainer.target.network.scale)[0])
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.tensor([SPREAD / scale, 0.0, SHIFT / scale]))
    assert bounded_divergence(trainer) == pytest.approx(exact, rel=0.1)
    (column,) = rules_of(trainer.experiment).evaluation(trainer.experiment)
    assert column.title.endswith("divergence, estimated")
    page = rules_of(trainer.experiment).cards(trainer.experiment)[0][0]
    assert "a kernel" in page.about
    assert [r.label for r in page.references if isinstance(r.value, str)] == ["estimated"]


def test_where_classes_are_told_it_is_their_mean() -> None:
    """A linear G that plays one Gaussian at the place of the class: too wide, the same for both."""
    trainer = trainer_of(
        small(
            {
                "data.name": "gaussians",
                "game.generator.layers": 0,
                "game.objective": "f-kl",
                "game.conditional": True,
            }
        )
    )
    modes, network = trainer.target.modes, trainer.target.network
    assert modes is not None
    centres = network.forward(modes.centres)
    spread = 1.5 * modes.sigma / float(np.ravel(network.scale)[0])
    weight = np.concatenate([spread * np.eye(2), centres.T], axis=1)  # of z, then of the class
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.from_numpy(np.append(weight.ravel(), [0, 0])))
    kl = math.log(1.5**2) + 1 / 1.5**2 - 1  # of N(0, I) from N(0, 1.5² I), in two dimensions
    assert bounded_divergence(trainer) == pytest.approx(kl, rel=0.02)


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
