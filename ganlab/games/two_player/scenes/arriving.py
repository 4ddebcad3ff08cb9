"""What of the generator's possible losses arrives at it, at one and the same state."""

from __future__ import annotations

import numpy as np
from torch import Tensor

from ganlab.games.shown.views import Values, own
from ganlab.gan.measure import gradient_norms
from ganlab.gan.penalties.lipschitz import slopes_between
from ganlab.gan.trainer import Trainer
from ganlab.theory.slopes.losses import LOSSES


def logits(trainer: Trainer, rows: Tensor) -> Values:
    """D's logit of each of (n, columns) generated rows, as when training is over."""
    return Values(own(trainer.logits(rows).cpu().numpy()))


def lipschitz(trainer: Trainer) -> Values:
    """The slope of D's logit at each of many places between real and generated samples."""
    return Values(own(slopes_between(trainer).cpu().numpy()))


def arriving(trainer: Trainer, noise: Tensor) -> Values:
    """‖∂ E J(a(G(z)))/∂θ_G‖ over (n, columns) noise of every loss J of `LOSSES`, in its order:
    whatever loss the run plays, on the networks as they are."""
    slopes = [loss.slope for loss in LOSSES.values()]
    return Values(own(np.array(gradient_norms(trainer, noise, slopes))))
