"""``ganlab`` without a command: open the window."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ganlab import __version__
from ganlab.cli.arguments import Parser, WrongUse, add_device, refusing, run_file
from ganlab.cli.support.tables import add_table_options, table_options
from ganlab.data.tables.options import NO_OPTIONS, Ambiguous, TableOptions
from ganlab.presets import preset_names

if TYPE_CHECKING:
    from ganlab.lab.session.engines import EngineKind

COMMANDS = """commands:
  ganlab presets                        list the named experiments
  ganlab models                         list the generators that come trained
  ganlab inspect FILE                   say what is in a file and how it is read
  ganlab train PRESET|FILE              train without a window
  ganlab evaluate RUN.ganlab            measure how good a trained generator is
  ganlab eigenvalues RUN.ganlab         say whether a small game circles where it stands
  ganlab sample RUN.ganlab OUT          write samples of a trained generator
  ganlab export RUN.ganlab --to DIR|FILE write the generator for other programs
  ganlab theory [BENCH]                 print what a theorem says beside what is computed
  ganlab screenshot PRESET|FILE OUT.png render the real window to a picture

Wherever a RUN.ganlab is asked for, pretrained:NAME is one that comes trained.
'ganlab COMMAND --help' says more."""


def run(words: list[str]) -> int:
    """Open the window as the command line `words` says; the exit code. Raises WrongUse."""
    parser = Parser(
        prog="ganlab",
        description="A laboratory in which you watch a generative adversarial network learn.",
        epilog=COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file",
        nargs="?",
        help="what to open: a run, pretrained:NAME, an experiment, a table or array of points, a "
        "file or folder of images",
    )
    parser.add_argument("--preset", choices=preset_names(), metavar="NAME", help="start with it")
    parser.add_argument(
        "--engine",
        choices=("thread", "process"),
        default="process",
        help="train in a worker process (default) or in a thread of the window",
    )
    add_device(parser)
    add_table_options(parser)
    parser.add_argument("--version", action="version", version=f"ganlab {__version__}")
    options = parser.parse_args(words)
    path = None
    if options.file is not None:
        if options.preset is not None:
            raise WrongUse("give a file or --preset, not both")
        path = run_file(options.file)
        if not path.exists() and not path.suffix:
            raise WrongUse(f"'{options.file}' is neither a command nor a file (see ganlab --help)")
        from ganlab.lab.files.opening import open_file

        with refusing(path), suppress(Ambiguous):  # which the window asks about
            open_file(path, table_options(options))
    return open_window(path, options.preset, options.engine, options.device, table_options(options))


def open_window(
    path: Path | None,
    preset: str | None,
    engine: EngineKind = "process",
    device: str = "auto",
    options: TableOptions = NO_OPTIONS,
) -> int:
    """Open the window on a file or a preset; the exit code when it is closed.

    `options`: how the file is read where it is a table. Raises WrongUse.
    """
    # A start makes much and throws little away; then the window's event loop collects (garbage.py).
    gc.disable()
    try:
        with window_libraries():
            from ganlab.app.shell.application import run_window
            from ganlab.app.startup.display import NoDisplay

        try:
            return run_window(path, preset, engine, device, options)
        except NoDisplay as error:
            raise WrongUse(str(error)) from None
    finally:
        gc.enable()


@contextmanager
def window_libraries() -> Iterator[None]:
    """A WrongUse where the system lacks a library that Qt stands on, as on a bare server."""
    try:
        yield
    except ImportError as error:
        if error.name is not None and error.name.startswith("ganlab"):
            raise
        raise WrongUse(f"the window cannot be opened, a library is missing: {error}") from None
