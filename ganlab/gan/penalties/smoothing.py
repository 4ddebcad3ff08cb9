"""One-sided label smoothing: real samples are called real only to 1 − s.

    −(1 − s) log D(x) − s log(1 − D(x)) = −log D(x) + s a(x),   D = σ(a),

and ½(a − (1 − s))² = ½(a − 1)² + s a + a constant: either way s E a(x) joins D's loss. The best D
is (1 − s) p_data / (p_data + p_g).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
