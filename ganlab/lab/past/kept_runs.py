"""All runs that undo can bring back, within a budget: the newest in memory, the others on disk.

Runs on disk lie as .ganlab files in a folder that its window holds locked and removes at its end;
where it could not, the next start does.
"""

from __future__ import annotations

import contextlib
import gc
import secrets
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from ganlab.lab.files.locks import Lock
from ganlab.lab.past.kept import Kept

if TYPE_CHECKING:
    from ganlab.lab.files.archive import Run

MB = 2**20
IN_MEMORY = 64 * MB
"""Bytes of runs that stay in memory; the newest does in any case."""
BUDGET = 1000 * MB
"""Bytes of runs that are kept at all, at first."""
_LOCK = "lock"


class KeptRuns:
    """Knows every Kept that somebody still holds, and where each lies."""

    def __init__(self) -> None:
        self.budget = BUDGET
        self._runs: WeakSet[Kept] = WeakSet()
        self._directory: Path | None = None
        self._folder: Path | None = None
        self._lock: Lock | None = None
        self._writers: dict[Kept, threading.Thread] = {}

    # --- who is there ---

    def add(self, kept: Kept) -> None:
        """Look after a run that is being left."""
        self._runs.add(kept)

    def saved(self, path: Path) -> None:
        """Another run was saved there: whatever lived in that file does so no more."""
        for kept in self._runs:
            if kept.path == path:
                kept.path, kept.modified = None, True

    @property
    def used(self) -> int:
        """Bytes of all that is kept, in memory and on disk."""
        return sum(kept.size for kept in self._runs)

    def losses(self, size: int) -> list[Kept] | None:
        """Which have to be forgotten, the oldest first, before a run of so many bytes can be kept
        within the budget; None where it cannot be at all."""
        if size > self.budget:
            return None
        if self.used + size > self.budget:
            gc.collect()  # what edits that are gone have kept costs nothing
        excess, lost = self.used + size - self.budget, []
        for kept in self._oldest_first():
            if excess <= 0:
                break
            lost.append(kept)
            excess -= kept.size
        return lost

    # --- where it lies ---

    def use(self, directory: Path) -> None:
        """Write what is too much for memory there; remove what dead windows have left there."""
        self._directory = directory
        with contextlib.suppress(OSError):
            for folder in list(directory.iterdir()):
                _remove_if_left(folder)

    def settle(self) -> None:
        """Write the oldest to disk, in the background, until the others fit into memory."""
        self._writers = {k: t for k, t in self._writers.items() if t.is_alive()}
        inside = [k for k in self._oldest_first() if k.in_memory and k not in self._writers]
        excess = sum(kept.size for kept in inside) - IN_MEMORY
        for kept in inside[:-1]:
            if excess <= 0 or not self._make_folder():
                return
            excess -= kept.size
            writer = threading.Thread(target=self._write, args=(kept, kept.run), name="keeping")
            self._writers[kept] = writer
            writer.start()

    def wait(self) -> None:
        """Until everything is written."""
        for writer in self._writers.values():
            writer.join()
        self._writers.clear()

    def close(self) -> None:
        """Nothing is brought back any more: nothing is left on disk."""
        self.wait()
        if self._lock is not None and self._folder is not None:
            self._lock.release()
            shutil.rmtree(self._folder, ignore_errors=True)
        self._lock = self._folder = self._directory = None

    # --- inside ---

    def _oldest_first(self) -> list[Kept]:
        return sorted((k for k in self._runs if k.size), key=lambda kept: kept.number)

    def _make_folder(self) -> bool:
        """Whether there is a place on disk."""
        if self._lock is None and self._directory is not None:
            self._folder = self._directory / secrets.token_hex(8)
            with contextlib.suppress(OSError):
                self._folder.mkdir(parents=True)
                self._lock = Lock(self._folder / _LOCK)
        return self._lock is not None

    def _write(self, kept: Kept, run: Run) -> None:
        from ganlab.lab.files.archive import ArchiveError, write_run

        assert self._folder is not None
        file = self._folder / f"{kept.number}.ganlab"
        try:
            with file.open("wb") as opened:
                write_run(opened, run)
        except (OSError, ArchiveError):  # a full disk: it stays in memory
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        else:
            kept.put_away(run, file)


def _remove_if_left(folder: Path) -> None:
    """A folder whose lock can be had belongs to no window any more."""
    try:
        lock = Lock(folder / _LOCK)
    except OSError:
        return
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
