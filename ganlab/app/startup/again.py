"""The program starts again in its own place and takes up the run that it left: see zoom.py."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import MutableMapping

from ganlab.values import dataclass

_NOTE, _SIZE = "GANLAB_LEFT", "GANLAB_ZOOM"


@dataclass(frozen=True)
class Left:
    """What a window leaves to the one that comes after it."""

    copy: str
    """What the copy of its run is called in the store of copies."""
    modified: bool
    """Whether there is something unsaved in it."""
    playing: bool


def taken(environment: MutableMapping[str, str] = os.environ) -> Left | None:
    """What was left, once; None at any other start."""
    words = environment.pop(_NOTE, "").split()
    if len(words) != 3:
        return None
    copy, modified, playing = words
    return Left(copy, modified == "1", playing == "1")


def leave(left: Left, environment: MutableMapping[str, str] = os.environ) -> None:
    """Leave it to what is started from here."""
    environment[_NOTE] = f"{left.copy} {left.modified:d} {left.playing:d}"


def size(environment: MutableMapping[str, str] = os.environ) -> int:
    """How large it is to be drawn whatever was chosen, per cent, once; 0: as was chosen."""
    text = environment.pop(_SIZE, "")
    return int(text) if text.isdecimal() else 0


def start(percent: int = 0) -> int:
    """Start the program anew, as it was started, and so large if that is not 0; the exit code of
    this one, if it goes on."""
    if percent:
        os.environ[_SIZE] = str(percent)
    sys.stdout.flush()
    sys.stderr.flush()
    _become([sys.executable, *sys.orig_argv[1:]])
    return 0


def _become(words: list[str]) -> None:
    if os.name == "posix":
        os.execv(words[0], words)
    subprocess.Popen(words)  # where a process cannot become another
