"""Weight clipping: D's parameters stay in a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganlab.gan.penalties.entry import Entry

if TYPE_CHECKING:
    from torch import Tensor

CLIPPING = Entry(
    "clip",
    "clip",
    r"\theta_D\leftarrow\min(\max(\theta_D,-c),c)",
    "Arjovsky, Chintala and Bottou 2017, Wasserstein GAN, Algorithm 1",
)


def clip(parameters: Tensor, bound: float) -> None:
    """Bring each of (count,) parameters into [−bound, bound], after a step."""
    parameters.clamp_(-bound, bound)
