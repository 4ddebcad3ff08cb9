"""A trainer's whole state to plain arrays and back, bit for bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganlab.gan.optimizers import load_optimizer_arrays, make_optimizer, optimizer_arrays
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.settings import two_player

if TYPE_CHECKING:
    from ganlab.gan.trainer import Trainer


def save_state(trainer: Trainer) -> Checkpoint:
    """Both networks, the average, both optimizers, the random generators and the step."""
    parts: dict[str, dict[str, NDArray[Any]]] = {
        "generator": trainer.generator.arrays(),
        "average": trainer.generator.arrays(trainer.average),
        "discriminator": trainer.discriminator.arrays(),
        "generator_optimizer": optimizer_arrays(trainer.generator_optimizer),
        "discriminator_optimizer": optimizer_arrays(trainer.discriminator_optimizer),
        "chance": {trainer.device.type: trainer.chance.get_state().numpy().copy()},
        "generator_statistics": trainer.generator.buffers(),
        "average_statistics": trainer.generator.buffers(trainer.average_statistics),
    }
    dropout = trainer.discriminator.chance_state()
    if len(dropout):
        parts["dropout"] = {trainer.device.type: dropout}
    arrays = {f"{part}/{n}": array for part, named in parts.items() for n, array in named.items()}
    return Checkpoint(trainer.iteration, arrays, {"real": trainer.real.state()})


def load_state(trainer: Trainer, checkpoint: Checkpoint) -> None:
    """The inverse. Raises ValueError when it does not fit; the trainer is then of no more use."""
    parts: dict[str, dict[str, NDArray[Any]]] = {}
    for key, array in checkpoint.arrays.items():
        part, _, name = key.partition("/")
        parts.setdefault(part, {})[name] = array
    if checkpoint.step < 0 or not checkpoint.is_finite():
        raise ValueError("the saved networks hold numbers that are not finite")
    e = trainer.experiment
    generator = trainer.generator.flat(parts.get("generator", {}))
    average = trainer.generator.flat(parts.get("average", {}))
    discriminator = trainer.discriminator.flat(parts.get("discriminator", {}))
    statistics = trainer.generator.flat_buffers(parts.get("generator_statistics", {}))
    of_average = trainer.generator.flat_buffers(parts.get("average_statistics", {}))
    generator_optimizer = make_optimizer(
        trainer.generator.parameters, two_player(e.game).generator_optimizer
    )
    load_optimizer_arrays(generator_optimizer, parts.get("generator_optimizer", {}))
    discriminator_optimizer = make_optimizer(
        trainer.discriminator.parameters, two_player(e.game).discriminator_optimizer
    )
    load_optimizer_arrays(discriminator_optimizer, parts.get("discriminator_optimizer", {}))
    _load_chance(trainer, checkpoint, parts.get("chance", {}))
    dropout = parts.get("dropout", {}).get(trainer.device.type)
    if dropout is not None:
        trainer.discriminator.load_chance(dropout)

    trainer.generator.parameters.copy_(generator)
    trainer.discriminator.parameters.copy_(discriminator)
    trainer.average.copy_(average)
    trainer.generator.statistics.copy_(statistics)
    trainer.average_statistics.copy_(of_average)
    trainer.generator_optimizer = generator_optimizer
    trainer.discriminator_optimizer = discriminator_optimizer
    trainer.rewind(checkpoint.step)


def _load_chance(trainer: Trainer, checkpoint: Checkpoint, saved: dict[str, NDArray[Any]]) -> None:
    try:
        trainer.real.load(checkpoint.counters["real"])
        state = saved.get(trainer.device.type)
        if state is not None:
            trainer.chance.set_state(torch.from_numpy(np.array(state, dtype=np.uint8)))
        else:  # saved on another device: its stream of chance has no counterpart here
            trainer.chance.manual_seed(trainer.experiment.seed + checkpoint.step)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"the saved random state is damaged ({error})") from None
