"""What every preset must come to, and whether its runs did; part of `science`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean
from typing import Any

Runs = list[dict[str, Any]]


@dataclass(frozen=True)
class Bars:
    """What a preset must reach in every seed (quality and reverse KL: on average).

    A study of a failure has bars, too: that it fails as it says.
    """

    seconds: float
    """Of training."""
    modes: int | None = None
    modes_at_most: int | None = None
    high_quality: float | None = None
    reverse_kl: float | None = None
    js_above_floor: float | None = None
    js_at_least: float | None = None
    """Above the floor as well: how far a study of a failure stays away."""
    digits: int | None = None
    """Drawn in at least 4 % of the samples each."""
    confidence: float | None = None
    frechet_over_early: float | None = None
    """Fréchet distance at the end over that after a few steps, at most."""
    gan_test: float | None = None
    own_class: float | None = None


_PLANE = Bars(seconds=90, js_above_floor=0.05)
_SOFT = Bars(seconds=60, js_above_floor=0.05)
BARS = {
    "ring-8": Bars(seconds=120, modes=8, high_quality=0.85, reverse_kl=0.05),
    "ring-8-conditional": Bars(
        seconds=120, modes=8, high_quality=0.97, reverse_kl=0.05, own_class=0.95
    ),
    "grid-25": Bars(seconds=360, modes=25, high_quality=0.60, reverse_kl=0.06),
    "line": _SOFT,
    "gaussians": _SOFT,
    "ring": _SOFT,
    "disjoint": _SOFT,
    "gaussian-1d": _PLANE,
    "mixture-1d": _PLANE,
    "uneven-1d": _PLANE,
    "uniform-1d": _PLANE,
    "moons": _PLANE,
    "circles": _PLANE,
    "spiral": _PLANE,
    "swiss-roll": _PLANE,
    "pinwheel": _PLANE,
    "checkerboard": Bars(seconds=90, js_above_floor=0.06),
    "unstable-minimax": Bars(seconds=60, js_at_least=0.3),
    "collapse": Bars(seconds=60, modes_at_most=4),
    "packed": Bars(seconds=60, modes=6),
    "unrolled": Bars(seconds=60, js_above_floor=0.05),
    "clipping": Bars(seconds=60, js_at_least=0.2),
    "wgan-gp": Bars(seconds=60, js_above_floor=0.12),
    "relativistic": Bars(seconds=120, modes=25, high_quality=0.5, reverse_kl=0.08),
    "spectral": Bars(seconds=60, js_above_floor=0.1),
    "covering": Bars(seconds=60, modes=2, reverse_kl=0.01, js_at_least=0.2),
    "seeking": Bars(seconds=60, modes_at_most=1, high_quality=0.95),
    "mnist-dcgan": Bars(seconds=600, digits=10, confidence=0.90, frechet_over_early=1 / 3),
    "mnist-dcgan-conditional": Bars(seconds=600, gan_test=0.95),
    "mnist-2014": Bars(seconds=1200, digits=10, confidence=0.85, frechet_over_early=1 / 2),
    "mnist-2014-conditional": Bars(seconds=1200, gan_test=0.85),
}
"""Every preset's."""


def verdict(preset: str, runs: Runs) -> dict[str, Any]:
    """The figures of one preset over its seeds against its bars."""
    return judged(BARS[preset], runs)


def judged(bars: Bars, runs: Runs) -> dict[str, Any]:
    """The figures of runs over their seeds against bars, and whether all are met."""
    summary: dict[str, Any] = {}
    met = []
    for name, over in _OVER.items():
        bar = getattr(bars, name)
        if bar is not None:
            figure = over(runs)
            met.append(figure <= bar if name in _AT_MOST else figure >= bar)
            summary[name] = round(figure, 4) if math.isfinite(figure) else None
    return {**summary, "met": all(met)}


def _least(key: str) -> Callable[[Runs], float]:
    return lambda runs: min(0 if r[key] is None else r[key] for r in runs)


def _most(key: str) -> Callable[[Runs], float]:
    return lambda runs: max(math.inf if r[key] is None else r[key] for r in runs)


def _average(key: str, without: float) -> Callable[[Runs], float]:
    return lambda runs: mean(without if r[key] is None else r[key] for r in runs)


def _above_floor(figures: dict[str, Any], without: float) -> float:
    """Bits; `without` where a training came to no good end, and so has no figure."""
    js = figures["js_bits"]
    return without if js is None else float(js - figures["js_floor_bits"])


def _ratio(late: float | None, early: float | None) -> float:
    """Infinite where a training came to no good end."""
    return math.inf if late is None or early is None else late / early


_OVER: dict[str, Callable[[Runs], float]] = {
    "seconds": _most("seconds"),
    "modes": _least("modes"),
    "modes_at_most": _most("modes"),
    "high_quality": _average("high_quality", 0.0),
    "reverse_kl": _average("reverse_kl", math.inf),
    "js_above_floor": lambda runs: max(_above_floor(r, math.inf) for r in runs),
    "js_at_least": lambda runs: min(_above_floor(r, 0.0) for r in runs),
    "digits": _least("digits"),
    "confidence": _least("confidence"),
    "frechet_over_early": lambda runs: max(_ratio(r["frechet"], r["frechet_early"]) for r in runs),
    "gan_test": _least("gan_test"),
    "own_class": _least("own_class"),
}
"""A bar's name -> what all runs come to; where one came to no good end, the worst there is."""
_AT_MOST = {"seconds", "modes_at_most", "reverse_kl", "js_above_floor", "frechet_over_early"}
