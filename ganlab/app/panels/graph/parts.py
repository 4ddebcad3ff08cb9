"""The parts of the model overview, what each is, and which of them take part in what.

A box is named by a word, a wire by the boxes it runs between: ``("generator", "generated")``
carries samples forward, ``("generated", "generator")`` the gradient back along the same way.
"""

from __future__ import annotations

from ganlab.document.summaries import of_layers
from ganlab.experiment import Experiment
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.settings import two_player

Box = str
Wire = tuple[Box, Box]

BOXES: tuple[Box, ...] = (
    "noise",
    "generator",
    "real",
    "generated",
    "discriminator",
    "d_real",
    "d_fake",
    "discriminator_loss",
    "generator_loss",
)

FORWARD: tuple[Wire, ...] = (
    ("noise", "generator"),
    ("generator", "generated"),
    ("real", "discriminator"),
    ("generated", "discriminator"),
    ("discriminator", "d_real"),
    ("discriminator", "d_fake"),
    ("d_real", "discriminator_loss"),
    ("d_fake", "discriminator_loss"),
    ("d_fake", "generator_loss"),
)
BACKWARD: tuple[Wire, ...] = (
    ("discriminator_loss", "d_real"),
    ("discriminator_loss", "d_fake"),
    ("generator_loss", "d_fake"),
    ("d_real", "discriminator"),
    ("d_fake", "discriminator"),
    ("discriminator", "generated"),
    ("generated", "generator"),
)

TITLES: dict[Box, str] = {
    "noise": "noise z",
    "generator": "generator",
    "real": "real x",
    "generated": "G(z)",
    "discriminator": "discriminator",
    "discriminator_loss": "D loss",
    "generator_loss": "G loss",
}

COLORS: dict[Box, str] = {
    "noise": "muted",
    "generator": "generated",
    "real": "real",
    "generated": "generated",
    "discriminator": "discriminator",
    "d_real": "real",
    "d_fake": "generated",
    "discriminator_loss": "discriminator",
    "generator_loss": "generated",
}
"""Colours of the palette."""

ABOUT: dict[Box, str] = {
    "noise": "Noise z: the numbers that the generator is fed, drawn afresh for each minibatch.",
    "generator": "Generator G: bends the noise into samples. The mesh is where a grid of noise\n"
    "ends up; it learns from the gradient that comes back through the discriminator.",
    "real": "Real samples x, drawn from the target distribution.",
    "generated": "Generated samples G(z): what the generator makes of the noise.",
    "discriminator": "Discriminator D: for each point, how real it looks.\n"
    "Blue is where it believes in real, orange where it believes in generated.",
    "d_real": "What D says of real samples: generated on the left, real on the right.\n"
    "A good discriminator has them on the right.",
    "d_fake": "What D says of generated samples: generated on the left, real on the right.\n"
    "A good generator has them as far right as the real ones.",
    "discriminator_loss": "What D descends: small when it tells real from generated.\n"
    "Half a bar is its loss at the equilibrium.",
    "generator_loss": "What G descends: small when D takes its samples for real.\n"
    "Half a bar is its loss at the equilibrium.",
}
"""Tooltips."""

IMAGE_ABOUT: dict[Box, str] = {
    **ABOUT,
    "generator": "Generator G: draws an image from the noise. It learns from the gradient\n"
    "that comes back through the discriminator.",
    "discriminator": "Discriminator D: for each image, how real it looks.\n"
    "A blue border: it believes in real; an orange one: in generated.",
}
"""Tooltips of a game with images."""


def details(experiment: Experiment, dimension: int) -> dict[Box, str]:
    """The second line under noise and networks, for data of that dimension; and what D's number
    is called."""
    score = OBJECTIVES[two_player(experiment.game).objective].score
    named: dict[Box, str] = {"d_real": score.of_real(), "d_fake": score.of_generated()}
    noise = experiment.noise
    kind = "Gaussian" if noise.kind == "gaussian" else "uniform"
    if experiment.data.kind == "images":
        networks = two_player(experiment.game).image_networks
        name = "DCGAN" if networks.kind == "dcgan" else "2014"
        given = ", given y" if networks.conditional else ""
        return {
            "noise": f"{kind}, {noise.dimension}-D",
            "generator": f"{name} {networks.width}, {noise.dimension} → {dimension}{given}",
            "discriminator": f"{name}, {dimension} → 1{given}",
            **named,
        }
    return {
        "noise": f"{kind}, {noise.dimension}-D",
        "generator": of_layers(two_player(experiment.game).generator),
        "discriminator": of_layers(two_player(experiment.game).discriminator),
        **named,
    }
