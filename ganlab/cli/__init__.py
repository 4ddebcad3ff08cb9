"""The command line: ``ganlab`` opens the window; its commands run without it, one file each.

Imports neither Qt nor torch itself; each command loads what it needs. A wrong argument, preset or
file ends with exit code 2 and one line on the error stream.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from ganlab.cli import window
from ganlab.cli.arguments import WrongUse
from ganlab.experiment import InvalidExperiment

WRONG_USE = 2
INTERRUPTED = 130
COMMANDS = ("presets", "models", "train", "evaluate", "sample", "export", "screenshot")
"""Each is a module here, with `run(words)`: its exit code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (of this process, unless given) and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] in COMMANDS:
            code: int = import_module(f"{__name__}.{words[0]}").run(words[1:])
            return code
        return window.run(words)
    except (WrongUse, InvalidExperiment) as error:
        print(f"ganlab: {_one_line(error)}", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return INTERRUPTED


def desktop() -> int:
    """Open the window for a desktop's launcher: nobody reads its error stream.

    A file that cannot be opened is left to the window, which says so in a dialog.
    """
    return window.open_window(Path(sys.argv[1]) if len(sys.argv) > 1 else None, None)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
