"""A history as arrays in a file, and what is held against them before they are believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganlab.data.target import Array
from ganlab.lab.past.buckets import CAPACITY
from ganlab.values import dataclass

RECENT = 16_384
"""Newest rows kept as they came."""
EVALUATIONS = 4096
"""Evaluations kept; beyond, every second one is dropped."""
COLUMNS, EVALUATION_COLUMNS = "columns", "evaluation columns"
"""The arrays that hold the names of the columns, as UTF-8, one a line."""
MOST_COLUMNS, LONGEST_NAME = 64, 100
UNNAMED = (
    "step",
    "value",
    "discriminator_loss",
    "generator_loss",
    "d_real",
    "d_fake",
    "discriminator_gradient",
    "generator_gradient",
)
UNNAMED_EVALUATION = (
    "step",
    "js_bits",
    "kl_bits",
    "js_floor_bits",
    "kl_floor_bits",
    "mmd",
    "sliced_wasserstein",
    "modes",
    "modes_total",
    "high_quality",
    "reverse_kl",
)
"""What the columns are of files that do not say it: all those before there was a second game. They
stand here by themselves: what is measured today may change, those files do not."""


@dataclass(frozen=True)
class SavedHistory:
    """The tables of a History, which belong together."""

    columns: tuple[str, ...]
    evaluation_columns: tuple[str, ...]
    recent: Array
    low: Array
    high: Array
    total: Array
    count: Array
    width: int
    filled: int
    evaluations: Array

    @classmethod
    def checked(cls, arrays: Mapping[str, NDArray[Any]]) -> SavedHistory:
        """Those in a file's arrays. Raises ValueError when that cannot be what these are."""
        columns = _names_in(arrays, COLUMNS, UNNAMED)
        evaluated = _names_in(arrays, EVALUATION_COLUMNS, UNNAMED_EVALUATION)
        recent = _table(arrays, "recent", len(columns), RECENT)
        low, high, total, count = (
            _table(arrays, name, len(columns), CAPACITY)
            for name in ("low", "high", "total", "count")
        )
        evaluations = _table(arrays, "evaluations", len(evaluated), EVALUATIONS)
        width, filled = _widths(arrays, len(low))
        if not len(low) == len(high) == len(total) == len(count):
            raise ValueError("history: the buckets differ in number")
        sane = (count >= 0).all() and (count <= width).all() and not (high < low).any()
        if not sane or np.isinf(low).any() or np.isinf(high).any():
            raise ValueError("history: a bucket contradicts itself")
        _require_growing(recent[:, 0], "recent")
        _require_growing(evaluations[:, 0], "evaluations")
        _require_growing(low[:, 0], "low")
        _require_growing(high[:, 0], "high")
        if (low[1:, 0] <= high[:-1, 0]).any() or bool(len(low)) != bool(len(recent)):
            raise ValueError("history: the buckets overlap or miss their rows")
        if len(low) and high[-1, 0] != recent[-1, 0]:
            raise ValueError("history: buckets and newest rows end at different steps")
        return cls(columns, evaluated, recent, low, high, total, count, width, filled, evaluations)

    def with_columns(self, columns: Sequence[str], evaluation: Sequence[str]) -> SavedHistory:
        """The same for a game that measures these: they come first, and what the file has beside
        them after them; what it has not was never measured."""
        wanted = tuple(dict.fromkeys((*columns, *self.columns)))
        evaluated = tuple(dict.fromkeys((*evaluation, *self.evaluation_columns)))
        never = {"total": 0.0, "count": 0.0}
        tables = {
            name: _rearranged(getattr(self, name), self.columns, wanted, never.get(name, np.nan))
            for name in ("recent", "low", "high", "total", "count")
        }
        return SavedHistory(
            columns=wanted,
            evaluation_columns=evaluated,
            width=self.width,
            filled=self.filled,
            evaluations=_rearranged(self.evaluations, self.evaluation_columns, evaluated, np.nan),
            **tables,
        )


def names_array(names: Sequence[str]) -> NDArray[np.uint8]:
    """The names of columns as bytes, to be saved."""
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8).copy()


def _names_in(
    arrays: Mapping[str, NDArray[Any]], key: str, otherwise: tuple[str, ...]
) -> tuple[str, ...]:
    array = arrays.get(key)
    if array is None:
        return otherwise
    if array.dtype != np.uint8 or array.ndim != 1 or array.size > MOST_COLUMNS * LONGEST_NAME:
        raise ValueError(f"history: '{key}' is of another kind")
    try:
        names = tuple(array.tobytes().decode().split("\n"))
    except UnicodeDecodeError:
        raise ValueError(f"history: '{key}' is no text") from None
    sound = all(name.isprintable() and 0 < len(name) <= LONGEST_NAME for name in names)
    if not sound or names[0] != "step" or not len(set(names)) == len(names) <= MOST_COLUMNS:
        raise ValueError(f"history: '{key}' holds no names of columns")
    return names


def _rearranged(table: Array, have: tuple[str, ...], want: tuple[str, ...], never: float) -> Array:
    if have == want:
        return table
    wide = np.full((len(table), len(want)), never)
    wide[:, [want.index(name) for name in have]] = table
    return wide


def _table(arrays: Mapping[str, NDArray[Any]], name: str, columns: int, most: int) -> Array:
    array = arrays.get(name)
    if array is None or array.dtype not in (np.float32, np.float64):
        raise ValueError(f"history: '{name}' is missing or of another type")
    if array.ndim != 2 or array.shape[1] != columns or len(array) > most:
        raise ValueError(f"history: '{name}' has shape {array.shape}")
    return array.astype(np.float64)


def _widths(arrays: Mapping[str, NDArray[Any]], size: int) -> tuple[int, int]:
    """(rows a bucket holds, rows in the last one), checked against the number of buckets."""
    array = arrays.get("width")
    if array is None or array.shape != (2,) or array.dtype not in (np.float32, np.float64):
        raise ValueError("history: 'width' is missing or of another kind")
    width, filled = (float(number) for number in array)
    whole = width.is_integer() and filled.is_integer() and 1 <= width <= 2**40
    if not whole or not (1 if size else 0) <= filled <= (width if size else 0):
        raise ValueError("history: 'width' is out of range")
    return int(width), int(filled)


def _require_growing(steps: Array, name: str) -> None:
    if not np.isfinite(steps).all() or (np.diff(steps) <= 0).any():
        raise ValueError(f"history: the steps of '{name}' do not grow")
