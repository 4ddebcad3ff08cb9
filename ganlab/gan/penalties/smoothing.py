"""One-sided label smoothing: real samples are called real only to 1 − s.

    −(1 − s) log D(x) − s log(1 − D(x)) = −log D(x) + s a(x),   D = σ(a),

and ½(a − (1 − s))² = ½(a − 1)² + s a + a constant: either way s E a(x) joins D's loss. The best D
is (1 − s) p_data / (p_data + p_g).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganlab.gan.penalties.entry import Entry

if TYPE_CHECKING:
    from torch import Tensor

SMOOTHING = Entry(
    "smoothing",
    "smoothing",
    r"s\,\mathbb{E}_{x}\,a(x)",
    "Salimans et al. 2016, Improved techniques for training GANs, section 3.4",
)


def smooth(real: Tensor, slope: Tensor, share: float) -> Tensor:
    """s E a(x), (), of (m,) logits of real samples; its derivative joins their (m,) slope."""
    slope += share / len(real)
    return share * real.mean()


SURE = 1e-9
"""A D that is more sure than smoothed labels let it be says no ratio: it is taken to be this near
to sure."""


def unsmoothed(logits: NDArray[np.float64], share: float, probability: bool) -> NDArray[np.float64]:
    """The logits of a D that would be the best for the same two densities without smoothing; D is a
    probability σ(a), or the logit itself."""
    if not probability:
        return logits / (1 - share)
    with np.errstate(over="ignore"):
        real = np.clip(1 / (1 + np.exp(-logits)) / (1 - share), SURE, 1 - SURE)
    unsmooth: NDArray[np.float64] = np.log(real) - np.log1p(-real)
    return unsmooth
