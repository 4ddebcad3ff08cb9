"""What a test leaves behind: threads, child processes, running timers and animations."""

from __future__ import annotations

import gc
import multiprocessing
import threading
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QAbstractAnimation, QObject, QThread, QTimer

_KNOWN: WeakSet[QObject] = WeakSet()
"""All that can run, as far as it has been found."""


class _Runs(dict[type, bool]):
    """Whether things of a type can run; remembered, for it is asked of every object there is."""

    def __missing__(self, kind: type) -> bool:
        self[kind] = issubclass(kind, QThread | QTimer | QAbstractAnimation)
        return self[kind]


_RUNS = _Runs()


def look() -> tuple[set[threading.Thread], set[int]]:
    """The threads that there are, and the addresses of what runs, to be given to `left_since`.

    All that is there by now is frozen: neither the collector nor the next look goes through all of
    torch again, for every test.
    """
    gc.collect()
    _find()
    gc.freeze()
    return set(threading.enumerate()), {id(thing) for thing in _running()}


def left_since(before: tuple[set[threading.Thread], set[int]]) -> list[object]:
    """What has begun since and goes on, garbage put away first."""
    threads, running = before
    gc.collect()
    _find()
    # Python keeps a dummy for a thread of Qt's that asked for its name, even when it is gone.
    ours = [t for t in threading.enumerate() if not isinstance(t, threading._DummyThread)]
    new = [thread for thread in ours if thread not in threads]
    for thread in new:  # the feeder of a worker's queue ends by itself, a moment after the queue
        thread.join(5)
    left: list[object] = [thread for thread in new if thread.is_alive()]
    left += multiprocessing.active_children()
    return left + [thing for thing in _running() if id(thing) not in running]


def _find() -> None:
    _KNOWN.update(thing for thing in gc.get_objects() if _RUNS[type(thing)])


def _running() -> list[QObject]:
    """The live Qt objects known to Python that run."""
    return [thing for thing in _KNOWN if shiboken6.isValid(thing) and _runs(thing)]


def _runs(thing: QObject) -> bool:
    if isinstance(thing, QThread):
        return thing.isRunning() and thing is not QThread.currentThread()
    if isinstance(thing, QTimer):
        return thing.isActive()
    assert isinstance(thing, QAbstractAnimation)
    return thing.state() == QAbstractAnimation.State.Running
