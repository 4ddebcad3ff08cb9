"""What a plot of curves shows, worked out: averages of noisy curves, and an axis that settles."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from ganlab.app.panels.curves import axes
from ganlab.data.target import Array
from ganlab.games.shown.cards import Page, Range

AVERAGED = 60
"""A noisy curve is drawn faint, and over it its moving average over 1/60 of the run."""

Curves = dict[str, tuple[Array, Array]]
"""(x, y) by the name of the series."""


@dataclass
class Shown:
    """What a plot shows now."""

    curves: Curves = field(default_factory=dict)
    averages: Curves = field(default_factory=dict)
    references: tuple[tuple[str, float], ...] = ()
    y: Range | None = None
    end: float = 10.0
    cursor: float | None = None
    read_at: float = 0.0
    values: dict[str, float] = field(default_factory=dict)
    """As they are read out beside the title: at the cursor, or now."""

    def take(
        self, page: Page, curves: Curves, references: tuple[tuple[str, float], ...], end: float
    ) -> None:
        """Show (x, y) of every series of the page, over steps 0 to `end`."""
        self.curves, self.averages = dict(curves), {}
        for name, (x, y) in curves.items():
            window = 1 if page.evaluated else len(y) // AVERAGED
            if window >= 3:
                few = slice(None, None, max(1, window // 2))
                self.averages[name] = x[few], axes.smooth(y, window)[few]
        self.references = tuple((n, v) for n, v in references if math.isfinite(v))
        self.end = end
        newest = [
            axes.newest(y, 1 if page.evaluated else len(y) // AVERAGED) for _, y in curves.values()
        ]
        everything = np.concatenate([y for _, y in curves.values()]) if curves else np.empty(0)
        wanted = axes.robust_range(everything, newest)
        if wanted is None or page.fixed:
            self.y = None
        else:
            heights = [v for _, v in self.references]
            wanted = min(wanted[0], *heights, wanted[0]), max(wanted[1], *heights, wanted[1])
            self.y = axes.settle(self.y, wanted, page.least, page.limits)

    def end_of_line(self, name: str, now: float) -> float:
        """Where the mark of a series stands: a young line is no average yet, as `now` is."""
        return now if name in self.averages else axes.newest(self.curves[name][1], 1)
