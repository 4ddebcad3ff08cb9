"""What D ascends and what G descends: one entry of `OBJECTIVES` per loss variant.

Everywhere inside ganlab the discriminator returns a *logit* a, and D(x) = σ(a). Then

    −log D(x)       = softplus(−a)
    −log(1 − D(x))  = softplus(a)

which stays exact where σ(a) has rounded to 0 or 1 (a naive log(σ(a)) would be −∞ there).

The networks are trained from the *slopes*, the derivatives of the losses in each logit. They show
at a glance who still learns: minimax's generator gets −σ(a)/m, which vanishes once D is sure
(a → −∞), non-saturating's −σ(−a)/m, which does not.

To add a variant, add one entry: its two losses, both *minimised*, their slopes, and their formulas.
The window, the command line and the documents find it here; nothing else has to change. The tests
hold every slope against the finite differences of its loss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def softplus(logit: Tensor) -> Tensor:
    """log(1 + eᵃ), elementwise. Torch loads here and not above: the window reads only formulas."""
    from torch.nn.functional import softplus as torch_softplus

    return torch_softplus(logit)


def sigmoid(logit: Tensor) -> Tensor:
    """σ(a) = 1 / (1 + e⁻ᵃ), elementwise: D(x). 1 − σ(a) is σ(−a), exact where σ(a) rounds to 1."""
    return logit.sigmoid()


@dataclass(frozen=True)
class Objective:
    """One loss variant. Logits have shape (..., m); losses average over the last dimension."""

    title: str
    discriminator_loss: Callable[[Tensor, Tensor], Tensor]
    """(logits of real, logits of fake) -> what D minimises, (...)."""
    discriminator_slopes: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
    """(logits of real, logits of fake), (m,) each -> the loss's derivative in each of them."""
    generator_loss: Callable[[Tensor], Tensor]
    """(logits of fake) -> what G minimises, (...)."""
    generator_slope: Callable[[Tensor], Tensor]
    """(logits of fake), (m,) -> the loss's derivative in each of them."""
    discriminator_formula: str
    generator_formula: str
    """LaTeX, as shown in the window."""
    about: str
    """One sentence: what it does to the game."""
    source: str


OBJECTIVES: dict[str, Objective] = {
    "minimax": Objective(
        title="Minimax",
        discriminator_loss=lambda real, fake: softplus(-real).mean(-1) + softplus(fake).mean(-1),
        discriminator_slopes=lambda real, fake: (
            -sigmoid(-real) / real.shape[-1],
            sigmoid(fake) / fake.shape[-1],
        ),
        generator_loss=lambda fake: -softplus(fake).mean(-1),
        generator_slope=lambda fake: -sigmoid(fake) / fake.shape[-1],
        discriminator_formula=r"D\uparrow\;\mathbb{E}_x\log D(x)+\mathbb{E}_z\log(1-D(G(z)))",
        generator_formula=r"G\downarrow\;\mathbb{E}_z\log(1-D(G(z)))",
        about="The two-player game of the paper; G's gradient vanishes once D is sure.",
        source="Goodfellow et al. 2014, equation 1 and Algorithm 1",
    ),
    "non-saturating": Objective(
        title="Non-saturating",
        discriminator_loss=lambda real, fake: softplus(-real).mean(-1) + softplus(fake).mean(-1),
        discriminator_slopes=lambda real, fake: (
            -sigmoid(-real) / real.shape[-1],
            sigmoid(fake) / fake.shape[-1],
        ),
        generator_loss=lambda fake: softplus(-fake).mean(-1),
        generator_slope=lambda fake: -sigmoid(-fake) / fake.shape[-1],
        discriminator_formula=r"D\uparrow\;\mathbb{E}_x\log D(x)+\mathbb{E}_z\log(1-D(G(z)))",
        generator_formula=r"G\uparrow\;\mathbb{E}_z\log D(G(z))",
        about="The same fixed point as minimax, with a strong gradient for G when D is winning.",
        source="Goodfellow et al. 2014, section 3",
    ),
    "least-squares": Objective(
        title="Least squares",
        discriminator_loss=lambda real, fake: (
            0.5 * (real - 1).square().mean(-1) + 0.5 * fake.square().mean(-1)
        ),
        discriminator_slopes=lambda real, fake: (
            (real - 1) / real.shape[-1],
            fake / fake.shape[-1],
        ),
        generator_loss=lambda fake: 0.5 * (fake - 1).square().mean(-1),
        generator_slope=lambda fake: (fake - 1) / fake.shape[-1],
        discriminator_formula=(
            r"D\downarrow\;\frac{1}{2}\mathbb{E}_x(a(x)-1)^2+\frac{1}{2}\mathbb{E}_z\,a(G(z))^2"
        ),
        generator_formula=r"G\downarrow\;\frac{1}{2}\mathbb{E}_z(a(G(z))-1)^2",
        about="Pulls D's score a towards 1 on real and 0 on generated: no saturation, gentler D.",
        source="Mao et al. 2017, equation 9 (a = 0, b = c = 1), on D's raw score",
    ),
}
