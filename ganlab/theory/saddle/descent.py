"""Five ways in which two players take steps, and how long a step may be."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.polynomial import Polynomial

from ganlab.theory.saddle.game import Floats, Game, Real
from ganlab.theory.stability import Complex, Matrix, eigenvalues

Method = Literal["simultaneous", "alternating", "extra-gradient", "optimistic", "consensus"]
Point = tuple[float, float]
FAR = 1e30
"""Beyond this the players have run away; where to is of no interest."""
TIE = 1e-9
"""Spectral radii that are nearer to 1 are 1."""
ROUNDS = 7
"""Of a search; each is 33 times as fine as the last."""


def advance(
    game: Game,
    method: Method,
    h: Real,
    now: tuple[Real, Real],
    before: tuple[Real, Real],
    weight: float = 0.0,
) -> tuple[Real, Real]:
    """One step of length `h` from (x, y) = `now`; `before` is where they stood a step ago.

    simultaneous    z + h v(z), v the pull of both
    alternating     y first, then x against the new y (Algorithm 1: D, then G)
    extra-gradient  z + h v(z + h v(z))  (Korpelevich 1976)
    optimistic      z + 2h v(z) - h v(z before)  (Daskalakis et al. 2018)
    consensus       z + h (v - weight ∇ ½‖v‖²)  (Mescheder et al. 2017)
    """
    x, y = now
    along_x, along_y = game.pull(x, y)
    match method:
        case "alternating":
            y = y + h * along_y
            return x + h * game.pull(x, y)[0], y
        case "extra-gradient":
            along_x, along_y = game.pull(x + h * along_x, y + h * along_y)
        case "optimistic":
            last_x, last_y = game.pull(*before)
            along_x, along_y = 2 * along_x - last_x, 2 * along_y - last_y
        case "consensus":
            slope_x, slope_y = game.length_slope(x, y)
            along_x, along_y = along_x - weight * slope_x, along_y - weight * slope_y
    return x + h * along_x, y + h * along_y


def path(
    game: Game, method: Method, h: float, start: Point, steps: int, weight: float = 0.0
) -> Floats:
    """(steps + 1, 2): where the players stand after 0, 1, ... steps; NaN once they are FAR out."""
    found = np.full((steps + 1, 2), np.nan)
    found[0] = before = now = start
    for k in range(1, steps + 1):
        before, now = now, advance(game, method, h, now, before, weight)
        if not max(abs(now[0]), abs(now[1])) < FAR:
            break
        found[k] = now
    return found


def step_matrix(game: Game, method: Method, h: Floats | float, weight: float = 0.0) -> Matrix:
    """What a step makes of each axis, (..., 2, 2) for steps h (...); for the optimistic one, which
    remembers, (z, z before) -> (next z, z), (..., 4, 4)."""
    size = 4 if method == "optimistic" else 2
    steps: Floats = np.asarray(h, float)
    axes = np.eye(size)
    now, before = (axes[0], axes[1]), (axes[-2], axes[-1])  # of each axis
    found = np.empty((*steps.shape, size, size))
    found[..., 0], found[..., 1] = advance(game, method, steps[..., None], now, before, weight)
    found[..., 2:] = axes[:, : size - 2]
    return found.swapaxes(-1, -2)


def radius(game: Game, method: Method, h: Floats | float, weight: float = 0.0) -> Floats:
    """The spectral radius of `step_matrix`, (...)."""
    found: Floats = np.abs(np.linalg.eigvals(step_matrix(game, method, h, weight))).max(axis=-1)
    return found


def multipliers(game: Game, method: Method, h: Floats | float, weight: float = 0.0) -> Complex:
    """By what one step multiplies, in closed form: (..., 2) for steps h (...), for the optimistic
    one, which remembers, (..., 4). μ are the eigenvalues of the pull.

    simultaneous 1 + hμ; extra-gradient 1 + hμ + h²μ²; optimistic the roots of
    λ² - (1 + 2hμ) λ + hμ; consensus 1 + hμ with the pull (A - weight AᵀA) z; alternating the roots
    of λ² - tλ + d, t = 2 - 2(α + γ)h - β²h², d = (1 - 2αh)(1 - 2γh).
    """
    h = np.asarray(h)[..., None]
    hm = h * _rates(game, method, weight)
    match method:
        case "alternating":
            trace = 2 - 2 * (game.alpha + game.gamma) * h - (game.beta * h) ** 2
            det = (1 - 2 * game.alpha * h) * (1 - 2 * game.gamma * h)
            return _roots(np.asarray(trace, complex), np.asarray(det, complex))
        case "extra-gradient":
            return 1 + hm + hm * hm
        case "optimistic":
            return _roots(1 + 2 * hm, hm)
        case _:
            return 1 + hm


def largest_step(game: Game, method: Method, weight: float = 0.0, bounded: bool = False) -> float:
    """Steps below this converge to (0, 0), in closed form; 0 where none does, infinite where all
    do. `bounded`: steps below this do at least not run away.

    Each of the conditions is a polynomial in h that has to be below 0: those of `multipliers` being
    inside the unit circle (Schur 1917, Jury 1962), divided by their factors h.
    """
    bar = math.inf
    for condition in _conditions(game, method, weight):
        first = next((c for c in condition.coef.tolist() if abs(c) > 1e-12), 0.0)
        if first > 0 or (first == 0 and not bounded):
            return 0.0
        roots = [complex(root) for root in condition.roots()]
        ahead = [r.real for r in roots if abs(r.imag) < 1e-9 and r.real > 1e-12]
        bar = min([bar, *ahead])
    return bar


def found_largest_step(
    game: Game, method: Method, weight: float = 0.0, bounded: bool = False
) -> float:
    """The same by trying: steps that grow until the spectral radius of `step_matrix` is no longer
    below 1 (`bounded`: is above 1), then finer ones around the last that holds."""
    size = float(np.linalg.norm(game.jacobian, 2))
    if size == 0:
        return math.inf if bounded else 0.0
    bar = 1 + TIE if bounded else 1 - TIE
    low = 0.0
    tried = np.geomspace(1e-3, 1e3, 49) / size
    for _ in range(ROUNDS):
        fails = np.flatnonzero(~(radius(game, method, tried, weight) <= bar))
        if not len(fails):
            return math.inf
        first = int(fails[0])
        if first == 0 and low == 0:
            return 0.0
        low, high = (tried[first - 1] if first else low), tried[first]
        tried = np.linspace(low, high, 34)[1:]
    return float(low)


def _rates(game: Game, method: Method, weight: float) -> Complex:
    a = game.jacobian
    return eigenvalues(a - weight * a.T @ a) if method == "consensus" else game.rates


def _roots(trace: Complex, det: Complex) -> Complex:
    """Of λ² - trace λ + det, each (..., n) -> (..., 2n)."""
    root = np.sqrt(trace * trace / 4 - det)
    return np.concatenate([trace / 2 + root, trace / 2 - root], axis=-1)


def _conditions(game: Game, method: Method, weight: float) -> list[Polynomial]:
    a, b, c = game.alpha, game.beta, game.gamma
    if method == "alternating":
        return [
            Polynomial([-2 * (a + c), 4 * a * c]),  # d < 1
            Polynomial([-(4 * a * c + b * b)]),  # 1 - t + d > 0
            Polynomial([-4, 4 * (a + c), b * b - 4 * a * c]),  # 1 + t + d > 0
        ]
    found = []
    for rate in _rates(game, method, weight).tolist():
        real, square = 2 * rate.real, abs(rate) ** 2
        match method:
            case "extra-gradient":
                powers = [real, real * real - square, real * square, square * square]
            case "optimistic":
                powers = [real, -square, -2 * real * square, 3 * square * square]
            case _:
                powers = [real, square]
        found.append(Polynomial(powers))
    return found
