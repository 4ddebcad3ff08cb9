"""Eigenvalues in the complex plane, as marks of a plot. Pure functions of what was found."""

from __future__ import annotations

import numpy as np

from ganlab.app.rooms.theory.plots.marks import Dots, Line, Mark, Picture, Reference
from ganlab.figures import significant
from ganlab.lab.figures.spectrum import Spectrum

Complex = np.ndarray[tuple[int, ...], np.dtype[np.complex128]]
EMPTY = Picture((Reference("axis", 0.0, axis="x"),), (-1, 1), (-1, 1), "real", "imaginary", True)


def flow(found: Spectrum) -> Picture:
    """The λ, against the imaginary axis."""
    marks = (Reference("axis", 0.0, axis="x"), _dots(found.values))
    x, y = _around(np.append(found.values, 0.0))
    note = f"{found.right_of_axis} right of 0"
    return Picture(marks, x, y, "real", "imaginary", equal=True, note=note)


def step(found: Spectrum) -> Picture:
    """The factors of a step, against the unit circle."""
    x, y = _around(np.append(found.factors, 1.0))
    reach = min(np.pi, 2 * (y[1] - y[0]) + 2 * (x[1] - x[0]))
    angles = np.union1d(np.linspace(-np.pi, np.pi, 181), np.linspace(-reach, reach, 181))
    circle = Line("unit", np.cos(angles), np.sin(angles), "theory", dash="dashed", width=1.2)
    marks: tuple[Mark, ...] = (circle, _dots(found.factors))
    note = f"largest {significant(found.largest_factor, 5)}"
    return Picture(marks, x, y, "real", "imaginary", equal=True, note=note)


def _dots(values: Complex) -> Dots:
    return Dots("values", values.real, values.imag, "good", size=5, alpha=0.7)


def _around(points: Complex) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ranges of the complex plane that show all of them."""
    low, high = float(points.real.min()), float(points.real.max())
    up = float(np.abs(points.imag).max())
    room = 0.1 * max(high - low, 2 * up) or 0.1
    return (low - room, high + room), (-up - room, up + room)
