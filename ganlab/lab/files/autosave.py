"""Copies of unsaved runs, for the next start after a crash.

Every window that has something unsaved keeps one folder in the store: its lock, run.ganlab and
origin.json (the file it was opened from). A window that closes removes its folder; one that is
killed cannot, but the system lets go of its lock. So a folder with a run in it whose lock can be
had was left behind, and two open windows never take each other's.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ganlab.atomic import atomic_write, plain_words
from ganlab.lab.files.archive import ArchiveError, Run, load_run, save_run
from ganlab.lab.files.locks import Lock
from ganlab.parts import sweep

_RUN, _ORIGIN, _LOCK = "run.ganlab", "origin.json", "lock"
_DAMAGED = "run.damaged"


@dataclass
class Recovery:
    """A run that a session left behind. Nobody else can take it until discarded or released."""

    run: Run
    origin: Path | None
    """The file it was opened from or last saved to."""
    saved: datetime
    """When the copy was made, local time."""
    seen: str | None
    """Digest of that file as the session had last read or written it."""
    _folder: Path = field(repr=False)
    _lock: Lock = field(repr=False)

    @property
    def name(self) -> str:
        """What the copy is called among others."""
        return self._folder.name

    def discard(self) -> None:
        """Remove the copy."""
        _remove(self._folder, self._lock)

    def release(self) -> None:
        """Leave it for another start."""
        self._lock.release()


class RecoveryStore:
    """One window's place among the copies in `directory`, which is made when it is needed."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._folder = directory / secrets.token_hex(8)
        self._lock: Lock | None = None

    @property
    def name(self) -> str:
        """What this window's copy is called; "" while there is none."""
        return self._folder.name if self._lock is not None else ""

    def write(self, run: Run, origin: Path | None, seen: str | None = None) -> None:
        """Keep a copy of `run` in place of the last one; raises ArchiveError.

        `origin` is the file it was opened from or last saved to, `seen` its digest then.
        """
        try:
            if self._lock is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._lock = Lock(self._folder / _LOCK)
            with atomic_write(self._folder / _ORIGIN) as file:
                place = None if origin is None else str(origin.absolute())
                file.write(json.dumps({"path": place, "seen": seen}).encode())
        except OSError as error:
            raise ArchiveError(f"No copy could be kept: {plain_words(error)}.") from None
        save_run(self._folder / _RUN, run)

    def clear(self) -> None:
        """Nothing is unsaved any more: remove this window's copy."""
        if self._lock is not None:
            _remove(self._folder, self._lock)
            self._lock = None

    def leave(self) -> None:
        """Let the next start find this window's copy."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def recoverable(self) -> tuple[list[Recovery], list[str]]:
        """What other sessions left behind, newest first, and a sentence for each damaged copy.

        A damaged copy is renamed in its place and not looked at again. Never raises.
        """
        found: list[Recovery] = []
        messages: list[str] = []
        self._sweep()
        for path in self._left_behind():
            try:
                lock = Lock(path.parent / _LOCK)
            except OSError:
                continue  # its window is open
            try:
                saved = datetime.fromtimestamp(path.stat().st_mtime)
                run, (origin, seen) = load_run(path), _origin(path.parent)
                found.append(Recovery(run, origin, saved, seen, path.parent, lock))
            except OSError:
                lock.release()  # removed while we looked
            except ArchiveError as error:
                lock.release()
                with contextlib.suppress(OSError):
                    path.replace(path.with_name(_DAMAGED))
                messages.append(f"A copy of an unsaved run could not be recovered. {error}")
        return sorted(found, key=lambda recovery: recovery.saved, reverse=True), messages

    def _sweep(self) -> None:
        """Remove the folders of sessions that were killed before they had a copy in them."""
        for folder in self._folders():
            sweep(folder)
            kept = any((folder / name).exists() for name in (_RUN, _DAMAGED))
            with contextlib.suppress(OSError):  # its window may be open
                if not kept and (folder / _LOCK).exists():
                    _remove(folder, Lock(folder / _LOCK))

    def _left_behind(self) -> list[Path]:
        return [folder / _RUN for folder in self._folders() if (folder / _RUN).is_file()]

    def _folders(self) -> list[Path]:
        """Of other sessions."""
        try:
            folders = [folder for folder in self._directory.iterdir() if folder.is_dir()]
        except OSError:
            return []
        return [folder for folder in folders if folder != self._folder]


def _origin(folder: Path) -> tuple[Path | None, str | None]:
    """The file a copy belongs to, and its digest; None as well when the note is damaged."""
    try:
        note = json.loads((folder / _ORIGIN).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None, None
    # Older copies know the path alone.
    path, seen = (note.get("path"), note.get("seen")) if isinstance(note, dict) else (note, None)
    if not (isinstance(path, str) and path and "\0" not in path):
        return None, None
    return Path(path), seen if isinstance(seen, str) else None


def _remove(folder: Path, lock: Lock) -> None:
    # The run first: should the rest stay, the folder is no recovery any more.
    for name in (_RUN, _ORIGIN):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
