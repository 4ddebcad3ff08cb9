"""D's number as a person reads it: what is written for a logit, and where it says "I cannot tell".

Where D is a probability that is D(x) = σ(a), and 1/2. Where it is a score without bounds it is the
raw a itself, with the neutral value of its objective. The window needs these; torch loads with the
first logit and not above.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from ganlab.values import dataclass

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Scale:
    """What D's number runs over on the screen: from generated, over undecided, to real."""

    neutral: float = 0.5
    reach: float = 0.5
    """From the neutral value to either end."""

    @property
    def ends(self) -> tuple[float, float]:
        """Where D surely says generated, and where it surely says real."""
        return self.neutral - self.reach, self.neutral + self.reach

    def share(self, values: NDArray[Any]) -> NDArray[Any]:
        """D's numbers, any shape -> the same from 0 (generated) over 1/2 to 1 (real); beyond the
        ends less than 0 and more than 1."""
        if self == UNIT:
            return values
        return ((values - self.neutral) / (2 * self.reach) + 0.5).astype(values.dtype)


UNIT = Scale()
"""That of a probability."""


@dataclass(frozen=True)
class Score:
    """What is told of a logit a of D."""

    letter: str
    """How it is written: D for D(x) = σ(a), a for the raw score."""
    of_logits: Callable[[Tensor], Tensor]
    scale: Scale
    """The least that is shown of it; where it has no bounds, more when there is more."""
    bounded: bool
    undecided: float
    """The logit at which it is neutral."""

    def of_real(self) -> str:
        """The name of D's number for a real sample."""
        return f"{self.letter}(x)"

    def of_generated(self) -> str:
        """The name of D's number for a generated sample."""
        return f"{self.letter}(G(z))"


PROBABILITY = Score("D", lambda logits: logits.sigmoid(), UNIT, bounded=True, undecided=0.0)
"""The probability that x is real: Goodfellow et al. 2014, section 3."""


def raw(neutral: float, reach: float) -> Score:
    """The logit as it is; the objective pulls it to `neutral` ± `reach` on either kind of data."""
    scale = Scale(neutral, reach)
    return Score("a", lambda logits: logits, scale, bounded=False, undecided=neutral)
