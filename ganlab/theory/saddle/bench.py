"""Saddle points: why gradient descent runs around where two players should meet."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from ganlab.theory.bench import Bench, Controls, Number, Results, Statement, start_at
from ganlab.theory.playground import linear_players
from ganlab.theory.saddle.descent import (
    Method,
    found_largest_step,
    largest_step,
    multipliers,
    path,
    radius,
    step_matrix,
)
from ganlab.theory.saddle.game import Floats, Game
from ganlab.theory.stability import spectral_radius

if TYPE_CHECKING:
    from ganlab.experiment import Experiment

HOMEWORK = 6
"""Steps in the table of numbers."""


class SaddleControls(Controls):
    """The game, where it starts, and how its players step."""

    alpha: float = Field(
        0.0, ge=-5, le=5, title="α", description="Of αx²: above 0, x alone would come to rest."
    )
    beta: float = Field(
        1.0, ge=-5, le=5, title="β", description="Of βxy: how much each player turns the other."
    )
    gamma: float = Field(
        0.0, ge=-5, le=5, title="γ", description="Of -γy²: above 0, y alone would come to rest."
    )
    method: Method = Field(
        "alternating",
        title="Steps",
        description="Simultaneous: both at once. Alternating: y first, as D in Algorithm 1. "
        "Extra-gradient: with the pull of where a step would lead. Optimistic: twice the pull less "
        "the last one. Consensus: also down the length of the pull.",
    )
    step: float = Field(
        1.0, ge=0.001, le=3, title="Step", description="How far a pull of 1 moves a player."
    )
    steps: int = Field(60, ge=6, le=500, title="Number of steps", description="That are drawn.")
    consensus: float = Field(
        0.5,
        ge=0,
        le=2,
        title="Consensus weight",
        description="Of ½‖pull‖², which both descend (consensus only).",
    )
    x: float = start_at(3, "x at first", "Where the descending player starts.")
    y: float = start_at(3, "y at first", "Where the climbing player starts.")

    @property
    def game(self) -> Game:
        """V."""
        return Game(self.alpha, self.beta, self.gamma)


@lru_cache(maxsize=4)
def walked(controls: SaddleControls) -> Floats:
    """(x, y) after 0, 1, ... steps, (steps + 1, 2); not to be written to."""
    c = controls
    way = path(c.game, c.method, c.step, (c.x, c.y), c.steps, c.consensus)
    way.flags.writeable = False
    return way


def numbers(controls: SaddleControls, _results: Results) -> list[Number]:
    """The first six steps against powers of the step's matrix, how much a step multiplies a
    distance in the long run, and how long a step may be."""
    c = controls
    how = (c.game, c.method, c.step, c.consensus)
    way = walked(c)
    matrix = step_matrix(*how)
    state = np.tile((c.x, c.y), len(matrix) // 2)
    table = []
    for k in range(1, HOMEWORK + 1):
        state = matrix @ state
        for axis, name in enumerate("xy"):
            table.append(Number(f"{name} after step {k}", way[k, axis], state[axis]))
    away = np.hypot(*way.T)
    largest = "spectral radius", float(radius(*how)), spectral_radius(multipliers(*how))
    return [
        *table,
        Number(*largest, "a step"),
        Number("largest step that converges", *_largest(c.game, c.method, c.consensus)),
        *_bounded(c),
        Number("farthest from the equilibrium", _farthest(away)),
        Number(f"distance after {c.steps} steps", _last(away)),
    ]


def _bounded(c: SaddleControls) -> list[Number]:
    """Alternating steps on V = xy never arrive, yet do not run away."""
    if c.method != "alternating":
        return []
    limits = _largest(c.game, c.method, c.consensus, bounded=True)
    return [Number("largest step with a bounded orbit", *limits)]


@lru_cache(maxsize=8)
def _largest(
    game: Game, method: Method, weight: float, bounded: bool = False
) -> tuple[float, float]:
    """By trying, and in closed form; kept, for it is the same wherever the start is dragged."""
    return (
        found_largest_step(game, method, weight, bounded),
        largest_step(game, method, weight, bounded),
    )


def _last(away: Floats) -> float:
    return float(away[-1]) if np.isfinite(away[-1]) else math.inf


def _farthest(away: Floats) -> float:
    return float(away.max()) if np.isfinite(away).all() else math.inf


def _experiment(controls: SaddleControls) -> Experiment:
    """Nearest to V = xy: two linear players that step as the bench does."""
    ways: dict[str, dict[str, object]] = {
        "consensus": {"game.play.consensus": controls.consensus},
        "optimistic": {
            "game.generator_optimizer.kind": "optimistic-adam",
            "game.discriminator_optimizer.kind": "optimistic-adam",
        },
    }
    steps = ways.get(controls.method, {"game.play.updates": controls.method})
    return linear_players("saddle", controls.step, controls.step, steps)


_HERE = "tests/theory/test_saddle.py"

BENCH = Bench(
    name="saddle",
    title="Saddle points",
    group="Dynamics",
    about="One player descends on V, the other climbs; they should meet at its saddle. Drag the "
    "start, lengthen the step, choose how they step, and see who arrives, circles or runs away.",
    statements=(
        Statement(
            "In continuous time the players of V = xy circle for ever: their distance from the "
            "equilibrium never changes.",
            r"\dot x = -\partial_x V, \quad \dot y = \partial_y V"
            r"\quad\Rightarrow\quad x^2 + y^2 = \mathrm{const}",
            "Goodfellow 2016, NIPS tutorial, section 8.2",
            "ganlab.theory.saddle.game:flow",
            f"{_HERE}::test_continuous_time_is_a_circle",
        ),
        Statement(
            "Simultaneous steps on V = xy run away: each multiplies the distance by √(1 + h²).",
            r"\left| 1 \pm i h \right| = \sqrt{1 + h^2}",
            "Mescheder et al. 2017, section 3",
            "ganlab.theory.saddle.descent:multipliers",
            f"{_HERE}::test_simultaneous_steps_run_away",
        ),
        Statement(
            "Alternating steps on V = xy stay on a bounded orbit while h < 2; with step 1 six of "
            "them lead from (1, 1) back to (1, 1).",
            r"x_t^2 + y_t^2 + h x_t y_t = \mathrm{const}",
            "Stanford CS231n, assignment on GANs; Gidel et al. 2019, section 2",
            "ganlab.theory.saddle.descent:advance",
            f"{_HERE}::test_alternating_steps_stay_on_an_orbit",
        ),
        Statement(
            "A step converges while all of its multipliers lie inside the unit circle: on V = xy "
            "extra-gradient below 1 and optimistic steps below 1/√3.",
            r"\rho(h) = \max_i \left| \lambda_i(h) \right| < 1",
            "Mescheder et al. 2018, section 2; Gidel et al. 2019, Theorem 2",
            "ganlab.theory.saddle.descent:largest_step",
            f"{_HERE}::test_the_largest_step_is_where_trying_finds_it",
        ),
    ),
    controls=SaddleControls,
    numbers=numbers,
    experiment=_experiment,
)
