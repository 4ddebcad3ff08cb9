"""The table of games: every way to learn p_g that ganlab knows, one line each.

What a game is made of stands here as names, ``module:NAME``: its rules are imported by those who
ask for them (games/rules.py), its other half, which loads torch, by who trains (games/game.py).
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


_ENTRIES = (
    Entry(
        "Two players",
        "A generator learns from a discriminator that learns to tell its samples from real ones.",
        "Goodfellow et al. 2014, Generative Adversarial Nets",
        TwoPlayer,
        "ganlab.games.two_player.rules:RULES",
        "ganlab.games.two_player.game:TwoPlayerGame",
        "ganlab.gan.players:make_generator",
    ),
)
GAMES: dict[str, Entry] = {entry.kind: entry for entry in _ENTRIES}
