"""p_z, what the generator is fed."""

from __future__ import annotations

import torch
from torch import Tensor

from ganlab.experiment import Noise


def sample_noise(noise: Noise, n: int, generator: torch.Generator) -> Tensor:
    """Draw (n, noise.dimension): N(0, 1) or uniform on [-1, 1], on the generator's device."""
    shape, device = (n, noise.dimension), generator.device
    if noise.kind == "gaussian":
        return torch.randn(shape, generator=generator, device=device)
    return torch.rand(shape, generator=generator, device=device).mul_(2).sub_(1)
