"""The command line: ``ganlab`` opens the window; its commands run without it, one file each.

Imports neither Qt nor torch itself; each command loads what it needs. A wrong argument, preset or
file ends with exit code 2 and one line on the error stream.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from ganlab.atomic import plain_words
from ganlab.cli import terminal, window
from ganlab.cli.arguments import WrongUse
from ganlab.experiment import InvalidExperiment

WRONG_USE = 2
INTERRUPTED = 130
CLOSED_PIPE = 141
"""As of a program that SIGPIPE ended."""
COMMANDS = (
    "presets",
    "models",
    "inspect",
    "train",
    "evaluate",
    "eigenvalues",
    "sample",
    "export",
    "theory",
    "screenshot",
)
"""Each is a module here, with `run(words)`: its exit code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (of this process, unless given) and return its exit code."""
    terminal.prepare()
    try:
        try:
            return _run(list(sys.argv[1:] if arguments is None else arguments))
        finally:
            sys.stdout.flush()
    except (WrongUse, InvalidExperiment) as error:
        return _refuse(_one_line(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        if terminal.is_closed_pipe(error):
            terminal.give_up_output()
            return CLOSED_PIPE
        where = f"{error.filename}: " if error.filename else ""
        return _refuse(f"{where}{plain_words(error)}")


def _run(words: list[str]) -> int:
    if words and words[0] in COMMANDS:
        code: int = import_module(f"{__name__}.{words[0]}").run(words[1:])
        return code
    return window.run(words)


def _refuse(why: str) -> int:
    terminal.say(f"ganlab: {why}")
    return WRONG_USE


def desktop() -> int:
    """Open the window for a desktop's launcher: nobody reads its error stream.

    A file that cannot be opened is left to the window, which says so in a dialog.
    """
    terminal.prepare()
    try:
        return window.open_window(Path(sys.argv[1]) if len(sys.argv) > 1 else None, None)
    except WrongUse as error:
        return _refuse(_one_line(error))


def _one_line(error: Exception) -> str:
    """Without line breaks; what is quoted from a file keeps its tabs and spaces."""
    return " ".join(line.strip() for line in str(error).splitlines())
