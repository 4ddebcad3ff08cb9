"""The numbers of the benches beside the exact and the published ones; part of `science`."""

from __future__ import annotations

import math
import re
from importlib import import_module
from typing import Any

from ganlab.figures import significant
from ganlab.interruptible import never, silent
from ganlab.theory.bench import Number
from ganlab.theory.table import BENCHES, bench

QUADRATURE = 1e-6
"""What an identity keeps, relative to numbers above 1."""
TOLERANCES: tuple[tuple[str, str, float | None], ...] = (
    ("divergences", "critic", 0.03),
    ("fenchel", "T trained", 1e-3),
)
"""(bench, pattern of the number's name, how far it may be from the exact or published one; None: as
far as it comes, because it is an estimate). The first that fits counts."""


def tolerance(name: str, number: Number) -> float | None:
    """How far a number may be from what it should be; None where it is not judged."""
    if number.exact is None:
        return None
    for found, pattern, allowed in TOLERANCES:
        if found == name and re.search(pattern, number.name):
            return allowed
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
