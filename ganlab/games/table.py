"""The table of games: every way to learn p_g that ganlab knows, one line each.

What loads torch stands here as a name, ``module:Class``, and is imported by those who train.
"""

from __future__ import annotations

from dataclasses import dataclass

from ganlab.document import GameSettings
from ganlab.gan.settings import TwoPlayer


@dataclass(frozen=True)
class Entry:
    """One game."""

    title: str
    about: str
    """One sentence."""
    source: str
    """Paper and equation."""
    settings: type[GameSettings]
    game: str
    """The half that trains."""

    @property
    def kind(self) -> str:
        """The word that stands for it in documents."""
        return str(self.settings.model_fields["kind"].default)


_ENTRIES = (
    Entry(
        "Two players",
        "A generator learns from a discriminator that learns to tell its samples from real ones.",
        "Goodfellow et al. 2014, Generative Adversarial Nets",
        TwoPlayer,
        "ganlab.gan.trainer:Trainer",
    ),
)
GAMES: dict[str, Entry] = {entry.kind: entry for entry in _ENTRIES}
