"""What small critics find of JS and Wasserstein-1 while q slides past p."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ganlab.data.target import Array
from ganlab.interruptible import Asked, ProgressCallback, never, silent, within
from ganlab.theory.all_divergences.sweep import SHIFTS
from ganlab.theory.critics import LOGISTIC, WASSERSTEIN, Critics, Side, train
from ganlab.theory.densities import Mixture
from ganlab.theory.game import divergence_seen

if TYPE_CHECKING:
    from ganlab.theory.all_divergences.controls import DivergencesControls

STEPS = 400
PENALTY = 10.0
"""λ of WGAN-GP (Gulrajani et al. 2017, section 4)."""


def train_critics(
    controls: DivergencesControls,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
) -> dict[str, Array]:
    """At each shift of `SHIFTS` a GAN critic and a WGAN-GP critic, by quadrature. Returns `js`,
    (V + log 4)/2, and `w1`, E_p v - E_q v, both (21,). Raises Cancelled.

    max over s of s W1 - λ (s - 1)² is at the slope s = 1 + W1/(2λ), so that a WGAN-GP critic reads
    up to W1 (1 + W1/(2λ)).
    """
    p, q = controls.p, controls.q
    centre, scale = (p.mean + q.mean) / 2, max(p.std, q.std, abs(p.mean - q.mean) / 2)
    sides = _sides(p, q, SHIFTS)
    found = []
    for objective, penalty, start, end in (
        (LOGISTIC, 0.0, 0, 1),
        (WASSERSTEIN, PENALTY, 1, 3),  # its steps cost twice as much
    ):
        history = train(
            Critics(len(SHIFTS), controls.seed, centre, scale),
            *sides,
            objective,
            STEPS,
            gradient_penalty=penalty,
            seed=controls.seed,
            progress=within(progress, start * STEPS, end * STEPS, 3 * STEPS),
            cancelled=cancelled,
        )
        found.append(history[-1])
    return {"js": np.array([divergence_seen(v) for v in found[0]]), "w1": found[1]}


def _sides(p: Mixture, q: Mixture, shifts: Array) -> tuple[Side, Side]:
    """Both expectations at the same nodes, a row a shift: at each of them alone no D makes more of
    V than D* does, so that no critic reads more than JS."""
    fixed = np.tile(p.breaks, (len(shifts), 1))
    edges = np.sort(np.hstack([fixed, np.add.outer(shifts, np.asarray(q.breaks))]))
    x, w = np.polynomial.legendre.leggauss(8)
    half = np.diff(edges)[:, :, None] / 2
    places = (edges[:, :-1, None] + half * (x + 1)).reshape(len(shifts), -1)
    weights = (half * w).reshape(places.shape)
    return (
        Side.quadrature(places, weights * p.pdf(places)),
        Side.quadrature(places, weights * q.pdf(places - shifts[:, None])),
    )
