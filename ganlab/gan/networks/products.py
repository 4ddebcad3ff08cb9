"""Matrix products, each the way round that libraries are fast at."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor


def narrow(columns: int, tall: Tensor) -> bool:
    """Whether a product of a tall matrix with so few columns is one that libraries are slow at:
    its transpose takes them a third of the time or less."""
    return 1 < columns <= 8 and tall.numel() >= 8192


def product(tall: Tensor, matrix: Tensor) -> Tensor:
    """tall @ matrix."""
    if matrix.shape[1] == 1:
        return _alone(torch.mm, tall, matrix)
    if narrow(matrix.shape[1], tall):
        return torch.mm(matrix.t(), tall.t()).t()
    return torch.mm(tall, matrix)


def shifted_product(bias: Tensor, tall: Tensor, matrix: Tensor) -> Tensor:
    """bias + tall @ matrix."""
    if matrix.shape[1] == 1:
        return _alone(torch.addmm, bias, tall, matrix)
    return torch.addmm(bias, tall, matrix)


def transposed_product(tall: Tensor, other: Tensor, out: Tensor) -> None:
    """tallᵀ @ other, into `out`."""
    if 1 in (tall.shape[1], other.shape[1]):
        _alone(torch.mm, tall.t(), other, out=out)
    elif narrow(other.shape[1], tall):
        out.copy_(torch.mm(other.t(), tall).t())
    else:
        torch.mm(tall.t(), other, out=out)


def squared_length(flat: Tensor) -> Tensor:
    """‖flat‖², (), of (count,) numbers."""
    return _alone(torch.dot, flat, flat)


def _alone(compute: Callable[..., Tensor], *operands: Tensor, **out: Tensor) -> Tensor:
    """A product that is long sums and nothing else, on one thread: libraries spread such a sum over
    torch's threads, whose number its last bits would then tell."""
    threads = torch.get_num_threads()
    if threads == 1:
        return compute(*operands, **out)
    torch.set_num_threads(1)
    try:
        return compute(*operands, **out)
    finally:
        torch.set_num_threads(threads)
