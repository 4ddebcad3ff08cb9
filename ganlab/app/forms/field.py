"""One thing that a person can set, as a form needs it. No Qt.

Title, help and bounds stand on the field of a pydantic model and nowhere else; here they are read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from html import escape
from math import ceil, floor, log10
from typing import Any, Literal, cast, get_args, get_origin

from pydantic.fields import FieldInfo

from ganlab.figures import exact
from ganlab.numerals import only_value
from ganlab.values import dataclass

Value = int | float | str
Number = int | float

EVEN_STOPS = 200
"""About so many stops has a slider of equal steps."""


@dataclass(frozen=True)
class Field:
    """One thing a person can set."""

    path: str
    """Dotted, as in ``Experiment.with_values``."""
    title: str
    help: str
    player: str
    """Whose it is: "D", "G" or "" for both."""
    kind: type
    """int, float, bool or str."""
    low: Number
    high: Number
    open_high: bool
    """Whether `high` itself is refused."""
    choices: Mapping[str, str]
    """Value -> title on screen; empty for numbers."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Value -> heading under which it is listed; empty where there are none."""
    restarts: bool = False
    """Whether a change of it starts training again."""
    note: str = ""
    """What else its tooltip says: when a change takes effect."""
    linear: bool = False
    """Whether a slider over its bounds moves in equal steps."""

    @property
    def full_title(self) -> str:
        """The title, with its player where both have such a field: "Learning rate D"."""
        return f"{self.title} {self.player}".strip()

    @classmethod
    def read(cls, path: str, info: FieldInfo, **others: Any) -> Field:
        """What a model's field says of itself: title, help, bounds, the words of a choice; what it
        cannot know is given."""
        bounds = {
            key: getattr(bound, key)
            for bound in info.metadata
            for key in ("ge", "le", "lt")
            if hasattr(bound, key)
        }
        words = get_args(info.annotation) if get_origin(info.annotation) is Literal else ()
        choices = others.pop("choices", None) or {word: word for word in words}
        plain = info.annotation in (int, float, bool)
        kind = cast(type, info.annotation) if plain else type(info.default)
        return cls(
            path=path,
            title=info.title or path,
            help=info.description or "",
            player=others.pop("player", ""),
            kind=kind if kind in (int, float, bool) and not choices else str,
            low=bounds.get("ge", 0),
            high=bounds.get("le", bounds.get("lt", 0)),
            open_high="lt" in bounds,
            choices=choices,
            **others,
        )

    @property
    def bounds(self) -> str:
        """What a number of it may be: "1 to 20"."""
        return f"{exact(self.low)} to {'below ' if self.open_high else ''}{exact(self.high)}"

    def bounded(self, number: Number) -> Number:
        """The nearest number that is allowed."""
        most = self.stops[-1]
        return self.low if number < self.low else most if number > most else number

    @property
    def help_text(self) -> str:
        """Rich text: what it does, what it allows, and when it takes effect."""
        allowed = f"{self.bounds}." if self.kind in (int, float) else ""
        return rich(self.full_title, self.help, f"{allowed} {self.note}".strip())

    @property
    def stops(self) -> tuple[Number, ...]:
        """The values at which a slider over its bounds stops, rising."""
        if self.linear:
            return even_stops(self.low, self.high, self.kind is int)
        return stops(self.low, self.high, self.open_high, self.kind is int)


def rich(title: str, text: str, note: str = "") -> str:
    """Rich text of a tooltip: a bold title, plain text, and a note in italics."""
    lines = [f"<b>{escape(title, quote=False)}</b>", escape(text, quote=False)]
    return "<br>".join([*lines, f"<i>{escape(note, quote=False)}</i>"] if note else lines)


@cache
def stops(low: Number, high: Number, open_high: bool, whole: bool) -> tuple[Number, ...]:
    """The values at which a slider over these bounds stops, rising.

    Few whole numbers: each of them. Many: powers of two with one value between them, or 1, 1.5,
    2, 3, 5, 7 a decade where the range spans more than five decades. Shares from 0 to 1: finer
    towards 1, where 0.99 and 0.999 differ as much as 0 and 0.9. Other numbers: twenty a decade,
    and 0 in front where it is allowed.
    """
    if whole and high - low <= 32:
        return tuple(range(int(low), int(high) + 1))
    if whole and high <= 10**5:
        octaves = range(int(high).bit_length())
        values = {int(2**i * half) for i in octaves for half in (1, 1.5)}
        return tuple(sorted(v for v in values | {low, high} if low <= v <= high))
    if whole:
        decades = range(len(str(high)))
        values = {int(10**i * m) for i in decades for m in (1, 1.5, 2, 3, 5, 7)}
        return tuple(sorted(v for v in values | {low, high} if low <= v <= high))
    if (low, high) == (0, 1):
        steps = [(i, 20) for i in range(18)] + [(i, 100) for i in range(90, 99)]
        steps += [(i, 1000) for i in range(990, 999)] + [(i, 10_000) for i in range(9990, 10_000)]
        return tuple(i / n for i, n in steps) + (() if open_high else (1.0,))
    least = low or high * 1e-5
    count = round(20 * log10(high / least))
    rising = [float(f"{least * 10 ** (i / 20):.2g}") for i in range(count + 1)]
    return tuple(rising) if low else (0.0, *rising)


@cache
def even_stops(low: Number, high: Number, whole: bool) -> tuple[Number, ...]:
    """The same in equal steps: each whole number where they are few, else about two hundred round
    ones, with both bounds."""
    if whole and high - low <= 200:
        return tuple(range(int(low), int(high) + 1))
    rough = (high - low) / EVEN_STOPS
    decade = 10.0 ** floor(log10(rough))
    step = decade * next(unit for unit in (1, 2, 5, 10) if unit * decade >= 0.999 * rough)
    step = max(round(step), 1) if whole else step
    inner = [float(f"{i * step:.12g}") for i in range(ceil(low / step), floor(high / step) + 1)]
    values = sorted({low, high, *(int(value) if whole else value for value in inner)})
    return tuple(values)


def nearest(values: tuple[Number, ...], value: Number) -> int:
    """The index of the stop nearest to `value`."""
    right = min(bisect_left(values, value), len(values) - 1)
    left = max(right - 1, 0)
    return left if value - values[left] < values[right] - value else right


def read_number(text: str, whole: bool) -> Number | str:
    """What was typed as a number; the text itself where it is none or could be two, which the
    document refuses and says why."""
    try:
        number = only_value(text, whole)
    except ValueError:
        return text.strip()
    if number is None:
        return text.strip()
    return int(number) if whole and number.is_integer() else number
