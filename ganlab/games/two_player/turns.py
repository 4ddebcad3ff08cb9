"""The turns of the two-player game: D's k updates, then G's g."""

from __future__ import annotations

from ganlab.games.turns import Part, Stage, Turn
from ganlab.games.two_player import captions
from ganlab.gan.settings import two_player

TOLD_G: tuple[Part, ...] = ("y", ("y", "generator"))
TOLD_D: tuple[Part, ...] = ("y", ("y", "discriminator"))
"""Where the players are told the class; else the graph has no such parts."""
MAKING: tuple[Part, ...] = (
    "noise",
    ("noise", "generator"),
    *TOLD_G,
    "generator",
    ("generator", "generated"),
    "generated",
)

BOTH = (("game.train", "both"),)

DISCRIMINATOR = Turn(
    name="discriminator",
    letter="D",
    title="discriminator",
    colour="discriminator",
    about="discriminator's turn: it learns to tell real from generated",
    learns=("discriminator",),
    times=lambda experiment: two_player(experiment.game).k,
    frozen=lambda experiment: two_player(experiment.game).train == "generator",
    alone=(("game.train", "discriminator"),),
    again=BOTH,
    said=captions.of_discriminator,
    stages=(
        Stage(
            "D's turn: noise goes through the generator and comes out as generated samples",
            MAKING,
        ),
        Stage("D's turn: as many real samples are drawn from the data", ("real",)),
        Stage(
            "D's turn: the discriminator judges both: how likely is each one real?",
            (
                "real",
                "generated",
                ("real", "discriminator"),
                ("generated", "discriminator"),
                *TOLD_D,
                "discriminator",
                ("discriminator", "d_real"),
                ("discriminator", "d_fake"),
                "d_real",
                "d_fake",
            ),
        ),
        Stage(
            "D's turn: its loss adds up its mistakes on real and on generated samples",
            (
                "d_real",
                "d_fake",
                ("d_real", "discriminator_loss"),
                ("d_fake", "discriminator_loss"),
                "discriminator_loss",
            ),
        ),
        Stage(
            "D's turn: the gradient flows back into D; only the discriminator changes",
            (
                "discriminator_loss",
                ("discriminator_loss", "d_real"),
                ("discriminator_loss", "d_fake"),
                ("d_real", "discriminator"),
                ("d_fake", "discriminator"),
                "discriminator",
            ),
        ),
    ),
)
GENERATOR = Turn(
    name="generator",
    letter="G",
    title="generator",
    colour="generated",
    about="generator's turn: it learns to make what D takes for real",
    learns=("generator",),
    times=lambda experiment: two_player(experiment.game).g,
    frozen=lambda experiment: two_player(experiment.game).train == "discriminator",
    alone=(("game.train", "generator"),),
    again=BOTH,
    said=captions.of_generator,
    also=captions.also_of_generator,
    stages=(
        Stage("G's turn: a fresh handful of noise is drawn", ("noise",)),
        Stage(
            "G's turn: the generator turns each noise point into a generated sample",
            MAKING,
        ),
        Stage(
            "G's turn: the discriminator judges the generated samples",
            (
                "generated",
                ("generated", "discriminator"),
                *TOLD_D,
                "discriminator",
                ("discriminator", "d_fake"),
                "d_fake",
            ),
        ),
        Stage(
            "G's turn: its loss is low when D takes generated samples for real",
            ("d_fake", ("d_fake", "generator_loss"), "generator_loss"),
        ),
        Stage(
            "G's turn: the gradient flows back through D into G; only the generator changes",
            (
                "generator_loss",
                ("generator_loss", "d_fake"),
                ("d_fake", "discriminator"),
                ("discriminator", "generated"),
                ("generated", "generator"),
                "generator",
            ),
        ),
    ),
)
TURNS = (DISCRIMINATOR, GENERATOR)
