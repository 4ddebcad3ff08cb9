"""Two players in the Dirac-GAN take their steps."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ganlab.theory.dirac_gan.fields import Field
from ganlab.theory.stability import Complex, Matrix, eigenvalues

Floats = NDArray[np.float64]
Updates = Literal["simultaneous", "alternating"]
FAR = 1e6
"""Beyond this the players have run away."""
STAIRS = 100
NEAR = 0.01
"""Players have converged who are left with this share of their distance."""


@dataclass(frozen=True)
class Steps:
    """How both players step."""

    updates: Updates = "simultaneous"
    generator_rate: float = 0.2
    discriminator_rate: float = 0.2
    n_d: int = 1
    """Steps of D before each of G, where they alternate."""


def path(fields: Iterable[Field], start: tuple[float, float], steps: Steps) -> Floats:
    """(θ, ψ) at first and after the step in each of the `fields`, (n + 1, 2); NaN once FAR out.

    Simultaneous: both from where they stand. Alternating: D first, n_d times, then G against the
    new D, as Algorithm 1 does.
    """
    walked = np.array(_walk(fields, start, steps)).T
    gone = ~(np.abs(walked).max(axis=1) < FAR)
    if gone.any():
        walked[int(np.argmax(gone)) :] = np.nan
    return walked


def _walk(
    fields: Iterable[Field], start: tuple[float, float], steps: Steps
) -> tuple[list[float], list[float]]:
    """All θ and all ψ of `path`, wherever they lead."""
    theta, psi = start
    thetas, psis = [theta], [psi]
    g, d = steps.generator_rate, steps.discriminator_rate
    together = steps.updates == "simultaneous"
    turns = range(steps.n_d)
    last = None
    for field in fields:
        if field is not last:
            last, of_g, of_d, clip = field, field.generator, field.discriminator, field.clip
            if abs(psi) > clip:
                psi = psis[-1] = math.copysign(clip, psi)
        if together:
            theta, psi = theta + g * of_g(theta, psi), psi + d * of_d(theta, psi)
            if psi > clip or -psi > clip:
                psi = math.copysign(clip, psi)
        else:
            for _ in turns:
                psi += d * of_d(theta, psi)
                if psi > clip or -psi > clip:
                    psi = math.copysign(clip, psi)
            theta += g * of_g(theta, psi)
        thetas.append(theta)
        psis.append(psi)
    return thetas, psis


def held(field: Field, steps: int) -> Iterable[Field]:
    """The same at every step."""
    return itertools.repeat(field, steps)


def annealed(field: Callable[[float], Field], strength: float, steps: int) -> Iterable[Field]:
    """A strength that falls to 0 over the run along a line (of STAIRS small steps), as instance
    noise does with those who proposed it (Sønderby et al. 2017); the notebook DiracGAN of Mescheder
    et al. 2018 holds it."""
    stairs = _stairs(field, strength)
    return (stairs[k * STAIRS // steps] for k in range(steps))


@lru_cache(maxsize=4)
def _stairs(field: Callable[[float], Field], strength: float) -> tuple[Field, ...]:
    """Kept: they are the same whatever else is dragged."""
    return tuple(field(strength * (1 - stair / STAIRS)) for stair in range(STAIRS))


def step_matrix(field: Field, steps: Steps) -> Matrix:
    """The derivative of one step at (0, 0), (2, 2), in closed form: I + HA for simultaneous steps,
    G's times n_d of D's for alternating ones. NaN where there is none."""
    if field.jacobian is None:
        return np.full((2, 2), np.nan)
    g, d = steps.generator_rate, steps.discriminator_rate
    (a, b), (c, e) = field.jacobian
    if steps.updates == "simultaneous":
        return np.array([[1 + g * a, g * b], [d * c, 1 + d * e]])
    kept = (1 + d * e) ** steps.n_d  # of ψ after n_d steps of D
    gained = d * c * sum((1 + d * e) ** k for k in range(steps.n_d))  # by ψ from θ
    return np.array([[1 + g * a + g * b * gained, g * b * kept], [gained, kept]])


def found_step_matrix(field: Field, steps: Steps, reach: float = 1e-5) -> Matrix:
    """The same by taking the step from near (0, 0), on either side of it along each axis."""
    starts = ((reach, 0.0), (-reach, 0.0), (0.0, reach), (0.0, -reach))
    # Without `path`, whose arrays take longer than a step.
    ends = [[axis[-1] for axis in _walk([field], start, steps)] for start in starts]
    ahead, behind = np.array(ends[::2]), np.array(ends[1::2])
    matrix: Matrix = ((ahead - behind) / (2 * reach)).T
    return matrix


def multipliers(field: Field, steps: Steps) -> Complex:
    """The eigenvalues of `step_matrix`, (2,): inside the unit circle where training converges."""
    return eigenvalues(step_matrix(field, steps))


def distance(walked: Floats) -> float:
    """From (0, 0) at the end of a path (n, 2); infinite where it ran away."""
    end = float(np.hypot(*walked[-1]))
    return end if math.isfinite(end) else math.inf


def converged(walked: Floats) -> bool:
    """Whether no more than the share NEAR of the distance at first is left."""
    return distance(walked) <= NEAR * float(np.hypot(*walked[0]))
