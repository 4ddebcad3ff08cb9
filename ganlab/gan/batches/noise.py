"""p_z, what the generator is fed."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from ganlab.data.target import Target
from ganlab.experiment import Noise


def sample_noise(noise: Noise, n: int, generator: torch.Generator) -> Tensor:
    """Draw (n, noise.dimension): N(0, 1) or uniform on [-1, 1], on the generator's device."""
    d, device = noise.dimension, generator.device
    # Two numbers are read faster than a tuple of them: a fifth of the call for a small batch.
    if noise.kind == "gaussian":
        return torch.randn(n, d, generator=generator, device=device)
    return torch.rand(n, d, generator=generator, device=device).mul_(2).sub_(1)


def sample_labelled_noise(
    noise: Noise, classes: int, n: int, generator: torch.Generator, edges: Tensor | None = None
) -> Tensor:
    """Draw (n, noise.dimension + classes): noise and behind it, 1 for its class and 0 for the
    others; without classes the noise alone. A class is as probable as any other, or as `edges`
    say: see `asked_for`."""
    z = sample_noise(noise, n, generator)
    if not classes:
        return z
    if edges is None:
        labels = torch.randint(classes, (n,), generator=generator, device=generator.device)
    else:
        chance = torch.rand(n, generator=generator, device=generator.device)
        labels = torch.bucketize(chance, edges, right=True)
    return torch.cat([z, one_hot_rows(labels, classes)], 1)


def one_hot_rows(labels: Tensor, classes: int) -> Tensor:
    """(n,) integers -> (n, classes) float32, 1 for the class and 0 for the others."""
    return torch.nn.functional.one_hot(labels, classes).float()


def asked_for(target: Target, device: torch.device) -> Tensor | None:
    """Upper edges of intervals of [0, 1), (classes,), as long as the classes of the target are
    probable; None where one is asked for as often as another. Images are asked for so."""
    shares = target.told_shares
    if target.image_set is not None or len(set(shares)) <= 1:
        return None
    edges = torch.tensor(shares, dtype=torch.float64).cumsum(0)
    last = max(number for number, share in enumerate(shares) if share > 0)
    edges[last:] = math.inf
    return edges.float().to(device)


def felt_of(dimension: int, classes: int, pack: int, device: torch.device) -> Tensor | None:
    """(columns,) of a row of D's, of `pack` samples each with its class: 1 for a number of a
    sample, 0 for a class that D is told; None where it is told none."""
    if not classes:
        return None
    felt = torch.ones(dimension + classes, device=device)
    felt[dimension:] = 0
    return felt.repeat(pack)
