"""Tables of `make bench-science`: many short games side by side, with the published figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ganlab.experiment import Experiment

Figures = dict[str, Any]
Train = Callable[[str, Experiment], Figures]
"""Name, what is played -> what this training came to."""


@dataclass(frozen=True)
class Table:
    """Lines that are each trained over several seeds, and what becomes of them."""

    about: str
    lines: tuple[str, ...]
    seconds: float
    """Of one training, roughly."""
    experiment: Callable[[str, int], Experiment]
    """Line, seed -> what is played."""
    train: Train
    over: Callable[[list[Figures]], Figures]
    """All seeds of one line -> its figures; `met` among them where there is a bar."""
    published: Mapping[str, Figures]
    """Line -> the same figures where a paper tells them, and of what."""
    findings: Callable[[Mapping[str, Figures]], list[str]] = lambda lines: []
    """All lines -> what they say of a claim that papers make, a sentence each."""

    def told(self, line: str, runs: list[Figures]) -> Figures:
        """A line of the table: our figures, and the published ones where there are any."""
        ours = self.over(runs)
        theirs = {"published": self.published[line]} if line in self.published else {}
        print(f"{line}: {json.dumps({**ours, **theirs})}", flush=True)
        return {**ours, **theirs}
