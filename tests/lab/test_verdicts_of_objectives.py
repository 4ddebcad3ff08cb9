"""Every objective's verdicts, from real networks at places that are known to be right.

In one dimension a linear D and a linear G can be set by hand: G to play the data or something far
from them, D to be at its best.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.games.verdicts.verdict import Verdict
from ganlab.gan import trainer as training
from ganlab.gan.objectives import OBJECTIVES, Objective
from ganlab.gan.scores import raw
from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import State
from ganlab.lab.past.history import History
from ganlab.lab.session.evaluator import SEED
from ganlab.lab.verdicts.status import describe
from ganlab.metrics.evaluation import evaluate
from tests.small import both, small, trainer_of

FAR = 40.0
"""Between the means of p_data and of a p_g that has nothing to do with it, standard deviations."""


def _hinge() -> Objective:
    """An objective that ganlab does not have: one entry is all that it takes (Lim and Ye 2017)."""
    return Objective(
        title="Hinge",
        discriminator_loss=lambda real, fake: (
            (1 - real).clip(0).mean(-1) + (1 + fake).clip(0).mean(-1)
        ),
        discriminator_slopes=lambda real, fake: (
            -(real < 1).to(real.dtype) / real.shape[-1],
            (fake > -1).to(fake.dtype) / fake.shape[-1],
        ),
        generator_loss=lambda real, fake: -fake.mean(-1),
        generator_slope=lambda real, fake: torch.full_like(fake, -1 / fake.shape[-1]),
        discriminator_formula="",
        generator_formula="",
        value_formula="−E max(0, 1 − a(x)) − E max(0, 1 + a(G(z)))",
        equilibrium_text="−2",
        unit="",
        near=0.2,
        ceiling=0.0,
        score=raw(neutral=0.0, reach=1.0),
        about="",
        source="",
    )


NAMES = [*OBJECTIVES, "hinge"]


@pytest.fixture(autouse=True)
def one_more_objective(monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry in the table; and nobody learns, so that each game stays where it is put."""
    monkeypatch.setitem(OBJECTIVES, "hinge", _hinge())
    monkeypatch.setattr(training, "scheduled_rate", lambda *_: 0.0)


def game(name: str, shift: float, slope: float, centre: float) -> tuple[Trainer, Experiment]:
    """p_data = N(0, 1) and p_g = N(shift, 1); D's logit is centre + slope·(x/shift − 1/2)."""
    experiment = small(
        {
            "data.name": "gaussian-1d",
            "noise.dimension": 1,
            "game.generator.layers": 0,
            "game.discriminator.layers": 0,
            "game.objective": name,
            "training.batch_size": 512,
        }
        | both(kind="sgd")
    )
    trainer = trainer_of(experiment)
    scale = float(np.ravel(trainer.target.network.scale)[0])
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.tensor([1 / scale, shift / scale]))
        weight = slope * scale / shift if shift else 0.0
        trainer.discriminator.parameters.copy_(torch.tensor([weight, centre - slope / 2]))
    return trainer, experiment


def said_of(trainer: Trainer, experiment: Experiment) -> tuple[Verdict, History]:
    """The verdict after 300 steps that change nothing."""
    trainer.run(300)
    history = History.of(Experiment())
    history.append(trainer.take_scalars())
    figures = evaluate(trainer.target, trainer.sample(10_000, SEED), trainer.iteration)
    history.append_evaluation(figures)
    return describe(history, State.RUNNING, experiment), history


@pytest.mark.parametrize("name", NAMES)
def test_at_its_equilibrium(name: str) -> None:
    objective = OBJECTIVES[name]
    trainer, experiment = game(name, 0.0, 0.0, objective.score.undecided)
    said, history = said_of(trainer, experiment)
    assert said.headline == "Near equilibrium", said
    assert history.latest("value") == pytest.approx(
        objective.equilibrium, abs=0.01 * objective.near
    )
    for d in ("d_real", "d_fake"):
        assert history.latest(d) == pytest.approx(objective.score.scale.neutral, abs=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_a_perfect_d_wins(name: str) -> None:
    score = OBJECTIVES[name].score
    low, high = (-30.0, 30.0) if score.bounded else score.scale.ends
    trainer, experiment = game(name, FAR, low - high, (low + high) / 2)
    said, history = said_of(trainer, experiment)
    assert said.headline.startswith("D wins"), said
    assert history.latest("value") == pytest.approx(OBJECTIVES[name].ceiling, abs=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_a_d_that_is_taken_in_loses(name: str) -> None:
    score = OBJECTIVES[name].score
    low, high = (-3.0, 3.0) if score.bounded else score.scale.ends
    trainer, experiment = game(name, FAR, high - low, (low + high) / 2)
    assert said_of(trainer, experiment)[0].headline.startswith("G wins")


@pytest.mark.parametrize("name", NAMES)
def test_an_undecided_d_before_a_p_g_far_away_is_named(name: str) -> None:
    trainer, experiment = game(name, FAR, 0.0, OBJECTIVES[name].score.undecided)
    said, _ = said_of(trainer, experiment)
    assert said.headline.startswith("D is too weak or has lost track"), said


@pytest.mark.parametrize("name", NAMES)
def test_half_way_nobody_has_won(name: str) -> None:
    """Two Gaussians two deviations apart, and D halfway as sure as it can be."""
    score = OBJECTIVES[name].score
    low, high = (-2.0, 2.0) if score.bounded else score.scale.ends
    trainer, experiment = game(name, 2.0, (low - high) / 2, (low + high) / 2)
    said, history = said_of(trainer, experiment)
    assert said.headline.startswith("Learning"), said
    assert np.isfinite(history.latest("value"))
