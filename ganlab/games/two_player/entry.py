"""The two-player game in the table of games."""

from ganlab.games.entry import Entry
from ganlab.gan.settings import TwoPlayer

ENTRY = Entry(
    "Two players",
    "A generator learns from a discriminator that learns to tell its samples from real ones.",
    "Goodfellow et al. 2014, Generative Adversarial Nets",
    TwoPlayer,
    samples=("points", "images"),
    rules="ganlab.games.two_player.rules:RULES",
    game="ganlab.games.two_player.game:TwoPlayerGame",
    generator="ganlab.gan.players:make_generator",
)
