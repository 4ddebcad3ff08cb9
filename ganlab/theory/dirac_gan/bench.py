"""The Dirac-GAN: eleven ways to train two numbers, and which of them end where they should."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ganlab.theory.bench import Bench, Number, Results, Statement
from ganlab.theory.dirac_gan.controls import DiracControls
from ganlab.theory.dirac_gan.fields import CRITICAL, r1_eigenvalues
from ganlab.theory.dirac_gan.methods import (
    METHODS,
    Strengths,
    expected_to_converge,
    growth,
)
from ganlab.theory.dirac_gan.training import (
    Floats,
    Steps,
    converged,
    distance,
    found_step_matrix,
    path,
)
from ganlab.theory.playground import linear_players
from ganlab.theory.stability import eigenvalues, spectral_radius

if TYPE_CHECKING:
    from ganlab.experiment import Experiment

YES_NO = "1 yes, 0 no"


def paths(controls: DiracControls) -> dict[str, Floats]:
    """Of each method (θ, ψ) after 0, 1, ... steps, (steps + 1, 2); not to be written to."""
    return {name: way(controls, name) for name in METHODS}


def way(controls: DiracControls, name: str) -> Floats:
    """The same of one method."""
    c = controls
    return _path(name, own_strengths(name, c.strengths), c.steps, (c.theta, c.psi), c.stepping)


def own_strengths(name: str, strengths: Strengths) -> Strengths:
    """Those that the method of that name uses, the others as they usually are."""
    return Strengths(**{use: getattr(strengths, use) for use in METHODS[name].uses})


@lru_cache(maxsize=8 * len(METHODS))
def _path(
    name: str, strengths: Strengths, count: int, start: tuple[float, float], steps: Steps
) -> Floats:
    """Kept, so that only what a moved slider changes is computed again."""
    walked = path(METHODS[name].fields(strengths, count), start, steps)
    walked.flags.writeable = False
    return walked


def numbers(controls: DiracControls, _results: Results) -> list[Number]:
    """Of each method: the distance from (0, 0) at the end; whether it converged, against what is
    published where the run is the one that is; what the eigenvalues at (0, 0) predict, which holds
    near it and need not farther out; by what a step multiplies a small distance. Of the enlarged
    one and of R1 the eigenvalues. What is computed is taken from steps that were taken."""
    c = controls
    table: list[Number] = []
    near: list[Number] = []
    for name, walked in paths(c).items():
        method, used = METHODS[name], own_strengths(name, c.strengths)
        title = method.title
        known = method.converges if _is_published(c, used) else None
        predicted = _expected(name, used, c.stepping, c.steps)
        table += [
            Number(f"{title}: distance", distance(walked)),
            Number(
                f"{title}: converges",
                float(converged(walked)),
                None if known is None else float(known),
                YES_NO,
            ),
            Number(f"{title}: linear prediction near 0", predicted, unit=YES_NO),
        ]
        found, exact = _growth(name, used, c.stepping)
        if math.isfinite(exact):
            near.append(Number(f"{title}: growth", found, exact, "a step"))
    both = dict.fromkeys((c.method, "r1"))
    own = [row for name in both for row in _eigenvalues(name, c.strengths)]
    return [*table, *near, *own]


def _is_published(controls: DiracControls, used: Strengths) -> bool:
    """Whether this is the run of the paper's figure, but for how noise is annealed."""
    published = DiracControls()
    same = ("generator_rate", "discriminator_rate", "steps", "theta", "psi", "n_d")
    return used == Strengths() and all(
        getattr(controls, name) == getattr(published, name) for name in same
    )


@lru_cache(maxsize=8 * len(METHODS))
def _expected(name: str, strengths: Strengths, steps: Steps, count: int) -> float:
    return float(expected_to_converge(METHODS[name], strengths, steps, count))


@lru_cache(maxsize=8 * len(METHODS))
def _growth(name: str, strengths: Strengths, steps: Steps) -> tuple[float, float]:
    """Found by taking steps, and in closed form."""
    method = METHODS[name]
    found = eigenvalues(found_step_matrix(method.field(strengths), steps))
    return spectral_radius(found), growth(method, strengths, steps)


def _eigenvalues(name: str, strengths: Strengths) -> list[Number]:
    """Both λ of the pull at (0, 0): by taking tiny steps, and in closed form."""
    title, field = METHODS[name].title, METHODS[name].field(strengths)
    if field.jacobian is None:
        return []
    plain = Steps(generator_rate=1.0, discriminator_rate=1.0)
    found = eigenvalues(found_step_matrix(field, plain) - np.eye(2))
    exact = r1_eigenvalues(strengths.r1) if name == "r1" else eigenvalues(np.array(field.jacobian))
    return [
        Number(f"{title}: {part} of λ{i + 1}", getattr(a, kind), getattr(b, kind))
        for i, (a, b) in enumerate(zip(found, exact, strict=True))
        for part, kind in (("real part", "real"), ("imaginary part", "imag"))
    ]


