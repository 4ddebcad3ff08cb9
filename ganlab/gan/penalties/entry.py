"""What is told of a penalty or a constraint. Torch does not load here."""

from __future__ import annotations

from ganlab.document import Penalty
from ganlab.values import dataclass


@dataclass(frozen=True)
class Entry:
    """One penalty or constraint on D; its title and the sentence about it stand with its setting,
    in `ganlab.document.penalty`."""

    setting: str
    """The field of Penalty that sets it."""
    short: str
    """Its name in a line of several."""
    formula: str
    """LaTeX, of the logit a(x)."""
    source: str

    @property
    def title(self) -> str:
        """As its setting is called."""
        return Penalty.model_fields[self.setting].title or self.setting

    @property
    def name(self) -> str:
        """What it is called where nothing is set."""
        return self.title.removesuffix(" weight")

    @property
    def about(self) -> str:
        """What it does to the game."""
        return Penalty.model_fields[self.setting].description or ""
