"""How ganlab writes numbers, everywhere: one rule. Reading them is in numerals.py.

A true minus sign, none before a zero that was only rounded; no digit that says nothing; "1 frame"
and "2 frames".
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf, isnan

PLAIN = 1e3
"""From here on decimals say nothing."""
MOST_PLAIN = 1e5
"""From here on powers of ten are easier to read."""


def figure(number: float, decimals: int = 3, unknown: str = "–") -> str:
    """A measured number: −1.379, 0.000, 12500, 3.1e+07; `unknown` where there is none (NaN)."""
    if isnan(number):
        return unknown
    if isinf(number):
        return "∞" if number > 0 else "−∞"
    size = abs(number)
    if size >= MOST_PLAIN:
        return minus(f"{number:.1e}")
    return minus(f"{number:z.{decimals if size < PLAIN else 0}f}")


def significant(number: float, digits: int = 5, unknown: str = "–") -> str:
    """A computed number to so many significant digits: −1.3863, 0, 12500, 3.1e−7, ∞."""
    if isnan(number):
        return unknown
    if isinf(number):
        return "∞" if number > 0 else "−∞"
    text = f"{number + 0.0:.{digits}g}"
    return minus(text.replace("e-0", "e-").replace("e+0", "e"))


def fitting(number: float, characters: int, digits: int = 6) -> str:
    """A computed number to as many significant digits, at most `digits`, as so many characters
    hold: −0.46351, 12345.7, 2.22e−16. One digit is shown in any case."""
    texts = (significant(number, count) for count in range(digits, 0, -1))
    return next((text for text in texts if len(text) <= characters), significant(number, 1))


def exact(number: float) -> str:
    """A number that was set, as it may be typed again: 10,000; 0.001; 2e-5."""
    if isinstance(number, int):
        return f"{number:,}"
    return f"{number:.7g}".replace("e-0", "e-").replace("e+0", "e+")


def counted(number: int, one: str, several: str = "") -> str:
    """So many of something: "1 frame", "1,200 frames"; `several` where an s is not enough."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def each_counted(numbers: Sequence[int], one: str) -> str:
    """So many of something each: "1 step", "20 steps", "1, 20 steps"."""
    few = ", ".join(f"{number:,}" for number in numbers[:-1])
    last = counted(numbers[-1], one) if len(numbers) == 1 else f"{numbers[-1]:,} {one}s"
    return f"{few}, {last}" if few else last


def minus(text: str) -> str:
    """A number's text with true minus signs."""
    return text.replace("-", "−")
