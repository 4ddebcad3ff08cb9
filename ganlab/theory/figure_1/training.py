"""D trained against a fixed G until V stops rising: from panel (a) of figure 1 to panel (b)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ganlab.data.target import Array
from ganlab.interruptible import Asked, ProgressCallback, never, silent
from ganlab.theory.critics import LOGISTIC, Critics, Side, train
from ganlab.theory.figure_1.moment import Moment, criterion
from ganlab.theory.figure_1.state import Figure1Controls, moment_of

ROUND, MOST_ROUNDS = 200, 12
"""Steps between two looks at V, and how often it is looked at at most."""
RISE = 1e-4
"""Nats that V has to rise in a round, or D is at its best."""
WIDTH = 32


def train_discriminator(
    controls: Figure1Controls, progress: ProgressCallback = silent, cancelled: Asked = never
) -> dict[str, Any]:
    """`logits` (n,) of the trained D in the cells of the bench, and `values` (k,): V from round to
    round. Raises Cancelled."""
    moment = moment_of(controls)
    logits, values = to_optimum(moment, controls.seed, progress, cancelled)
    return {"logits": logits, "values": values, "criterion": criterion(moment)}


def to_optimum(
    moment: Moment, seed: int, progress: ProgressCallback = silent, cancelled: Asked = never
) -> tuple[Array, Array]:
    """The logits (n,) of a perceptron D in the cells, and V after each round of training."""
    centres = moment.centres
    half = moment.p / 2 + moment.g / 2
    centre = float(half @ centres)
    scale = max(float(half @ (centres - centre) ** 2) ** 0.5, moment.width)
    critic = Critics(1, seed, centre, scale, WIDTH)
    p, g = Side.quadrature(centres, moment.p), Side.quadrature(centres, moment.g)
    values: list[float] = []
    for done in range(MOST_ROUNDS):
        before = done * ROUND

        def tell(steps: int, _: int, before: int = before) -> None:
            progress(before + steps, ROUND * MOST_ROUNDS)

        reached = train(critic, p, g, LOGISTIC, ROUND, progress=tell, cancelled=cancelled)
        values.append(float(reached[-1, 0]))
        if len(values) > 1 and values[-1] - max(values[:-1]) < RISE:
            break
    progress(ROUND * MOST_ROUNDS, ROUND * MOST_ROUNDS)
    return critic.values(centres)[0], np.array(values)
