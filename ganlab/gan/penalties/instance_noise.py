"""Instance noise: D sees real and generated samples through noise that dies away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganlab.gan.penalties.entry import Entry

if TYPE_CHECKING:
    from torch import Generator, Tensor

INSTANCE_NOISE = Entry(
    "instance_noise",
    "noise",
    r"a(x+\sigma_t\,\epsilon),\;\epsilon\sim N(0,I),\;\sigma_t=\sigma\max(0,1-\tfrac{t}{T})",
    "Sønderby et al. 2017, Amortised MAP inference for image super-resolution, section 3.2; Roth "
    "et al. 2017",
)


def annealed(deviation: float, step: int, length: int) -> float:
    """σ_t: `deviation` at step 0, falling in a line to 0 at the training's length."""
    return deviation * max(0.0, 1 - step / length)


def noisy(rows: Tensor, deviation: float, chance: Generator, felt: Tensor | None) -> Tensor:
    """(n, columns) rows with noise on all their numbers, but not on the classes (`felt`: see
    gradient.py)."""
    noise = rows.new_empty(rows.shape).normal_(0.0, deviation, generator=chance)
    return rows + (noise if felt is None else noise * felt)
