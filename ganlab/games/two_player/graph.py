"""The two-player game as a graph: from the noise over both players to both losses."""

from __future__ import annotations

from typing import Literal

from ganlab.data.target import Target
from ganlab.document.summaries import of_layers
from ganlab.experiment import Experiment
from ganlab.games.shown.graph import Box, Graph, Wire, generated_box, noise_box, note, real_box
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.effect import in_effect, played
from ganlab.gan.penalties.table import parts
from ganlab.gan.play.table import in_packs
from ganlab.gan.settings import two_player

GAPS = ((0.7, 20.0), (0.9, 24.0), (1.2, 24.0), (1.2, 24.0), (1.2, 34.0))


def _half(at_equilibrium: float) -> str:
    """What the bar of a loss means; where that is 0 at the equilibrium, there is none."""
    return "\nHalf a bar is its loss at the equilibrium." if at_equilibrium else ""


def graph(experiment: Experiment, target: Target) -> Graph:
    """Of an experiment that learns from that target."""
    imaged = experiment.data.imaged
    told = experiment.game.told
    generator = _generator(experiment, target, imaged)
    discriminator = _discriminator(experiment, target, imaged)
    boxes = (
        noise_box(experiment),
        generator,
        *_way(experiment, generator),
        *_samples(target, imaged, told),
        discriminator,
        *_penalties(experiment, discriminator, imaged),
        *_numbers(experiment),
        *_losses(experiment),
    )
    return Graph(
        boxes,
        WIRES + (CONDITIONS if told else ()),
        GAPS,
        "Noise goes through the generator; the discriminator judges real and generated samples, "
        "and both losses follow.",
    )


WIRES = (
    Wire("noise", "generator"),
    Wire("generator", "generated", arrives=-1, gradient=True),
    Wire("real", "discriminator"),
    Wire("generated", "discriminator", leaves=-1, gradient=True),
    Wire("discriminator", "d_real", gradient=True),
    Wire("discriminator", "d_fake", arrives=-1, gradient=True),
    Wire("d_real", "discriminator_loss", -1, -1, gradient=True),
    Wire("d_fake", "discriminator_loss", -2, 1, gradient=True),
    Wire("d_fake", "generator_loss", 0.5, 0.5, gradient=True),
)
CONDITIONS = (Wire("y", "generator"), Wire("y", "discriminator"))
"""What a conditional game has beside them."""


def _generator(experiment: Experiment, target: Target, imaged: bool) -> Box:
    return Box(
        "generator",
        "generator",
        "generated",
        1,
        "tall",
        "Generator G: draws an image from the noise. It learns from the gradient\n"
        "that comes back through the discriminator."
        if imaged
        else "Generator G: bends the noise into samples. The mesh is where a grid of noise\n"
        "ends up; it learns from the gradient that comes back through the discriminator.",
        detail=_shape(experiment, target, "generator"),
        view="generated" if imaged else "mapping",
        least=1,
        settings="game.image_networks" if imaged else "game.generator",
    )


def _way(experiment: Experiment, generator: Box) -> tuple[Box, ...]:
    game = two_player(experiment.game)
    told, about = game.play.parts(game.pack), "Way to play"
    return note("way to play", generator, about, told, "game.play.updates")


def _penalties(experiment: Experiment, discriminator: Box, imaged: bool) -> tuple[Box, ...]:
    told = parts(in_effect(two_player(experiment.game), imaged))
    about = "What keeps D smooth, or from being too sure"
    return note("penalties", discriminator, about, told, "game.penalty")


def _samples(target: Target, imaged: bool, told: bool) -> tuple[Box, ...]:
    real = real_box()
    generated = generated_box("game.image_networks" if imaged else "game.generator")
    if not told:
        return real, generated
    classes = target.class_names
    y = Box(
        "y",
        "class y",
        "text",
        2,
        "row",
        "Class y: what both players are told of a sample. G is asked for one of the class,\n"
        "and D judges whether a sample is a real one of it.",
        side="right",
        words=f"{classes[0]} … {classes[-1]}" if classes else "y",
        settings="game.conditional",
    )
    return real, y, generated


def _discriminator(experiment: Experiment, target: Target, imaged: bool) -> Box:
    return Box(
        "discriminator",
        "discriminator",
        "discriminator",
        3,
        "tall",
        (
            "Discriminator D: for each image, how real it looks.\n"
            "A blue border: it believes in real; an orange one: in generated."
            if imaged
            else "Discriminator D: for each point, how real it looks.\n"
            "Blue is where it believes in real, orange where it believes in generated."
        )
        + _packs(experiment),
        detail=_shape(experiment, target, "discriminator"),
        view="generated" if imaged else "belief",
        opinion="d_fake" if imaged else "",
        settings="game.image_networks" if imaged else "game.discriminator",
    )


def _numbers(experiment: Experiment) -> tuple[Box, Box]:
    score = OBJECTIVES[two_player(experiment.game).objective].score
    return (
        Box(
            "d_real",
            score.of_real(),
            "real",
            4,
            "wide",
            "What D says of real samples: generated on the left, real on the right.\n"
            f"A good discriminator has them on the right.{_packs(experiment)}",
            side="left",
            view="d_real",
            measure="d_real",
        ),
        Box(
            "d_fake",
            score.of_generated(),
            "generated",
            4,
            "wide",
            "What D says of generated samples: generated on the left, real on the right.\n"
            f"A good generator has them as far right as the real ones.{_packs(experiment)}",
            side="left",
            view="d_fake",
            measure="d_fake",
        ),
    )


def _losses(experiment: Experiment) -> tuple[Box, Box]:
    objective = played(two_player(experiment.game), experiment.data.imaged)
    return (
        Box(
            "discriminator_loss",
            "D loss",
            "discriminator",
            5,
            "figure",
            "What D descends: small when it tells real from generated."
            f"{_half(objective.equilibrium)}",
            side="inside",
            measure="discriminator_loss",
            reference=-objective.equilibrium or None,
        ),
        Box(
            "generator_loss",
            "G loss",
            "generated",
            5,
            "figure",
            "What G descends: small when D takes its samples for real."
            f"{_half(objective.generator_equilibrium)}",
            side="inside",
            measure="generator_loss",
            reference=objective.generator_equilibrium or None,
        ),
    )


def _shape(
    experiment: Experiment, target: Target, player: Literal["generator", "discriminator"]
) -> str:
    """The line under a network: how large it is."""
    game = two_player(experiment.game)
    packs = f", packs of {game.pack}" if player == "discriminator" and game.pack > 1 else ""
    given = ", given y" if experiment.game.told else ""
    if not experiment.data.imaged:
        return of_layers(getattr(game, player)) + given + packs
    networks, pixels = game.image_networks, target.dimension
    name = "DCGAN" if networks.kind == "dcgan" else "2014"
    if player == "generator":
        return f"{name} {networks.width}, {experiment.noise.dimension} → {pixels}{given}"
    return f"{name}, {game.pack * pixels} → 1{given}"


def _packs(experiment: Experiment) -> str:
    """A line of its own where D judges several samples at once."""
    return in_packs(two_player(experiment.game).pack).replace(" ", "\n", 1)
