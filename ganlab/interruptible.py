"""Long work that says how far it is and can be stopped."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol, runtime_checkable

ProgressCallback = Callable[[int, int], None]
"""Called with how much is done and of how much, in a unit of the caller's own."""
Asked = Callable[[], bool]
"""Whether the person asked to stop."""


@runtime_checkable
class Showing(Protocol):
    """A Progress that also shows what there is so far: somebody watches it grow."""

    def __call__(self, done: int, total: int) -> None:
        """How far it is."""

    def show(self, make: Callable[[], object]) -> None:
        """Take what `make` returns, which is asked no more often than it can be looked at."""


def show_so_far(progress: ProgressCallback, make: Callable[[], object]) -> None:
    """Show what work that goes on has come to, where its Progress can; `make` returns something
    like its result."""
    if isinstance(progress, Showing):
        progress.show(make)


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


def within(progress: ProgressCallback, start: int, end: int, whole: int) -> ProgressCallback:
    """The Progress of a part that takes the work from `start` to `end` of `whole`."""

    def show(done: int, total: int) -> None:
        progress(start + (end - start) * done // total if total else end, whole)

    return show


class Stop(threading.Event):
    """Set by the first signal that asks to stop. A second one raises KeyboardInterrupt, except
    while what is done is `sheltered`."""

    def __init__(self) -> None:
        super().__init__()
        self.signal: int | None = None
        """Which one it was."""
        self._sheltered = 0

    @property
    def code(self) -> int:
        """The exit code of a program that this signal ended; 0 without one."""
        return 128 + self.signal if self.signal is not None else 0

    @contextmanager
    def sheltered(self) -> Iterator[None]:
        """What nobody may cut in two: the training that looks at the event, and its saving."""
        self._sheltered += 1
        try:
            yield
        finally:
            self._sheltered -= 1

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """A handler for `signal.signal`."""
        if self.is_set() and not self._sheltered:
            raise KeyboardInterrupt
        self.signal = self.signal or number
        self.set()


SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Ctrl-C, kill, a terminal that is closed; on Windows Ctrl-Break and a console that is closed."""


@contextmanager
def handled(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Within it, SIGNALS come to `handler`; those that are ignored, as under nohup, still are."""
    before = {}
    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """An event that Ctrl-C and its kin set, so that no work is cut in two."""
    stop = Stop()
    with handled(stop.on_signal):
        yield stop
