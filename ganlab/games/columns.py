"""What is measured of a game: columns of numbers, named once for plots, files and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from ganlab.values import dataclass

Marker = Literal["disc", "diamond", "square"]
Group = Literal["", "value", "loss", "gradient"]

WINDOW = 64
"""Steps averaged for "now" while training runs: one minibatch's V wanders by 0.05 nats, its mean
over these by 0.01."""


@dataclass(frozen=True)
class Column:
    """One figure: of every step, or of every evaluation."""

    key: str
    """As files, ``--json`` and the trainer call it."""
    title: str
    unit: str = ""
    """"" where it has none."""
    colour: str = "text"
    """A colour of the palette."""
    marker: Marker = "disc"
    """Stands at the newest value and in the legend, so that colour is never the only difference."""
    group: Group = ""
    """Losses and gradients tell a game that blows up; the value is what is at rest where p_g is
    p_data."""
    summary: bool = False
    """Whether it is among the figures that a training ends with."""
    counts: bool = False
    """Whether it is a whole number."""

    @property
    def header(self) -> str:
        """Title and unit, as at the head of a table."""
        return f"{self.title} [{self.unit}]" if self.unit else self.title


STEP = Column("step", "step")
"""The first column of every table: how far the game had come."""

Comparable = Callable[[str, str, str], bool]
"""(key of a column, one way to play, another) -> whether the column measures the same in both."""


def always(key: str, one: str, other: str) -> bool:
    """A game whose columns mean the same however it is played."""
    return one == other or key == STEP.key


def keys(columns: Iterable[Column]) -> tuple[str, ...]:
    """What the columns are called in files."""
    return tuple(column.key for column in columns)


def headers(columns: Iterable[Column]) -> dict[str, str]:
    """What each key is called at the head of a table."""
    return {column.key: column.header for column in columns}


def of_group(columns: Iterable[Column], *groups: Group) -> tuple[str, ...]:
    """The keys of those in the groups."""
    return tuple(column.key for column in columns if column.group in groups)
