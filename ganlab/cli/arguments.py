"""What the commands take: presets, files, settings, numbers. What is wrong is a WrongUse.

Imports neither torch nor Qt.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ganlab.atomic import plain_words, try_writing
from ganlab.cli.terminal import say
from ganlab.data.tables.options import NO_OPTIONS, Ambiguous, Question, TableOptions
from ganlab.presets import load_preset, preset_names
from ganlab.pretrained import PretrainedError, pretrained_path

if TYPE_CHECKING:
    from ganlab.lab.files.archive import Run


PRETRAINED = "pretrained:"
"""What stands before the name of a shipped generator where a run's file is asked for."""
RUN_HELP = f"a trained run's file, or {PRETRAINED}NAME (see ganlab models)"


HINTS: dict[Question, str] = {
    "decimal": "say which with --decimal . or --decimal ,",
    "heading": "say which with --heading or --no-heading",
    "separator": "say which with --separator, such as --separator ';'",
}
"""The options that answer what a table leaves open (see cli/support/tables.py)."""


class WrongUse(Exception):
    """What the person asked for cannot be done; its text says why, in one line."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage before it, and guesses no option's name."""

    def __init__(self, prog: str, description: str, **options: Any) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Raise WrongUse instead of printing and exiting."""
        raise WrongUse(f"{message} (see {self.prog} --help)")


def add_subject(parser: Parser) -> None:
    """What to play: see `read_subject`."""
    parser.add_argument(
        "subject",
        metavar="PRESET|FILE",
        help=f"a preset's name, a run, {PRETRAINED}NAME, an experiment, a table or array of "
        "points, a file or folder of images",
    )


def add_run(parser: Parser) -> None:
    """The trained run that something is to be done with, as a Path: see `run_file`."""
    parser.add_argument("run", type=run_file, metavar="RUN.ganlab", help=RUN_HELP)


def add_device(parser: Parser) -> None:
    """Where to train: see lab.device."""
    parser.add_argument(
        "--device", choices=("auto", "cpu", "cuda"), default="auto", help="where to train"
    )


def a_path(text: str) -> Path:
    """A path as it was typed; shells leave the "~" of ``--out=~/run.ganlab`` to us."""
    return Path(os.path.expanduser(text))


def run_file(text: str) -> Path:
    """The file of that path, or of the shipped generator of that name."""
    if not text.startswith(PRETRAINED):
        return a_path(text)
    try:
        return pretrained_path(text.removeprefix(PRETRAINED))
    except PretrainedError as error:
        raise WrongUse(str(error)) from None


def read_subject(text: str, options: TableOptions = NO_OPTIONS) -> Run:
    """The preset of that name, or what is in that file: see `read_file`."""
    if text in preset_names():
        from ganlab.lab.files.archive import Run

        return Run.fresh(load_preset(text))
    path = run_file(text)
    if not path.exists() and not path.suffix:
        raise WrongUse(f"there is no preset or file '{text}'; presets: {', '.join(preset_names())}")
    return read_file(path, options)


def read_file(path: Path, options: TableOptions = NO_OPTIONS) -> Run:
    """The run in a file, or an untrained one of the experiment, the points or the images in it."""
    from ganlab.lab.files.opening import open_file

    with refusing(path):
        opened = open_file(path, options)
    for note in opened.notes:
        say(note)
    return opened.run


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """What cannot be read of the file `path`, as a WrongUse; with the option that helps."""
    from ganlab.data.errors import DataError
    from ganlab.lab.files.archive import ArchiveError

    try:
        yield
    except Ambiguous as error:
        raise WrongUse(f"{str(error).rstrip('.')}; {HINTS[error.question]}") from None
    except DataError as error:
        raise WrongUse(str(error)) from None
    except ArchiveError as error:
        raise WrongUse(f"{path}: {error}") from None


def read_trained(path: Path) -> Run:
    """The run in that file; it holds a trained generator."""
    run = read_file(path)
    if run.checkpoint is None:
        raise WrongUse(f"{path} holds no trained generator; train it first")
    return run


def check_output(path: Path | None, suffixes: tuple[str, ...]) -> None:
    """Say now, and not after the work, that a file cannot be written."""
    if path is None:
        return
    if path.suffix.lower() not in suffixes:
        raise WrongUse(f"{path}: the name has to end in {' or '.join(suffixes)}")
    check_folder_of(path)
    with refused(path):
        try_writing(path)


def check_folder_of(path: Path) -> None:
    """Say that what is to be written has no folder to be in."""
    if not path.absolute().parent.is_dir():
        raise WrongUse(f"{path}: there is no folder {path.parent}")


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """What the system refuses, as a WrongUse."""
    try:
        yield
    except OSError as error:
        raise WrongUse(f"{path}: {plain_words(error)}") from None


def natural(text: str) -> int:
    """0, 1, 2 ..."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number")
    return int(text)


def count(text: str) -> int:
    """1, 2, 3 ..."""
    if natural(text) == 0:
        raise argparse.ArgumentTypeError("has to be at least 1")
    return int(text)


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels, from "1440x900"."""
    width, _, height = text.lower().partition("x")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form 1440x900")
    if not (640 <= int(width) <= 7680 and 480 <= int(height) <= 4320):
        raise argparse.ArgumentTypeError(f"'{text}' is not between 640x480 and 7680x4320")
    return int(width), int(height)
