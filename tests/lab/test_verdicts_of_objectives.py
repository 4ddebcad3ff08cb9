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
from ganlab.gan.objectives.losses import Cost, Separate
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


def _around_zero() -> Objective:
    """An objective that ganlab does not have: one entry is all that it takes (Mao et al. 2017,
    equation 8)."""
    to_1 = Cost(lambda a: (a - 1) ** 2 / 2, lambda a: a - 1)
    to_minus_1 = Cost(lambda a: (a + 1) ** 2 / 2, lambda a: a + 1)
    return Objective(
        title="Least squares around 0",
        group="",
        losses=Separate(to_1, to_minus_1, Cost(lambda a: a**2 / 2, lambda a: a)),
        discriminator_formula="",
        generator_formula="",
        value_formula="−½ E (a(x) − 1)² − ½ E (a(G(z)) + 1)²",
        equilibrium_text="−1",
        unit="",
        near=0.1,
        ceiling=0.0,
        score=raw(neutral=0.0, reach=1.0),
        about="",
        source="",
    )


NAMES = [*OBJECTIVES, "around zero"]
JUDGED = [name for name in NAMES if name != "wasserstein"]
"""A critic's numbers have no scale of their own: they say nothing of who wins."""


@pytest.fixture(autouse=True)
def one_more_objective(monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry in the table; and nobody learns, so that each game stays where it is put."""
    monkeypatch.setitem(OBJECTIVES, "around zero", _around_zero())
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


def logits(name: str, sure: float) -> tuple[float, float]:
    """Of a D so sure, 1 being all that its scale shows at least: of generated, and of real."""
    score = OBJECTIVES[name].score
    if score.letter == "a":
        reach = score.scale.above / (2 if score.sorts else 1)
        return score.undecided - sure * reach, score.undecided + sure * reach
    return score.undecided - 3 * sure, score.undecided + 3 * sure


@pytest.mark.parametrize("name", JUDGED)
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


@pytest.mark.parametrize("name", JUDGED)
def test_a_perfect_d_wins(name: str) -> None:
    objective = OBJECTIVES[name]
    low, high = logits(name, 1 if objective.score.letter == "a" or not objective.unit else 4)
    trainer, experiment = game(name, FAR, low - high, (low + high) / 2)
    said, history = said_of(trainer, experiment)
    assert said.headline.startswith("D wins"), said
    if np.isfinite(objective.ceiling) and objective.unit:
        assert history.latest("value") == pytest.approx(objective.ceiling, abs=0.06)


@pytest.mark.parametrize("name", JUDGED)
def test_a_d_that_is_taken_in_loses(name: str) -> None:
    low, high = logits(name, 1)
    trainer, experiment = game(name, FAR, high - low, (low + high) / 2)
    assert said_of(trainer, experiment)[0].headline.startswith("G wins")


@pytest.mark.parametrize("name", JUDGED)
def test_an_undecided_d_before_a_p_g_far_away_is_named(name: str) -> None:
    trainer, experiment = game(name, FAR, 0.0, OBJECTIVES[name].score.undecided)
    said, _ = said_of(trainer, experiment)
    assert said.headline.startswith("D is too weak or has lost track"), said


@pytest.mark.parametrize("name", JUDGED)
def test_half_way_nobody_has_won(name: str) -> None:
    """Two Gaussians two deviations apart, and D halfway as sure as it can be."""
    low, high = logits(name, 0.4)
    trainer, experiment = game(name, 2.0, low - high, (low + high) / 2)
    said, history = said_of(trainer, experiment)
    assert said.headline.startswith("Learning"), said
    assert np.isfinite(history.latest("value"))


@pytest.mark.parametrize("steepness", [1e-4, 1.0, 30.0])
@pytest.mark.parametrize("shift", [0.0, FAR])
def test_nobody_wins_by_a_critics_numbers_which_have_no_scale(
    steepness: float, shift: float
) -> None:
    for slope in (steepness, -steepness):
        trainer, experiment = game("wasserstein", shift, slope, 5.0)
        said, _ = said_of(trainer, experiment)
        words = f"{said.headline} {said.why} {said.details}"
        for claim in ("wins", "sees no difference", 'equilibrium"', "Near equilibrium"):
            assert claim not in words
