"""What is said of the eigenvalues of a game."""

from __future__ import annotations

import numpy as np

from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.figures import counted, exact, significant
from ganlab.gan.batches.classes import classes_of
from ganlab.lab.figures.spectrum_job import Spectrum, parameters_of, why_not

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
ZERO = 1e-6
"""Of the largest |λ|: nearer to the axis than that an eigenvalue is taken to lie on it."""


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


def right_of_axis(found: Spectrum) -> int:
    """How many λ have a positive real part."""
    least = ZERO * float(np.abs(found.values).max(initial=0.0))
    return int((found.values.real > least).sum())


def of_flow(found: Spectrum) -> str:
    """What the λ say."""
    count = right_of_axis(found)
    if not count:
        return (
            "No eigenvalue lies right of the imaginary axis: with small enough steps, plain "
            "gradient descent stays near a point like this."
        )
    are = "lies" if count == 1 else "lie"
    return (
        f"{counted(count, 'eigenvalue')} of {len(found.values):,} {are} right of the imaginary "
        "axis: along them the players leave this place."
    )


def of_step(found: Spectrum) -> str:
    """What the factors say."""
    d, g = found.rates
    rates = f"η = {exact(d)}" if d == g else f"η = {exact(d)} for D and {exact(g)} for G"
    most = float(np.abs(found.factors).max(initial=0.0))
    end = "it grows" if most > 1 else "none grows"
    return f"With {rates} a step multiplies a distance by at most {significant(most, 7)}: {end}."
