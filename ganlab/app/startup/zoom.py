"""How large everything is drawn: a factor beside the screen's own, which Qt takes up once, when it
starts. So letters, controls, pictures and distances keep to one another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

LEVELS = (80, 90, 100, 110, 125, 150, 175, 200)
"""Per cent."""
USUAL = 100
SMALLEST = QSize(960, 520)
"""The smallest window in which nothing is cut, without its frame, pixels at the usual size."""
FRAME = QSize(0, 28)
_FACTOR, _DRAWN = "QT_SCALE_FACTOR", "zoom"


@contextmanager
def scaled(percent: int) -> Iterator[None]:
    """An application made in here is drawn so large, besides what the environment asks for."""
    before = os.environ.get(_FACTOR)
    if percent != USUAL:
        os.environ[_FACTOR] = str(_number(before) * percent / USUAL)
    yield
    if before is not None:
        os.environ[_FACTOR] = before
    else:
        os.environ.pop(_FACTOR, None)  # it is not for programs that this one starts


def _number(text: str | None) -> float:
    try:
        return max(float(text or 1), 0.1)
    except ValueError:
        return 1.0


def note_drawn(application: QApplication, percent: int) -> None:
    """Remember how large an application is drawn."""
    application.setProperty(_DRAWN, percent)


def drawn() -> int:
    """How large the application is drawn, per cent."""
    application = QApplication.instance()
    percent = None if application is None else application.property(_DRAWN)
    return percent if isinstance(percent, int) else USUAL


def beside(percent: int, by: int) -> int:
    """The level that comes so many after this one; the last one where there is none."""
    place = LEVELS.index(percent) + by
    return LEVELS[min(max(place, 0), len(LEVELS) - 1)]


def fits(percent: int) -> bool:
    """Whether the smallest window has room on the screen at that level."""
    screen = QApplication.primaryScreen()
    room = screen.availableSize() * (drawn() / percent)
    return percent <= USUAL or (
        room.width() >= (SMALLEST + FRAME).width() and room.height() >= (SMALLEST + FRAME).height()
    )


def largest(percent: int) -> int:
    """The largest level up to this one that has room on the screen."""
    return next(level for level in reversed(LEVELS) if level <= percent and fits(level))
