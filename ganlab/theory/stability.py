"""Linear maps that two players repeat: what becomes of a small distance from their equilibrium."""

from __future__ import annotations

import cmath

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Complex = NDArray[np.complex128]


def eigenvalues(matrix: Matrix) -> Complex:
    """Both eigenvalues of a (2, 2) matrix, (2,): tr/2 ± √(tr²/4 - det)."""
    (a, b), (c, d) = matrix.tolist()
    middle, half = (a + d) / 2, (a - d) / 2
    root = cmath.sqrt(half * half + b * c)
    return np.array([middle + root, middle - root])


def spectral_radius(values: Complex) -> float:
    """The largest of the |λ|: what a distance from the equilibrium is multiplied with a step, in
    the long run. Below 1 the players converge to it (Mescheder et al. 2018, section 2)."""
    return float(np.abs(values).max())
