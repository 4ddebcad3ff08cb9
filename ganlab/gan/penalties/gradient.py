"""Penalties on the gradient of D's logit a, by x: one entry each, all of one form,

    factor · weight · E_x̂ b(‖∇ₓ a(x̂)‖²),

which differ in the places x̂ and in b, what a gradient's length counts for. Where the places are the
minibatch itself, the pass that D makes anyway serves; else D makes another.

Torch does not load here: what is computed are methods of the tensors that come.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from ganlab.gan.penalties.entry import Entry
from ganlab.values import dataclass

if TYPE_CHECKING:
    from torch import Generator, Tensor

Bend = Callable[["Tensor"], tuple["Tensor", "Tensor"]]
Places = Callable[["Tensor", "Tensor", "Generator", "Tensor | None"], "Tensor"]
"""(m real rows, m generated, a stream of chance, `felt`) -> (m, columns) rows. `felt`, (columns,),
is 1 for a number of a sample and 0 for what D is told of it, its class; None: all are numbers."""

TINY = 1e-12
"""A gradient of length 0 has no direction: it is left as it is."""


def two_sided(squares: Tensor) -> tuple[Tensor, Tensor]:
    """(‖g‖ − 1)², and its slope in ‖g‖²."""
    norm = squares.sqrt()
    return (norm - 1).square(), (norm - 1) / norm.clamp(min=TINY)


def one_sided(squares: Tensor) -> tuple[Tensor, Tensor]:
    """max(0, ‖g‖ − 1)², and its slope in ‖g‖²."""
    norm = squares.sqrt()
    over = (norm - 1).clamp(min=0)
    return over.square(), over / norm.clamp(min=TINY)


def between(real: Tensor, fake: Tensor, chance: Generator, felt: Tensor | None) -> Tensor:
    """x̂ = x + ε (G(z) − x), ε uniform on [0, 1) for each pair; the class is x's."""
    share = real.new_empty(len(real), 1).uniform_(generator=chance)
    return real + share * _felt(fake - real, felt)


def around(real: Tensor, fake: Tensor, chance: Generator, felt: Tensor | None) -> Tensor:
    """x̂ = x + δ, δ ~ N(0, (s/2)²) in each number, s the standard deviation of all numbers of the
    minibatch, as in the authors' code (whose noise is uniform)."""
    numbers = real if felt is None else real[:, felt > 0]
    spread = 0.5 * numbers.std(correction=0)
    noise = real.new_empty(real.shape).normal_(generator=chance)
    return real + spread * _felt(noise, felt)


def _felt(step: Tensor, felt: Tensor | None) -> Tensor:
    return step if felt is None else step * felt


@dataclass(frozen=True)
class GradientPenalty(Entry):
    """One of them."""

    at: Literal["real", "generated"] | Places
    """Where the gradient is taken: at one half of the minibatch as D sees it, or elsewhere."""
    bend: Bend | None = None
    """b: (n,) squared lengths -> what each counts for, and the slope of that; None: themselves."""
    factor: float = 1.0
    """Of the weight."""


PENALTIES: tuple[GradientPenalty, ...] = (
    GradientPenalty(
        "r1",
        "R1",
        r"\tfrac{\gamma}{2}\,\mathbb{E}_{x\sim p_d}\|\nabla_x a(x)\|^2",
        "Mescheder, Geiger and Nowozin 2018, Which training methods for GANs do actually "
        "converge?, equation 9",
        at="real",
        factor=0.5,
    ),
    GradientPenalty(
        "r2",
        "R2",
        r"\tfrac{\gamma}{2}\,\mathbb{E}_{x\sim p_g}\|\nabla_x a(x)\|^2",
        "Mescheder, Geiger and Nowozin 2018, equation 10; with R1 in Huang et al. 2024, The GAN is "
        "dead; long live the GAN!",
        at="generated",
        factor=0.5,
    ),
    GradientPenalty(
        "gradient",
        "WGAN-GP",
        r"\lambda\,\mathbb{E}_{\hat{x}}(\|\nabla_{\hat{x}}a(\hat{x})\|-1)^2,\;"
        r"\hat{x}=x+\epsilon(G(z)-x)",
        "Gulrajani et al. 2017, Improved training of Wasserstein GANs, equation 3",
        at=between,
        bend=two_sided,
    ),
    GradientPenalty(
        "one_sided",
        "one-sided GP",
        r"\lambda\,\mathbb{E}_{\hat{x}}\max(0,\|\nabla_{\hat{x}}a(\hat{x})\|-1)^2",
        "Petzka, Fischer and Lukovnicov 2018, On the regularization of Wasserstein GANs, "
        "equation 8",
        at=between,
        bend=one_sided,
    ),
    GradientPenalty(
        "dragan",
        "DRAGAN",
        r"\lambda\,\mathbb{E}_{x,\delta}(\|\nabla_x a(x+\delta)\|-1)^2,\;"
        r"\delta\sim N(0,\tfrac{s^2}{4}I)",
        "Kodali et al. 2017, On convergence and stability of GANs, section 2.4",
        at=around,
        bend=two_sided,
    ),
)
