"""What the table of games says of one of them.

What a game is made of stands here as names, ``module:NAME``: its rules are imported by those who
ask for them (games/rules.py), its other half, which loads torch, by who trains (games/game.py).
"""

from __future__ import annotations

from ganlab.document import GameSettings
from ganlab.document.data import Samples
from ganlab.values import dataclass


@dataclass(frozen=True)
class Entry:
    """One game."""

    title: str
    about: str
    """One sentence."""
    source: str
    """Paper and equation."""
    settings: type[GameSettings]
    samples: tuple[Samples, ...]
    """What the samples that it learns from may be."""
    rules: str
    """What everybody knows of it (games/rules.py)."""
    game: str
    """The half that trains (games/game.py)."""
    generator: str
    """What builds its generator alone: a function of (experiment, target, initial, device), its
    first weights drawn from `initial`."""

    @property
    def kind(self) -> str:
        """The word that stands for it in documents."""
        return str(self.settings.model_fields["kind"].default)
