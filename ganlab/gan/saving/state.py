"""A game's whole state to plain arrays and back, bit for bit: of any game, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganlab.gan.average import MovingAverage
from ganlab.gan.batches.real import RealStream
from ganlab.gan.optimizers import SGD, load_optimizer_arrays, optimizer_arrays
from ganlab.gan.players import Player
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.saving.names import (
    AVERAGE,
    CHANCE,
    TAKEN,
    Arrays,
    chance_of,
    joined,
    optimizer_of,
    parted,
    statistics_of,
)


@dataclass(frozen=True)
class Learner:
    """A network of a game, and what trains it."""

    name: str
    """Stands before its arrays, and in sentences."""
    network: Player
    optimizer: SGD
    average: MovingAverage | None = None
    """Of the one network whose average is kept."""


@dataclass(frozen=True)
class Streams:
    """Where the samples come from."""

    chance: torch.Generator
    """Of noise."""
    real: RealStream


def save_state(
    learners: Sequence[Learner],
    streams: Streams,
    step: int,
    taken: int = 0,
    kept: Mapping[str, Arrays] | None = None,
) -> Checkpoint:
    """All networks, their optimizers and averages, the random generators, the step, how many
    turns of the next one have been `taken`, and what else a game has `kept`, by parts."""
    device = streams.chance.device.type
    parts: dict[str, Arrays] = {CHANCE: {device: streams.chance.get_state().numpy().copy()}}
    parts |= kept or {}
    for learner in learners:
        network = learner.network
        parts[learner.name] = {**network.arrays()}
        parts[optimizer_of(learner.name)] = optimizer_arrays(learner.optimizer)
        parts[statistics_of(learner.name)] = {**network.buffers()}
        if learner.average is not None:
            parts[AVERAGE] = {**network.arrays(learner.average.parameters)}
            parts[statistics_of(AVERAGE)] = {**network.buffers(learner.average.statistics)}
        if len(drawn := network.chance_state()):
            parts[chance_of(learner.name)] = {device: drawn}
    counters = {"real": streams.real.state()} | ({TAKEN: taken} if taken else {})
    return Checkpoint(step, joined(parts), counters)


def load_state(
    checkpoint: Checkpoint, learners: Sequence[Learner], streams: Streams, seed: int
) -> int:
    """The inverse: how many turns of the next iteration have been taken. `seed`: of noise, where
    its stream was saved on another kind of device.

    Raises ValueError when it does not fit; the game is then of no more use.
    """
    parts = parted(checkpoint.arrays)
    if checkpoint.step < 0 or not checkpoint.is_finite():
        raise ValueError("the saved networks hold numbers that are not finite")
    device = streams.chance.device.type
    for learner in learners:
        network, name = learner.network, learner.name
        network.parameters.copy_(network.flat(parts.get(name, {})))
        network.statistics.copy_(network.flat_buffers(parts.get(statistics_of(name), {})))
        if learner.average is not None:
            average = learner.average
            average.parameters.copy_(network.flat(parts.get(AVERAGE, {})))
            average.statistics.copy_(network.flat_buffers(parts.get(statistics_of(AVERAGE), {})))
        load_optimizer_arrays(learner.optimizer, parts.get(optimizer_of(name), {}))
        drawn = parts.get(chance_of(name), {}).get(device)
        if drawn is not None:
            network.load_chance(drawn)
    _load_streams(checkpoint, streams, parts.get(CHANCE, {}).get(device), seed)
    taken = checkpoint.counters.get(TAKEN, 0)
    if not isinstance(taken, int) or taken < 0:
        raise ValueError("the saved turn is not one")
    return taken


def _load_streams(
    checkpoint: Checkpoint, streams: Streams, saved: NDArray[Any] | None, seed: int
) -> None:
    try:
        streams.real.load(checkpoint.counters["real"])
        if saved is not None:
            streams.chance.set_state(torch.from_numpy(np.array(saved, dtype=np.uint8)))
        else:  # saved on another device: its stream of chance has no counterpart here
            streams.chance.manual_seed(seed + checkpoint.step)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ValueError(f"the saved random state is damaged ({error})") from None
