"""What D ascends and what G descends: one entry of `OBJECTIVES` per loss variant.

Everywhere inside ganlab the discriminator returns a *logit* a, and D(x) = σ(a). Then

    −log D(x)       = softplus(−a)
    −log(1 − D(x))  = softplus(a)

which stays exact where σ(a) has rounded to 0 or 1 (a naive log(σ(a)) would be −∞ there).

The networks are trained from the *slopes*, the derivatives of the losses in each logit. They show
at a glance who still learns: minimax's generator gets −σ(a)/m, which vanishes once D is sure
(a → −∞), non-saturating's −σ(−a)/m, which does not.

Each variant is a game of its own. Its value is what D climbs,

    V(D, G) = −(D's loss, without penalties),

which for the two variants of 2014 is the paper's E log D(x) + E log(1 − D(G(z))). At the
equilibrium, where p_g = p_data, the best D gives every sample the same undecided logit; V there is
the loss at that logit, and not written down but computed.

To add a variant, add one entry: its two losses, both *minimised*, their slopes, their formulas, and
how D's number is to be read (see scores.py). The window, the command line and the documents find it
here, colours, axes, reference lines and verdicts with it; nothing else has to change. The tests
hold every slope against the finite differences of its loss, and every verdict against D's best.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ganlab.gan.scores import PROBABILITY, Score, raw
from ganlab.values import dataclass

if TYPE_CHECKING:
    from torch import Tensor

Logits = Any
"""A Tensor; or an array of numpy's, of which the window asks a loss without loading torch."""


def softplus(logit: Logits) -> Logits:
    """log(1 + eᵃ), elementwise. Torch loads here and not above."""
    if isinstance(logit, np.ndarray):
        return np.logaddexp(0.0, logit)
    from torch.nn.functional import softplus as torch_softplus

    return torch_softplus(logit)


def sigmoid(logit: Tensor) -> Tensor:
    """σ(a) = 1 / (1 + e⁻ᵃ), elementwise: D(x). 1 − σ(a) is σ(−a), exact where σ(a) rounds to 1."""
    return logit.sigmoid()


@dataclass(frozen=True)
class Objective:
    """One loss variant. Logits have shape (..., m); losses average over the last dimension."""

    title: str
    discriminator_loss: Callable[[Logits, Logits], Logits]
    """(logits of real, logits of fake) -> what D minimises, (...)."""
    discriminator_slopes: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
    """(logits of real, logits of fake), (m,) each -> the loss's derivative in each of them."""
    generator_loss: Callable[[Logits, Logits], Logits]
    """(logits of real, logits of fake) -> what G minimises, (...)."""
    generator_slope: Callable[[Any, Tensor], Tensor]
    """(logits of real, logits of fake), (m,) each -> the loss's derivative in each of fake."""
    discriminator_formula: str
    generator_formula: str
    """LaTeX, as shown in the window."""
    value_formula: str
    """V(D, G) in plain text."""
    equilibrium_text: str
    """V at the equilibrium, as a reference line is called."""
    unit: str
    """Of V and of the losses; "" where they have none."""
    near: float
    """A change of V that counts: as much as a Jensen-Shannon divergence of 0.07 bits lifts the
    value of a perfect D above the equilibrium's."""
    ceiling: float
    """The most that V can be: a D that makes no mistake."""
    score: Score
    """How D's number is to be read."""
    about: str
    """One sentence: what it does to the game."""
    source: str
    paired: bool = False
    """Whether a generated sample is judged against a real one: only then are real samples drawn in
    G's turn, too. Otherwise G's loss and slope are given None for the logits of real."""

    @cached_property
    def equilibrium(self) -> float:
        """V(D, G) where p_g = p_data and D is at its best."""
        undecided = np.array([self.score.undecided])
        return -float(self.discriminator_loss(undecided, undecided))

    @cached_property
    def generator_equilibrium(self) -> float:
        """What G's loss is there."""
        undecided = np.array([self.score.undecided])
        return float(self.generator_loss(undecided, undecided))


OBJECTIVES: dict[str, Objective] = {
    "minimax": Objective(
        title="Minimax",
        discriminator_loss=lambda real, fake: softplus(-real).mean(-1) + softplus(fake).mean(-1),
        discriminator_slopes=lambda real, fake: (
            -sigmoid(-real) / real.shape[-1],
            sigmoid(fake) / fake.shape[-1],
        ),
        generator_loss=lambda real, fake: -softplus(fake).mean(-1),
        generator_slope=lambda real, fake: -sigmoid(fake) / fake.shape[-1],
        discriminator_formula=r"D\uparrow\;\mathbb{E}_x\log D(x)+\mathbb{E}_z\log(1-D(G(z)))",
        generator_formula=r"G\downarrow\;\mathbb{E}_z\log(1-D(G(z)))",
        value_formula="E log D(x) + E log(1 − D(G(z)))",
        equilibrium_text="−log 4",
        unit="nats",
        near=0.1,
        ceiling=0.0,
        score=PROBABILITY,
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
        generator_loss=lambda real, fake: softplus(-fake).mean(-1),
        generator_slope=lambda real, fake: -sigmoid(-fake) / fake.shape[-1],
        discriminator_formula=r"D\uparrow\;\mathbb{E}_x\log D(x)+\mathbb{E}_z\log(1-D(G(z)))",
        generator_formula=r"G\uparrow\;\mathbb{E}_z\log D(G(z))",
        value_formula="E log D(x) + E log(1 − D(G(z)))",
        equilibrium_text="−log 4",
        unit="nats",
        near=0.1,
        ceiling=0.0,
        score=PROBABILITY,
        about="The same fixed point as minimax, with a strong gradient for G when D is winning.",
        source="Goodfellow et al. 2014, section 3",
    ),
    "least-squares": Objective(
        title="Least squares",
        discriminator_loss=lambda real, fake: (
            0.5 * ((real - 1) ** 2).mean(-1) + 0.5 * (fake**2).mean(-1)
        ),
        discriminator_slopes=lambda real, fake: (
            (real - 1) / real.shape[-1],
            fake / fake.shape[-1],
        ),
        generator_loss=lambda real, fake: 0.5 * ((fake - 1) ** 2).mean(-1),
        generator_slope=lambda real, fake: (fake - 1) / fake.shape[-1],
        discriminator_formula=(
            r"D\downarrow\;\tfrac{1}{2}\mathbb{E}_x(a(x)-1)^2+\tfrac{1}{2}\mathbb{E}_z\,a(G(z))^2"
        ),
        generator_formula=r"G\downarrow\;\tfrac{1}{2}\mathbb{E}_z(a(G(z))-1)^2",
        value_formula="−½ E (a(x) − 1)² − ½ E a(G(z))²",
        equilibrium_text="−1/4",
        unit="",
        # V(D*, G) = −½ ∫ pq/(p + q). Where p and q are m ± d this lies ¼ ∫ d²/m above −1/4, and
        # that of 2014, −log 4 + 2 JS, lies ∫ d²/m above −log 4: a quarter of 0.1.
        near=0.025,
        ceiling=0.0,
        score=raw(neutral=0.5, reach=0.5),
        about="Pulls D's score a towards 1 on real and 0 on generated: no saturation, gentler D.",
        source="Mao et al. 2017, equation 9 (a = 0, b = c = 1), on D's raw score, 1/2 at the "
        "equilibrium (section 3.2)",
    ),
}
