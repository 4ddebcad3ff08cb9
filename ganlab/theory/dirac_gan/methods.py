"""The eleven ways to train the Dirac-GAN that the bench sets side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from ganlab.theory.dirac_gan import fields
from ganlab.theory.dirac_gan.fields import NUMBERS, Field, Maths
from ganlab.theory.dirac_gan.training import NEAR, Steps, annealed, held, multipliers
from ganlab.theory.stability import spectral_radius

STAGES = 24
"""At so many moments of a run that anneals its multipliers are looked at."""


@dataclass(frozen=True)
class Strengths:
    """Of what makes the game converge, and of what does not."""

    r1: float = 0.3
    """γ."""
    noise: float = 1.4
    """Standard deviation of instance noise at first."""
    annealed: bool = True
    """Whether it falls to 0 over the run, as whoever proposed it would have it (Sønderby et al.
    2017); in the notebook of Mescheder et al. 2018 it is held at .7."""
    consensus: float = 1.0
    clip: float = 1.0
    """Of WGAN's ψ."""
    penalty: float = 0.7
    """Weight of WGAN-GP's (|ψ| - target)²/2."""
    target: float = 1.0


@dataclass(frozen=True)
class Method:
    """One of them."""

    title: str
    make: Callable[[Strengths, Maths], Field]
    source: str
    uses: tuple[str, ...] = ()
    """The strengths that it depends on."""
    converges: bool | None = None
    """As published: in 500 steps of .2 from (1, 1), with the usual strengths (Mescheder et al.
    2018, and the notebook DiracGAN of their code). None: it is not in there."""

    def field(self, strengths: Strengths, of: Maths = NUMBERS) -> Field:
        """As it is at first."""
        return self.make(strengths, of)

    def anneals(self, strengths: Strengths) -> bool:
        """Whether the field changes over the run."""
        return "annealed" in self.uses and strengths.annealed

    def fields(self, strengths: Strengths, count: int) -> Iterable[Field]:
        """The field of each of `count` steps."""
        if self.anneals(strengths):
            return annealed(fields.instance_noise, strengths.noise, count)
        return held(self.field(strengths), count)


METHODS: dict[str, Method] = {
    "gan": Method("GAN", lambda _, of: fields.gan(of=of), "Lemma 2.3", (), False),
    "non-saturating": Method(
        "Non-saturating", lambda _, of: fields.non_saturating(of=of), "Lemma 2.4", (), False
    ),
    "wgan": Method(
        "WGAN, clipped", lambda s, _: fields.wgan(s.clip), "section 3.1", ("clip",), False
    ),
    "wgan-gp": Method(
        "WGAN-GP",
        lambda s, of: fields.wgan_gp(s.penalty, s.target, of),
        "section 3.2",
        ("penalty", "target"),
        False,
    ),
    "instance-noise": Method(
        "Instance noise",
        lambda s, of: fields.instance_noise(s.noise, of),
        "Lemma 3.2",
        ("noise", "annealed"),
        True,
    ),
    "r1": Method("R1", lambda s, of: fields.gan(s.r1, of), "section 4.1", ("r1",), True),
    "r1-critical": Method(
        "R1, critical", lambda _, of: fields.gan(fields.CRITICAL, of), "section 4.1", (), True
    ),
    "consensus": Method(
        "Consensus",
        lambda s, of: fields.consensus(s.consensus, of),
        "Mescheder et al. 2017",
        ("consensus",),
        True,
    ),
    "non-saturating-r1": Method(
        "Non-saturating + R1",
        lambda s, of: fields.non_saturating(s.r1, of),
        "section 4.1",
        ("r1",),
        True,
    ),
    "lsgan": Method("LSGAN", lambda *_: fields.least_squares(), "Mao et al. 2017"),
    "relativistic": Method(
        "Relativistic + R1 + R2",
        lambda s, of: fields.relativistic(s.r1, of),
        "Huang et al. 2024",
        ("r1",),
    ),
}
"""By the name on the command line. Sections and lemmas are those of Mescheder et al. 2018."""


def growth(method: Method, strengths: Strengths, steps: Steps) -> float:
    """By what a step multiplies a small distance in the long run, in closed form, as the method is
    at first; NaN where nothing is differentiable."""
    return spectral_radius(multipliers(method.field(strengths), steps))


def expected_to_converge(method: Method, strengths: Strengths, steps: Steps, count: int) -> bool:
    """The linear prediction near (0, 0): whether, by `growth`, `count` steps leave no more than the
    share NEAR of a small distance."""
    if not method.anneals(strengths):
        radius = growth(method, strengths, steps)
        return 0 <= radius < 1 and count * math.log(max(radius, 1e-300)) <= math.log(NEAR)
    left = (np.arange(STAGES, 0, -1) - 0.5) / STAGES
    radii = [
        spectral_radius(multipliers(fields.instance_noise(strengths.noise * share), steps))
        for share in left.tolist()
    ]
    return count * float(np.log(np.maximum(radii, 1e-300)).mean()) <= math.log(NEAR)
