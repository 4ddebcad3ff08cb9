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


def sample_labelled_noise(noise: Noise, classes: int, n: int, generator: torch.Generator) -> Tensor:
    """Draw (n, noise.dimension + classes): noise and behind it, 1 for its class and 0 for the
    others, a class that is as probable as any other; without classes the noise alone."""
    z = sample_noise(noise, n, generator)
    if not classes:
        return z
    labels = torch.randint(classes, (n,), generator=generator, device=generator.device)
    return torch.cat([z, one_hot_rows(labels, classes)], 1)


def one_hot_rows(labels: Tensor, classes: int) -> Tensor:
    """(n,) integers -> (n, classes) float32, 1 for the class and 0 for the others."""
    return torch.nn.functional.one_hot(labels, classes).float()
