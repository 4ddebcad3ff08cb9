"""The steps at which every run is evaluated, whatever else: 1, 10, 20, 50, 100, 200, 500, 1000 ...

A curve of them is even on a logarithmic axis, and two runs can be compared step by step.
"""

from __future__ import annotations

from collections.abc import Iterator


def milestones(after: int, until: int) -> Iterator[int]:
    """Those beyond `after`, up to and with `until`."""
    while (after := next_milestone(after)) <= until:
        yield after


def next_milestone(step: int) -> int:
    """The first of them beyond `step`."""
    if step < 1:
        return 1
    power = 10 ** max(len(str(step)) - 1, 1)
    return next(mark for mark in (power, 2 * power, 5 * power, 10 * power) if mark > step)


def is_milestone(step: int) -> bool:
    """Whether `step` is one of them."""
    return step > 0 and next_milestone(step - 1) == step
