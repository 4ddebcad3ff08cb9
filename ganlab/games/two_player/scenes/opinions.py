"""What D says of the samples that are shown, and what its numbers run over on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from ganlab.games.scenes.ruler import Ruler
from ganlab.games.shown.views import Floats, own
from ganlab.gan.scores import Scale
from ganlab.gan.trainer import Trainer


class Opinions:
    """D's numbers of one moment, each asked for once. A number without bounds is shown on a scale
    that goes by what D says of both kinds of samples, whichever view is on."""

    def __init__(
        self, trainer: Trainer, real: Callable[[], Tensor], generated: Callable[[], Tensor]
    ) -> None:
        """Of (n, columns) rows that `real` gives, and of (m, columns) that `generated` gives of
        each moment."""
        self._trainer, self._real, self._generated = trainer, real, generated
        self._ruler, self._at = Ruler(), 0
        self.begin()

    def begin(self) -> None:
        """The networks may have moved on; where they were set back, what they said since then
        stretches no scale."""
        if self._trainer.iteration < self._at:
            self._ruler = Ruler()
        self._at = self._trainer.iteration
        self._known: dict[str, Floats] = {}
        self._asked = self._looked = False

    def of(self, rows: Tensor) -> Floats:
        """(n,) D's numbers for (n, columns) rows, as its objective reads them."""
        self._asked = True
        return own(self._trainer.opinion(rows).cpu().numpy())

    def highest(self, rows: Sequence[Tensor]) -> Floats:
        """(n,) the highest for any of several (n, columns) rows."""
        if len(rows) == 1:
            return self.of(rows[0])
        self._asked = True
        logits = torch.stack([self._trainer.logits(part) for part in rows]).amax(0)
        return own(self._trainer.score.of_logits(logits).cpu().numpy())

    @property
    def of_real(self) -> Floats:
        """The same for the real samples."""
        return self._once("real", self._real)

    @property
    def of_generated(self) -> Floats:
        """The same for the generated ones."""
        return self._once("generated", self._generated)

    @property
    def scale(self) -> Scale:
        """What the numbers run over that were asked for last."""
        score = self._trainer.score
        if self._asked and not self._looked and not score.bounded:
            self._ruler.look(score, self.of_real, self.of_generated)
            self._looked = True
        return self._ruler.scale(score)

    @property
    def neutral(self) -> float:
        """The number at which D cannot tell, as far as it goes by what it says of samples."""
        self._asked = True
        return self.scale.neutral

    def _once(self, name: str, rows: Callable[[], Tensor]) -> Floats:
        if name not in self._known:
            self._known[name] = self.of(rows())
        return self._known[name]
