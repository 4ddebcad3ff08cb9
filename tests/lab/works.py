"""Work for jobs to do: each is a way in which long work can go."""

from __future__ import annotations

import errno
import os
import sys
import threading
from pathlib import Path

from ganlab.interruptible import Asked, ProgressCallback, check, show_so_far


def double(numbers: list[int], progress: ProgressCallback, cancelled: Asked) -> list[int]:
    """Each number twice; one after the other."""
    doubled = []
    for i, number in enumerate(numbers):
        check(cancelled)
        doubled.append(2 * number)
        progress(i + 1, len(numbers))
        show_so_far(progress, lambda: list(doubled))
    return doubled


def wait(file: Path, progress: ProgressCallback, cancelled: Asked) -> None:
    """Write this process' id into a file and never ask whether to go on; tidies up at the end."""
    event = threading.Event()
    try:
        file.write_text(str(os.getpid()))
        progress(1, 2)
        while True:  # bounded waits: not every system interrupts an endless one
            event.wait(0.05)
    finally:
        file.unlink()


def deaf(file: Path, progress: ProgressCallback, cancelled: Asked) -> None:
    """Ask nobody and let nothing stop it."""
    file.write_text(str(os.getpid()))
    progress(1, 2)
    while True:
        try:
            threading.Event().wait(0.05)
        except KeyboardInterrupt:
            continue


def hold(argument: object, progress: ProgressCallback, cancelled: Asked) -> None:
    """A third of it is done, and no more ever will be."""
    progress(1, 3)
    while True:
        check(cancelled)
        threading.Event().wait(0.02)


def refuse(text: str, progress: ProgressCallback, cancelled: Asked) -> None:
    """Refuse in the person's words."""
    raise ValueError(text)


def fill_disk(name: str, progress: ProgressCallback, cancelled: Asked) -> None:
    """The system refuses."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)


def disk_full(_: object, progress: ProgressCallback, cancelled: Asked) -> None:
    """Whatever was asked, it does not fit."""
    fill_disk("/far/away/g.safetensors", progress, cancelled)


def stumble(_: object, progress: ProgressCallback, cancelled: Asked) -> None:
    """A programmer's mistake."""
    raise KeyError("a programmer's mistake")


def unsendable(_: object, progress: ProgressCallback, cancelled: Asked) -> object:
    """A result that cannot leave the process."""
    return lambda: None


def die(_: object, progress: ProgressCallback, cancelled: Asked) -> None:
    """The process is gone from one moment to the next."""
    os._exit(9)


def manners(_: object, progress: ProgressCallback, cancelled: Asked) -> tuple[int, str, bool]:
    """Its niceness, its threads, and whether torch was there uninvited."""
    return os.nice(0), os.environ["OMP_NUM_THREADS"], "torch" in sys.modules
