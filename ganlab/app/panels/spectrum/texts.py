"""What is said of the eigenvalues of a game."""

from __future__ import annotations

from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.gan.batches.classes import classes_of
from ganlab.gan.play.size import parameters_of
from ganlab.lab.figures.spectrum_job import why_not

SPECTRUM = "Eigenvalues"
ABOUT = (
    "Of the game's Jacobian, where it stands: whether the players come to rest, circle or leave "
    "(Mescheder, Nowozin and Geiger 2017, The numerics of GANs)."
)
FLOW_ABOUT = (
    "Eigenvalues λ of J = ∂v/∂ω, v = −(∇L_D, ∇L_G) in all parameters ω of both players: a distance "
    "from a point of rest grows as e^λt. Left of the imaginary axis it dies away; the imaginary "
    "part is how fast the players circle."
)
STEP_ABOUT = (
    "What one simultaneous step of plain gradient descent multiplies a small distance by, "
    "1 + ηλ with each player's own η: inside the unit circle it dies away."
)
NOTHING = (
    "“Compute” looks at the game as it stands, in a process of its own. Training goes on meanwhile."
)


def why_none(experiment: Experiment, target: Target) -> str:
    """Why there is nothing to compute, in a sentence; "": there is."""
    try:
        classes = classes_of(experiment, target)
    except ValueError as error:
        return str(error)
    return why_not(experiment, target.dimension, classes)


def in_short(experiment: Experiment, target: Target) -> str:
    """The line beside the fold's title."""
    if experiment.data.imaged:
        return "for points"
    if why_none(experiment, target):
        return "for small networks"
    return (
        f"{parameters_of(experiment, target.dimension, classes_of(experiment, target)):,} of them"
    )
