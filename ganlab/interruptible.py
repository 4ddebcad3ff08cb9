"""Long work that says how far it is and can be stopped."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Progress = Callable[[int, int], None]
"""Called with how much is done and of how much, in a unit of the caller's own."""
Asked = Callable[[], bool]
"""Whether the person asked to stop."""


class Cancelled(Exception):
    """The person asked to stop; nothing was kept."""


def silent(done: int, total: int) -> None:
    """The Progress of work that nobody watches."""


def never() -> bool:
    """The Asked of work that nobody stops."""
    return False


def check(cancelled: Asked) -> None:
    """Raise Cancelled if the person asked to stop."""
    if cancelled():
        raise Cancelled


def within(progress: Progress, start: int, end: int, whole: int) -> Progress:
    """The Progress of a part that takes the work from `start` to `end` of `whole`."""

    def show(done: int, total: int) -> None:
        progress(start + (end - start) * done // total if total else end, whole)

    return show


@contextmanager
def stop_on_interrupt() -> Iterator[threading.Event]:
    """An event that Ctrl-C sets, so that no work is cut in two. A second one ends all."""
    stop = threading.Event()

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
