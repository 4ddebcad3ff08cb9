"""Lines in the plane of both players: the levels of V, and what of a way can be seen."""

from __future__ import annotations

import math

import numpy as np

from ganlab.data.target import Array
from ganlab.theory.saddle.game import Game

ANGLES = 192
"""Points of a level line once around; a multiple of 4, with none on an axis."""
_ANGLE = (np.arange(ANGLES + 1) + 0.5) * 2 * np.pi / ANGLES
_TOWARDS = np.stack((np.cos(_ANGLE), np.sin(_ANGLE)), axis=-1)


def level_lines(game: Game, unit: float, count: int, reach: float) -> Array:
    """The lines of V = 0 and V = ±k² `unit`, k = 1, ..., `count`, as far as they come within
    ±`reach`: (n, 2, 2) segments.

    V grows as the square of the distance r from (0, 0): V = r² q(φ), so that r = k √(unit / |q|)
    at every angle φ, and V = 0 at all r where q = 0.
    """
    across, up = _TOWARDS.T
    q = np.asarray(game.value(across, up)) + 0 * across
    with np.errstate(divide="ignore"):
        r = np.sqrt(unit / np.abs(q))
    steps = np.arange(1, count + 1)[:, None, None]
    with np.errstate(invalid="ignore"):
        places = steps * (r[:, None] * _TOWARDS)  # (count, angles, 2)
    lines = np.stack((places[:, :-1], places[:, 1:]), axis=2)
    together = (q[:-1] > 0) == (q[1:] > 0)
    near = (np.abs(lines) < reach).all(axis=3).any(axis=2) & np.isfinite(lines).all(axis=(2, 3))
    return np.concatenate((lines[near & together], _at_zero(game, reach)))


def _at_zero(game: Game, reach: float) -> Array:
    """V = 0: where q(φ) = m + R cos(2φ - δ) is 0, lines through (0, 0), (0 to 2, 2, 2)."""
    middle, half = (game.alpha - game.gamma) / 2, (game.alpha + game.gamma) / 2
    size = math.hypot(half, game.beta / 2)
    if abs(middle) > size or size == 0:
        return np.zeros((0, 2, 2))
    turned = math.atan2(game.beta / 2, half)
    angles = (turned + np.array([1, -1]) * math.acos(-middle / size)) / 2
    end = 2 * reach * np.stack((np.cos(angles), np.sin(angles)), axis=-1)
    return np.stack((-end, end), axis=1)


def seen(way: Array, reach: float) -> Array:
    """(n, 2) places joined by lines -> (m, 2), those lines cut off at ±`reach`, NaN between the
    parts (Liang and Barsky 1984): to stroke what lies far outside takes long."""
    if (np.abs(way) <= reach).all():
        return way
    start, along = way[:-1], np.diff(way, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        edges = np.stack(((-reach - start) / along, (reach - start) / along))
    enter = edges.min(axis=0).max(axis=1).clip(min=0)
    leave = edges.max(axis=0).min(axis=1).clip(max=1)
    parts = np.full((len(start), 3, 2), np.nan)
    with np.errstate(invalid="ignore"):
        parts[:, 0] = start + enter[:, None] * along
        parts[:, 1] = start + leave[:, None] * along
    inside = enter < leave
    kept = np.tile(inside[:, None], (1, 3))
    joined = inside[:-1] & inside[1:] & (leave[:-1] == 1) & (enter[1:] == 0)
    kept[:-1, 2] &= ~joined
    kept[1:, 0] &= ~joined
    cut: Array = parts[kept]
    return cut
