"""Five small trained generators and what their trainers draw."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.gan.batches.noise import one_hot_rows
from ganlab.gan.trainer import Trainer

_IMAGES: dict[str, Any] = {
    "data": {"kind": "images", "subset": 60},
    "training.batch_size": 8,
    "game.ema": 0.5,
    "game.image_networks.channels": 8,
    "noise.dimension": 16,
}
KINDS: dict[str, dict[str, Any]] = {
    "dcgan": _IMAGES | {"name": "dcgan"},
    "conditional": _IMAGES | {"name": "conditional", "game.conditional": True},
    "mlp-2014": _IMAGES
    | {
        "name": "mlp-2014",
        "game.image_networks.kind": "mlp-2014",
        "game.image_networks.units": 50,
        "noise.kind": "uniform",
    },
    "plane": {
        "name": "plane",
        "data.name": "moons",
        "game.generator.units": 8,
        "game.generator.layers": 2,
    },
    "told": {
        "name": "told",
        "data.name": "moons",
        "game.conditional": True,
        "game.generator.units": 8,
        "game.generator.layers": 2,
    },
}


def train(kind: str, steps: int = 3) -> Trainer:
    """A trainer of one of KINDS after a few steps on one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        experiment = Experiment().with_values(KINDS[kind])
        trainer = Trainer(experiment, make_target(experiment.data))
        trainer.run(steps)
    finally:
        torch.set_num_threads(threads)
    return trainer


def drawn(trainer: Trainer, z: Tensor, label: Tensor | None) -> NDArray[np.float64]:
    """(n, pixels or coordinates): what the trainer's generator makes, in data units."""
    rows = z if label is None else torch.cat([z, one_hot_rows(label, trainer.classes)], 1)
    output = trainer.generate(rows, average=True)[:, : trainer.target.dimension]
    return trainer.target.network.inverse(output.numpy())
