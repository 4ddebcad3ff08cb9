"""Matrix products, each the way round that libraries are fast at."""

from __future__ import annotations

import torch
from torch import Tensor


def narrow(columns: int, tall: Tensor) -> bool:
    """Whether a product of a tall matrix with so few columns is one that libraries are slow at:
    its transpose takes them a third of the time or less."""
    return 1 < columns <= 8 and tall.numel() >= 8192


def product(tall: Tensor, matrix: Tensor) -> Tensor:
    """tall @ matrix."""
    if narrow(matrix.shape[1], tall):
        return torch.mm(matrix.t(), tall.t()).t()
    return torch.mm(tall, matrix)


def transposed_product(tall: Tensor, other: Tensor, out: Tensor) -> None:
    """tallᵀ @ other, into `out`."""
    if narrow(other.shape[1], tall):
        out.copy_(torch.mm(other.t(), tall).t())
    else:
        torch.mm(tall.t(), other, out=out)


def squared_length(flat: Tensor) -> Tensor:
    """‖flat‖², (), of (count,) numbers. Libraries spread a long dot product over torch's threads,
    whose number its last bit would then tell: one thread takes it."""
    threads = torch.get_num_threads()
    if threads == 1:
        return flat.dot(flat)
    torch.set_num_threads(1)
    try:
        return flat.dot(flat)
    finally:
        torch.set_num_threads(threads)