_OBJECTIVES = {
    "non-saturating": "non-saturating",
    "non-saturating-r1": "non-saturating",
    "wgan": "wasserstein",
    "wgan-gp": "wasserstein",
    "lsgan": "least-squares",
    "relativistic": "relativistic",
}
"""Of the methods whose game is another than that of 2014."""


def _experiment(controls: DiracControls) -> Experiment:
    """Two linear players that are trained by the enlarged method, as far as the playground goes:
    its WGAN-GP has λ E(‖∇D‖ − 1)², and its instance noise is at most 2."""
    c = controls
    remedies: dict[str, dict[str, object]] = {
        "wgan": {"game.penalty.clip": c.clip},
        "wgan-gp": {"game.penalty.gradient": c.penalty / 2},
        "instance-noise": {"game.penalty.instance_noise": min(c.noise, 2.0)},
        "r1": {"game.penalty.r1": c.r1},
        "r1-critical": {"game.penalty.r1": CRITICAL},
        "consensus": {"game.play.consensus": c.consensus},
        "non-saturating-r1": {"game.penalty.r1": c.r1},
        "relativistic": {"game.penalty.r1": c.r1, "game.penalty.r2": c.r1},
    }
    return linear_players(
        "dirac-gan",
        c.generator_rate,
        c.discriminator_rate,
        {
            "game.objective": _OBJECTIVES.get(c.method, "minimax"),
            "game.play.updates": c.updates,
            "game.k": c.n_d if c.updates == "alternating" else 1,
            **remedies.get(c.method, {}),
        },
    )


_HERE = "tests/theory/test_dirac_gan.py"
_PAPER = "Mescheder et al. 2018"

BENCH = Bench(
    name="dirac-gan",
    title="The Dirac-GAN",
    group="Dynamics",
    about="The data sit at 0, G puts everything at θ, D is the line ψx: one equilibrium, eleven "
    "ways to train. Drag the start, change the steps; a click on a small picture enlarges it.",
    statements=(
        Statement(
            "Unregularised GANs circle their equilibrium: its eigenvalues are imaginary, and "
            "simultaneous steps multiply the distance by √(1 + h²/4).",
            r"\lambda_{1/2} = \pm f'(0)\, i, \quad"
            r"\left| 1 + h \lambda \right| = \sqrt{1 + h^2 f'(0)^2} > 1",
            f"{_PAPER}, Lemmas 2.3 and 2.4",
            "ganlab.theory.dirac_gan.training:multipliers",
            f"{_HERE}::test_simultaneous_steps_grow_near_0",
        ),
        Statement(
            "With n_D steps of D for each of G Wasserstein GANs, clipped or with a penalty, do not "
            "come to rest.",
            r"(\dot\theta, \dot\psi) = (-\psi,\ \theta), \quad |\psi| \leq c",
            f"{_PAPER}, sections 3.1 and 3.2",
            "ganlab.theory.dirac_gan.fields:wgan_gp",
            f"{_HERE}::test_which_of_them_converge",
        ),
        Statement(
            "Instance noise of standard deviation σ moves the eigenvalues to the left.",
            r"\lambda_{1/2} = f''(0)\sigma^2 \pm \sqrt{f''(0)^2\sigma^4 - f'(0)^2}",
            f"{_PAPER}, Lemma 3.2",
            "ganlab.theory.dirac_gan.fields:instance_noise",
            f"{_HERE}::test_jacobians_are_those_of_the_fields",
        ),
        Statement(
            "So does R1 of weight γ; from γ = 2 f'(0) on nothing turns any more.",
            r"\lambda_{1/2} = -\frac{\gamma}{2} \pm \sqrt{\frac{\gamma^2}{4} - f'(0)^2}",
            f"{_PAPER}, section 4.1",
            "ganlab.theory.dirac_gan.fields:r1_eigenvalues",
            f"{_HERE}::test_r1_moves_the_eigenvalues",
        ),
        Statement(
            "Consensus optimization descends the length of the pull as well.",
            r"\dot z = v - \kappa \nabla \tfrac{1}{2} \lVert v \rVert^2, \quad"
            r"\lambda_{1/2} = -\kappa f'(0)^2 \pm f'(0)\, i",
            "Mescheder et al. 2017, section 4",
            "ganlab.theory.dirac_gan.fields:consensus",
            f"{_HERE}::test_consensus_descends_the_length_of_the_pull",
        ),
        Statement(
            "The relativistic loss with R1 and R2 converges too: on a point it is GAN with twice "
            "the penalty.",
            r"\lambda_{1/2} = -\gamma \pm \sqrt{\gamma^2 - f'(0)^2}",
            "Huang et al. 2024, section 2",
            "ganlab.theory.dirac_gan.fields:relativistic",
            f"{_HERE}::test_jacobians_are_those_of_the_fields",
        ),
    ),
    controls=DiracControls,
    numbers=numbers,
    experiment=_experiment,
)
