"""What the plots beside the stage show: pages of curves, one card's pages after another's."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ganlab.figures import minus
from ganlab.games.columns import Column, Marker
from ganlab.values import dataclass

Range = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """One curve: a column, and the word for it in the legend."""

    column: Column
    label: str

    @property
    def name(self) -> str:
        """The column's key."""
        return self.column.key

    @property
    def colour(self) -> str:
        """A colour of the palette."""
        return self.column.colour

    @property
    def marker(self) -> Marker:
        """Stands at the newest value and in the legend."""
        return self.column.marker


@dataclass(frozen=True)
class Reference:
    """A dashed line to compare with, named at its right end."""

    label: str
    value: float | str
    """Its height, or the figure of the newest evaluation that gives it."""


@dataclass(frozen=True)
class Page:
    """What one plot shows."""

    title: str
    about: str
    """The tooltip: what to look for."""
    series: tuple[Series, ...]
    references: tuple[Reference, ...] = ()
    evaluated: bool = False
    """Whether its figures are evaluations; else they are scalars of every step."""
    decimals: int = 3
    least: float = 0.1
    """The smallest span of the axis, so that noise is not blown up to a drama."""
    limits: Range = (-math.inf, math.inf)
    """Beyond these the axis never goes."""
    start: Range = (0.0, 1.0)
    """The axis while there is nothing to show."""
    fixed: bool = False
    """Whether the axis stays at `start`."""

    @property
    def counts(self) -> bool:
        """Whether its figures are whole numbers, which go in steps."""
        return all(series.column.counts for series in self.series)


Card = tuple[Page, ...]
"""The first page is shown at first and gives the card its name; the others are in its menu."""


def page_of(cards: Sequence[Card], column: str) -> tuple[int, Page] | None:
    """The first page that shows a column, and the number of its card; None where none does."""
    for number, card in enumerate(cards):
        for page in card:
            if any(series.name == column for series in page.series):
                return number, page
    return None


def short(value: float) -> str:
    """A number at the end of a scale or on a reference line: 0, 1/2, 1, −1/2, 0.3, 12."""
    return minus(f"{value:z.3g}" if abs(value) != 0.5 else "1/2" if value > 0 else "-1/2")
