"""Whether a game needs more than R1 at every step, and what it needs then."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ganlab.document import Penalty
from ganlab.experiment import Experiment
from ganlab.gan.batches.noise import felt_of
from ganlab.gan.penalties.effect import in_effect
from ganlab.gan.penalties.regularisation import Regularisation
from ganlab.gan.players import ForwardPass, Player
from ganlab.gan.settings import two_player


def regularised(
    present: Regularisation | None,
    experiment: Experiment,
    discriminator: Player,
    classes: int,
    dimension: int,
) -> Regularisation | None:
    """What an experiment sets, after what was set so far (`present`); None where it is nothing, or
    R1 alone at every step.

    `classes`: how many the players are told apart; `dimension`: of a sample.
    """
    game = two_player(experiment.game)
    penalty = in_effect(game, experiment.data.imaged)
    if not needed(penalty):
        if present is not None:
            present.end()
        return None
    if present is None:
        device = discriminator.parameters.device
        felt = felt_of(dimension, classes, game.pack, device)
        present = Regularisation(discriminator, stream(experiment.seed, device), felt)
    present.adopt(penalty, experiment.training.steps)
    return present


def needed(penalty: Penalty) -> bool:
    """Whether anything is set but R1 at every step."""
    return penalty != Penalty(r1=penalty.r1)


def stream(seed: int, device: torch.device) -> torch.Generator:
    """The stream of chance of penalties, of a game with that seed: not the one of noise."""
    own = np.random.SeedSequence([seed, 0xD7A0]).generate_state(1)[0]
    return torch.Generator(device).manual_seed(int(own))


def r1(judged: ForwardPass, slope: Tensor, real: int, weight: float) -> tuple[Tensor, Tensor]:
    """R1 alone, and the gradient of it and of the loss whose slope in the logits is `slope`,
    (rows, 1), in D's parameters; `judged` is D's pass whose first `real` rows are real."""
    return judged.penalized_gradient(slope, real, 0.5 * weight)
