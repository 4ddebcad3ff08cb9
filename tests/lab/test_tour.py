"""README's tour says what one sees: the step that breaks the game breaks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import State
from ganlab.lab.past.history import History
from ganlab.lab.verdicts.status import describe
from ganlab.presets import load_preset
from tests.small import trainer_of


@pytest.fixture(autouse=True)
def _as_in_training() -> Iterator[None]:
    """As `ganlab.lab.device` has it: else a saturated D's gradients take a minute."""
    torch.set_flush_denormal(True)
    yield
    torch.set_flush_denormal(False)


def test_minimax_without_r1_and_with_k_20_lets_d_win_and_non_saturating_brings_gradients_back() -> (
    None
):
    broken = {"game.objective": "minimax", "game.penalty.r1": 0.0, "game.k": 20}
    experiment = load_preset("ring-8").with_values(broken)
    trainer, history = trainer_of(experiment), History.of(Experiment())
    play(trainer, history, 200)
    told = describe(history, State.RUNNING, experiment)
    assert told.headline == "D wins: little is left of the generator's gradient"
    faded = history.recent("generator_gradient", 20).mean()

    trainer.apply(experiment.with_values({"game.objective": "non-saturating"}), trainer.target)
    play(trainer, history, 20)
    assert history.recent("generator_gradient", 20).mean() > 10 * faded


def play(trainer: Trainer, history: History, steps: int) -> None:
    trainer.run(steps)
    history.append(trainer.take_scalars())
