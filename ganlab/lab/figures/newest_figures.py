"""The figures of a run that go with its generator: those of its newest evaluation."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ganlab.lab.past.history import History


def newest_figures(history: History) -> dict[str, float]:
    """The newest evaluation in a run's history, by name; empty where there is none."""
    names, _ = history.evaluation_table()
    return meaningful({name: history.evaluation_latest(name) for name in names})


def meaningful(figures: Mapping[str, object]) -> dict[str, float]:
    """Without the figures that have no meaning here, and without the step, which is told anyway."""
    return {
        name: float(value)
        for name, value in figures.items()
        if name not in ("step", "steps")
        and isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
    }
