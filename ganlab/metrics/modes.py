"""Which modes of a mixture the generator has found, as the mode-collapse literature counts them.

VEEGAN (Srivastava et al. 2017, section 4) and PacGAN (Lin et al. 2018, section 4): of 2,500
samples, one is of *high quality* within three standard deviations of its nearest mode; a mode is
*covered* by at least one such sample. PacGAN adds the reverse KL over the modes,

    KL(share of the samples at each mode ‖ 1/m)   nats,

0 when they are visited equally often and log m when all samples sit at one. As in PacGAN's
published evaluation, only samples of high quality are counted at a mode.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Modes
from ganlab.values import dataclass

MODE_SAMPLES = 2500
"""Samples the published figures are counted on."""
HIGH_QUALITY_SIGMAS = 3.0
"""A perfect generator has 99.7 % of its samples within in 1-D and 1 - e^-4.5 = 98.9 % in 2-D."""


@dataclass(frozen=True)
class ModeCount:
    """What was found of a mixture's modes."""

    covered: int
    total: int
    high_quality: float
    """Share of the samples, 0 to 1; NaN of none."""
    reverse_kl: float
    """Nats; NaN when no sample is of high quality."""


def count_modes(modes: Modes, samples: NDArray[np.floating]) -> ModeCount:
    """Count what (n, d) samples, data units, cover. One that is not finite is of no quality."""
    total = len(modes.centres)
    with np.errstate(over="ignore", invalid="ignore"):
        offsets = samples[:, None, :] - modes.centres
        squares = np.nan_to_num(np.square(offsets).sum(axis=2), nan=np.inf)
    nearest = squares.argmin(axis=1)
    good = squares[np.arange(len(samples)), nearest] <= (HIGH_QUALITY_SIGMAS * modes.sigma) ** 2
    counts = np.bincount(nearest[good], minlength=total)
    covered = counts > 0
    share = counts[covered] / max(counts.sum(), 1)
    return ModeCount(
        covered=int(covered.sum()),
        total=total,
        high_quality=float(good.mean()) if len(samples) else float("nan"),
        reverse_kl=float(share @ np.log(share * total)) if covered.any() else float("nan"),
    )
