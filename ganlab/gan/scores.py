"""D's number as a person reads it: what is written for a logit, and where it says "I cannot tell".

Where D is a probability that is D(x) = σ(a), and 1/2. Where it is a score without bounds it is the
raw a itself, with the neutral value of its objective, or, where D may add any constant to it, with
the middle between what it says of real and of generated samples on average. Of an f-GAN it is T,
bent into its domain. The window needs these; torch loads with the first logit and not above.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.gan.logits import Logits, sigmoid
from ganlab.values import dataclass


@dataclass(frozen=True)
class Scale:
    """What D's number runs over on the screen: from generated, over undecided, to real."""

    neutral: float = 0.5
    below: float = 0.5
    """From the lower end to the neutral value."""
    above: float = 0.5
    """From there to the upper end."""

    @property
    def ends(self) -> tuple[float, float]:
        """Where D surely says generated, and where it surely says real."""
        return self.neutral - self.below, self.neutral + self.above

    def share(self, values: NDArray[Any]) -> NDArray[Any]:
        """D's numbers, any shape -> the same from 0 (generated) over 1/2 to 1 (real); beyond the
        ends less than 0 and more than 1."""
        if self == UNIT:
            return values
        away = values - self.neutral
        if self.below == self.above:
            return (away / (2 * self.below) + 0.5).astype(values.dtype)
        return (np.where(away < 0, away / self.below, away / self.above) / 2 + 0.5).astype(
            values.dtype
        )

    def at(self, share: float) -> float:
        """The inverse, of one number."""
        away = 2 * share - 1
        return self.neutral + away * (self.below if away < 0 else self.above)


UNIT = Scale()
"""That of a probability."""


@dataclass(frozen=True)
class Score:
    """What is told of a logit of D."""

    letter: str
    """How it is written: D for D(x) = σ(a), a for the raw score, T for an f-GAN's."""
    of_logits: Callable[[Logits], Logits]
    """Elementwise, of a Tensor or of an array of numpy's."""
    scale: Scale
    """The least that is shown of it; where it has no bounds, more when there is more."""
    bounded: bool
    undecided: float
    """The logit at which it is neutral."""
    kind: str
    """What it is, in a few words."""
    floating: bool = False
    """Whether its neutral value is the middle between its means on real and generated samples."""
    most: float = math.inf
    """It is never more than this."""
    sorts: bool = False
    """Of a floating one: whether the difference of two is the logit of which is the real one."""

    def of_real(self) -> str:
        """The name of D's number for a real sample."""
        return f"{self.letter}(x)"

    def of_generated(self) -> str:
        """The name of D's number for a generated sample."""
        return f"{self.letter}(G(z))"


PROBABILITY = Score(
    "D", sigmoid, UNIT, bounded=True, undecided=0.0, kind="the probability that x is real"
)
"""Goodfellow et al. 2014, section 3."""


def _itself(logit: Logits) -> Logits:
    return logit


def raw(neutral: float, reach: float) -> Score:
    """The logit as it is; the objective pulls it to `neutral` ± `reach` on either kind of data."""
    scale = Scale(neutral, reach, reach)
    return Score("a", _itself, scale, bounded=False, undecided=neutral, kind="its raw score")


def floating(reach: float, sorts: bool = False) -> Score:
    """The logit as it is, to which D may add any constant: only differences mean anything. At least
    `reach` to either side of the middle is shown."""
    scale = Scale(0.0, reach, reach)
    kind = "its raw score, of which only differences mean anything"
    return Score("a", _itself, scale, False, 0.0, kind, floating=True, sorts=sorts)


def variational(
    output: Callable[[Logits], Logits],
    undecided: float,
    reach: float,
    most: float,
    bounded: bool,
) -> Score:
    """The T = output(v) of an f-GAN, which is never more than `most`."""
    neutral = float(output(np.array([undecided]))[0])
    kind = "the T of the bound, whose best is f′(p_data/p_g)"
    return Score("T", output, Scale(neutral, reach, reach), bounded, undecided, kind, most=most)
