"""Many steps are run where torch does not look after autograd: nothing of it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.gan.batches import real
from ganlab.gan.logits import averaged
from ganlab.gan.trainer import Trainer
from tests.small import small, trainer_of

PLAIN = {"training.batch_size": 18}
BY_HAND: dict[str, dict[str, Any]] = {
    "nothing": {},
    "optimistic": {"game.generator_optimizer.kind": "optimistic-adam"},
    "spectral": {"game.penalty.spectral": True},
    "penalties": {"game.penalty.gradient": 0.5, "game.penalty.r2": 0.1, "game.penalty.every": 2},
    "noise": {"game.penalty.instance_noise": 0.1, "game.penalty.smoothing": 0.1},
    "lookahead": {"game.play.lookahead": 3},
    "simultaneous": {"game.play.updates": "simultaneous"},
    "extra-gradient": {"game.play.updates": "extra-gradient"},
    "relativistic": {"game.objective": "relativistic"},
}
BY_AUTOGRAD: dict[str, dict[str, Any]] = {
    "dropout": {"game.penalty.dropout": 0.3},
    "unrolled": {"game.play.unrolled": 2},
    "consensus": {"game.play.consensus": 0.1},
}


@pytest.mark.parametrize("way", [*BY_HAND, *BY_AUTOGRAD])
def test_runs_steps_turns_looks_and_live_changes_mix_as_they_like(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(real, "BLOCK", 60)  # three batches: one comes from a block of before
    changed = small(PLAIN | (BY_HAND | BY_AUTOGRAD)[way])
    at_once, by_steps = trainer_of(small(PLAIN)), trainer_of(small(PLAIN))

    def one_by_one(iterations: int) -> None:
        for _ in range(iterations):
            by_steps.step()

    assert _played(at_once, at_once.run, changed) == _played(by_steps, one_by_one, changed)


def _played(game: Trainer, run: Callable[[int], None], changed: Experiment) -> list[bytes]:
    """What a game of many turns comes to."""
    run(5)
    game.apply(changed, game.target)
    run(4)
    game.take("discriminator")
    game.measure()
    game.take("generator")
    game.finish_iteration()
    run(3)
    game.load(game.state())
    game.step()
    game.pull(game.generate(game.noise(18)))
    game.apply(small(PLAIN), game.target)
    run(6)
    game.load(game.state())
    run(2)
    game.apply(changed, game.target)
    game.load(game.state())
    game.step()
    run(2)
    return [array.tobytes() for array in (game.take_scalars(), *game.state().arrays.values())]


@pytest.mark.parametrize("way", [*BY_HAND, *BY_AUTOGRAD])
def test_it_is_so_wherever_the_passes_are_written_by_hand(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = trainer_of(small(PLAIN | (BY_HAND | BY_AUTOGRAD)[way]))
    seen: list[bool] = []
    monkeypatch.setattr(game, "step", lambda: seen.append(torch.is_inference_mode_enabled()))
    game.run(2)
    assert seen == [way in BY_HAND] * 2
    assert not torch.is_inference_mode_enabled()


def test_the_numbers_that_losses_keep_serve_autograd_too() -> None:
    with torch.inference_mode():
        averaged(torch.ones(19))  # of which no other test takes a mean
    logits = torch.ones(19, requires_grad=True)
    averaged(logits.square()).sum().backward()
    torch.testing.assert_close(logits.grad, torch.full((19,), 2 / 19))
