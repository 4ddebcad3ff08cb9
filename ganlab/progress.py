"""A progress bar for the terminal: one line that moves, or a line now and then in a log file."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TextIO

BAR = 24
"""Characters of the bar, at most;"""
SHORTEST = 6
"""and where there is room for fewer there is none."""
REDRAW_SECONDS = 0.1
LOG_SECONDS = 10.0
"""Between two lines where the output is no terminal."""
USUAL_COLUMNS = 80
"""Of a terminal that does not say how wide it is."""


class ProgressBar:
    """Writes how far something is; call it as often as you like.

    A stream that nobody reads any more, such as a terminal that was closed, costs nothing.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._interval = REDRAW_SECONDS if self._live else LOG_SECONDS
        self._last = time.monotonic() if not self._live else float("-inf")
        self._width = 0

    def show(self, done: int, end: int, per_second: float) -> None:
        """Steps done, where it ends, and how many of them a second."""
        left = (end - done) / per_second if per_second else 0.0
        self._show(done, end, f"step {done:,} of {end:,}  {per_second:,.0f} steps/s  ", left)

    def show_share(self, done: int, end: int, seconds: float) -> None:
        """Work done, of how much, and the seconds that it took."""
        self._show(done, end, "", seconds * (end - done) / done if done else 0.0)

    def _show(self, done: int, end: int, words: str, left: float) -> None:
        now = time.monotonic()
        if now - self._last < self._interval and not (self._live and done >= end):
            return
        self._last = now
        share = done / end if end else 1.0
        text = f"{share:4.0%}  {words}{_clock(left)} left"
        if self._live:
            self._write_over(share, text)
        else:
            self._write(text + "\n")

    def close(self) -> None:
        """Leave the last picture standing and go to the next line."""
        if self._live and self._width:
            self._write("\n")

    def _write_over(self, share: float, text: str) -> None:
        """The bar and the text in one line: a shorter bar, or less text, where it is narrow."""
        room = self._columns() - 1
        length = min(BAR, room - len(text) - 1)
        if length >= SHORTEST:
            full = round(share * length)
            text = f"{'█' * full}{'░' * (length - full)} {text}"
        text = text[:room]
        self._write("\r" + text.ljust(min(self._width, room)))
        self._width = len(text)

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or USUAL_COLUMNS
        except (OSError, ValueError):
            return USUAL_COLUMNS

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
