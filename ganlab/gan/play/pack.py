"""Packing: D judges m samples at once, all real or all generated.

    D(x₁, ..., x_m),   xᵢ ~ p_data  or  xᵢ = G(zᵢ)

Lin et al. 2018, "PacGAN: the power of two samples in generative adversarial networks", section 2: D
is as before but for its input, which is m times as wide; G is as it was. A minibatch holds as many
packs as it would hold samples.
"""

from __future__ import annotations

from torch import Tensor


def packed(rows: Tensor, m: int) -> Tensor:
    """(n m, columns) samples -> (n, m columns) packs of those that follow each other."""
    return rows if m == 1 else rows.reshape(-1, m * rows.shape[1])


def unpacked(packs: Tensor, m: int) -> Tensor:
    """The inverse, of gradients too."""
    return packs if m == 1 else packs.reshape(-1, packs.shape[1] // m)


def with_itself(rows: Tensor, m: int) -> Tensor:
    """(n, columns) samples -> (n, m columns): each m times over, which is what D is asked where it
    is asked about one place."""
    return rows if m == 1 else rows.repeat(1, m)
