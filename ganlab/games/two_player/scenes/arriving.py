"""What of the generator's possible losses arrives at it, at one and the same state."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ganlab.games.views import Values, own
from ganlab.gan.measure import left_as_it_was
from ganlab.gan.trainer import JUDGED_AT_ONCE, Trainer
from ganlab.theory.slopes.losses import LOSSES


def logits(trainer: Trainer, rows: Tensor) -> Values:
    """D's logit of each of (n, columns) generated rows, as when training is over."""
    judged = [trainer.discriminator.evaluate(part) for part in rows.split(JUDGED_AT_ONCE)]
    return Values(own(torch.cat(judged).squeeze(1).cpu().numpy()))


def arriving(trainer: Trainer, noise: Tensor) -> Values:
    """‖∂ E J(a(G(z)))/∂θ_G‖ over (n, columns) noise of every loss J of `LOSSES`, in its order:
    whatever loss the run plays, on the networks as they are."""
    norms = []
    with left_as_it_was(trainer):
        for loss in LOSSES.values():
            made = trainer.generator.run(noise)
            judged = trainer.discriminator.run(made.output)
            a = judged.output.squeeze(1)
            with np.errstate(over="ignore"):
                slope = loss.slope(a.cpu().numpy().astype(float)) / len(noise)
            back = judged.input_gradient(torch.from_numpy(slope).to(a).unsqueeze(1))
            norms.append(float(made.parameter_gradient(back).norm()))
    return Values(own(np.array(norms)))
