"""Rows of the table that tell of the sweep: its lines, and what critics found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ganlab.data.target import Array
from ganlab.figures import significant
from ganlab.theory.all_divergences.exact import known_lines
from ganlab.theory.all_divergences.sweep import SHIFTS, lines
from ganlab.theory.bench import Number
from ganlab.theory.densities import Mixture

if TYPE_CHECKING:
    from ganlab.theory.all_divergences.controls import DivergencesControls

UNITS = {"js": "nats", "w1": "units of x"}


def sweep_rows(
    controls: DivergencesControls, found: dict[str, Array] | None = None
) -> list[Number]:
    """As much of the sweep as the controls ask for; `found`: what critics found at every shift."""
    line = dict(zip(UNITS, lines(controls.p, controls.q), strict=True))
    every = range(len(SHIFTS))
    here = int(np.argmin(np.abs(SHIFTS - controls.shift)))
    table = []
    if controls.sweep != "here":
        exact = _known(controls.p, controls.q)
        for name, title in (("js", "JS"), ("w1", "W1")):
            table += _rows(title, name, every, line[name], exact.get(name))
    if found is not None:
        shifts = every if controls.sweep == "critics" else [here]
        for name, title in (("js", "GAN critic"), ("w1", "WGAN-GP critic")):
            table += _rows(title, name, shifts, found[name], list(line[name]))
    return table


@lru_cache(maxsize=4)
def _known(p: Mixture, q: Mixture) -> dict[str, list[float]]:
    """Kept, for it is the same wherever φ is dragged."""
    return known_lines(p, q, SHIFTS)


def _rows(
    title: str, name: str, shifts: Iterable[int], computed: Array, exact: Sequence[float] | None
) -> list[Number]:
    """`exact`: None where nobody knows."""
    rows = []
    for i in shifts:
        phi = significant(round(float(SHIFTS[i]), 1))
        there = None if exact is None else float(exact[i])
        rows.append(Number(f"{title}, φ = {phi}", float(computed[i]), there, UNITS[name]))
    return rows
