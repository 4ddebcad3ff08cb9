"""The numbers of the benches beside the exact and the published ones; part of `science`."""

from __future__ import annotations

import math
import re
from importlib import import_module
from typing import Any, NamedTuple

from ganlab.figures import significant
from ganlab.interruptible import never, silent
from ganlab.theory.bench import Number
from ganlab.theory.table import BENCHES, bench

QUADRATURE = 1e-6
"""What an identity keeps, relative to numbers above 1."""


class Allowed(NamedTuple):
    """How far numbers of a bench may be from the exact or published ones."""

    bench: str
    pattern: str
    """Found in their names."""
    absolute: float | None
    """None: as far as it comes, because it is an estimate."""
    relative: float = 0.0


TOLERANCES = (
    Allowed("push-forward", "samples", 0.05),
    Allowed("figure-1", "^V|as D reads it", 1e-3),
    Allowed("figure-1", "max", 0.02),
    Allowed("divergences", "critic", 0.03),
    Allowed("fenchel", "T trained", 1e-3),
    Allowed("fits", "TV, game", None),
    Allowed("fits", r"game: F\(T\)", None),
    Allowed("fits", "game: [μσ]", 0.03),
    Allowed("fits", "^[^,]*: (μ|σ|least)$", 0.002),
    Allowed("classifier", "^JS by 1,000 samples", 0.03),
    Allowed("classifier", "samples", None),
    Allowed("likelihood", "^[^,]*ikelihood, M = 1,000", 0.0, relative=0.1),
    Allowed("likelihood", "over the likelihood's", 0.06),
    Allowed("likelihood", "M =", None),
)
"""The first that fits counts; what none fits is an identity."""


def tolerance(name: str, number: Number) -> float | None:
    """How far a number may be from what it should be; None where it is not judged."""
    if number.exact is None:
        return None
    for allowed in TOLERANCES:
        if allowed.bench == name and re.search(allowed.pattern, number.name):
            if allowed.absolute is None:
                return None
            return allowed.absolute + allowed.relative * abs(number.exact)
    return QUADRATURE * max(1.0, abs(number.exact)) if math.isfinite(number.exact) else 0.0


def judge(name: str) -> dict[str, Any]:
    """Work out one bench as it stands at first, with all that takes long, and print its numbers:
    how many there are, how many are judged, which are too far away, and whether none is."""
    found = bench(name)
    controls = found.controls()
    results: dict[str, Any] = {}
    for key, work in found.works.items():
        module, _, function = work.run.partition(":")
        results[key] = getattr(import_module(module), function)(controls, silent, never)
    numbers = found.numbers(controls, results)
    judged, far = 0, []
    print(f"theory, {name}: computed | exact or published | difference | tolerance")
    for number in numbers:
        allowed = tolerance(name, number)
        if allowed is not None:
            judged += 1
            if number.difference is None or not number.difference <= allowed:
                far.append(number.name)
        cells = (number.computed, number.exact, number.difference, allowed)
        texts = " | ".join("–" if cell is None else significant(cell, 7) for cell in cells)
        print(f"  {number.name}: {texts} {number.unit}".rstrip(), flush=True)
    return {"numbers": len(numbers), "judged": judged, "far": far, "met": not far}


def judge_all() -> dict[str, Any]:
    """The same of all benches, by name."""
    return {f"theory {name}": judge(name) for name in BENCHES}
