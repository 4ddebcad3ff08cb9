"""Functions of logits, elementwise, that stay exact where σ(a) has rounded to 0 or 1.

A Tensor; or an array of numpy's, of which the window asks a loss without loading torch. Torch loads
with the first Tensor and not above.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

Logits = Any
"""A Tensor, or an array of numpy's."""
NUMPY: tuple[Any, ...] = (np.ndarray, np.generic)
STEEPEST = 80.0
"""The largest x whose eˣ single precision holds with room for a mean of squares."""
NEWTON_STEPS = 8


def averaged(slopes: Logits) -> Logits:
    """(..., m) derivatives of what each sample costs -> those of the mean: an m-th of each."""
    m = slopes.shape[-1]
    return slopes / (m if isinstance(slopes, NUMPY) else _tensor(m, slopes.dtype, slopes.device))


@lru_cache(maxsize=64)
def _tensor(number: float, dtype: Any, device: Any) -> Logits:
    """Made once: of a number of Python's one is made at every division, which costs as much."""
    import torch

    with torch.inference_mode(False):  # it lasts, and autograd may meet it later
        return torch.full((), number, dtype=dtype, device=device)


def softplus(logit: Logits) -> Logits:
    """log(1 + eᵃ)."""
    if isinstance(logit, NUMPY):
        return np.logaddexp(0.0, logit)
    from torch.nn.functional import softplus as torch_softplus

    return torch_softplus(logit)


def sigmoid(logit: Logits) -> Logits:
    """σ(a) = 1 / (1 + e⁻ᵃ): D(x). 1 − σ(a) is σ(−a), exact where σ(a) rounds to 1."""
    return np.exp(-softplus(-logit)) if isinstance(logit, NUMPY) else logit.sigmoid()


def exp(x: Logits) -> Logits:
    """eˣ, no larger than e^STEEPEST."""
    return np.exp(x.clip(max=STEEPEST)) if isinstance(x, NUMPY) else x.clip(max=STEEPEST).exp()


def log(x: Logits) -> Logits:
    """The natural logarithm."""
    return np.log(x) if isinstance(x, NUMPY) else x.log()


def tanh(x: Logits) -> Logits:
    """The hyperbolic tangent."""
    return np.tanh(x) if isinstance(x, NUMPY) else x.tanh()


def below(x: Logits, limit: float) -> Logits:
    """1 where x < limit, else 0."""
    return (x < limit).astype(x.dtype) if isinstance(x, NUMPY) else (x < limit).to(x.dtype)


def log_lambert(a: Logits) -> Logits:
    """log W(eᵃ): the y with eʸ + y = a, by Newton's method. Its derivative is 1/(eʸ + 1)."""
    y = a.clip(max=1) - 1 + log(a.clip(1))  # above 1 the logarithm, below the line
    for _ in range(NEWTON_STEPS):
        y = y - (exp(y) + y - a) / (exp(y) + 1)
    return y
