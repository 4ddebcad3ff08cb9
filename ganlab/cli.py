"""The command line: ``ganlab`` opens the window; train, sample, presets, screenshot run without it.

Imports neither Qt nor torch itself; each command loads what it needs. A wrong argument, preset or
file ends with exit code 2 and one line on the error stream.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ganlab import __version__
from ganlab.experiment import Change, Experiment, InvalidExperiment, compare, load
from ganlab.presets import load_preset, preset_names, preset_title

if TYPE_CHECKING:
    from ganlab.lab.archive import Run

WRONG_USE = 2
INTERRUPTED = 130

COMMANDS = """commands:
  ganlab presets                        list the named experiments
  ganlab train PRESET|FILE              train without a window
  ganlab sample RUN.ganlab OUT          write samples of a trained generator
  ganlab screenshot PRESET|FILE OUT.png render the real window to a picture

'ganlab COMMAND --help' says more."""


class WrongUse(Exception):
    """What the person asked for cannot be done; its text says why, in one line."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage before it, and guesses no option's name."""

    def __init__(self, prog: str, description: str, **options: Any) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Raise WrongUse instead of printing and exiting."""
        raise WrongUse(f"{message} (see {self.prog} --help)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (of this process, unless given) and return its exit code."""
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    commands: dict[str, Callable[[list[str]], int]] = {
        "presets": _presets,
        "train": _train,
        "sample": _sample,
        "screenshot": _screenshot,
    }
    try:
        if words and words[0] in commands:
            return commands[words[0]](words[1:])
        return _window(words)
    except (WrongUse, InvalidExperiment) as error:
        print(f"ganlab: {_one_line(error)}", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return INTERRUPTED


def desktop() -> int:
    """Open the window for a desktop's launcher: nobody reads its error stream.

    A file that cannot be opened is left to the window, which says so in a dialog.
    """
    multiprocessing.freeze_support()
    from ganlab.app.application import run_window

    path = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    return run_window(path, None, "process", "auto")


# --- the commands ---------------------------------------------------------------------------


def _window(words: list[str]) -> int:
    parser = Parser(
        prog="ganlab",
        description="A laboratory in which you watch a generative adversarial network learn.",
        epilog=COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", help="a .ganlab run or a .json experiment to open")
    parser.add_argument("--preset", choices=preset_names(), metavar="NAME", help="start with it")
    parser.add_argument(
        "--engine",
        choices=("thread", "process"),
        default="process",
        help="train in a worker process (default) or in a thread of the window",
    )
    _add_device(parser)
    parser.add_argument("--version", action="version", version=f"ganlab {__version__}")
    options = parser.parse_args(words)
    path = None
    if options.file is not None:
        if options.preset is not None:
            raise WrongUse("give a file or --preset, not both")
        path = Path(options.file)
        if not path.exists() and not path.suffix:
            raise WrongUse(f"'{options.file}' is neither a command nor a file (see ganlab --help)")
        _read_file(path)
    from ganlab.app.application import run_window

    return run_window(path, options.preset, options.engine, options.device)


def _presets(words: list[str]) -> int:
    parser = Parser(prog="ganlab presets", description="List the named experiments.")
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    options = parser.parse_args(words)
    presets = [
        {"name": name, "title": preset_title(name), "about": load_preset(name).about}
        for name in preset_names()
    ]
    if options.json:
        print(json.dumps(presets))
    else:
        for preset in presets:
            print(f"{preset['name']:14}{preset['title']:20}{_first_sentence(preset['about'])}")
    return 0


def _train(words: list[str]) -> int:
    parser = Parser(
        prog="ganlab train",
        description="Train without a window. A .ganlab file is trained on from where it stands. "
        "Ctrl-C ends the training early and keeps what is there.",
    )
    _add_subject(parser)
    parser.add_argument(
        "--steps", type=_count, metavar="N", help="train until this step (default: its own length)"
    )
    parser.add_argument("--seed", type=int, metavar="S", help="default: the experiment's own")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="change a setting, e.g. training.k=2; may be repeated",
    )
    parser.add_argument("--out", type=Path, metavar="RUN.ganlab", help="save the run there")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    _add_device(parser)
    options = parser.parse_args(words)
    run = _changed(_read_subject(options.subject), options.set, options.seed)
    end = options.steps or run.experiment.training.steps
    here = run.checkpoint.step if run.checkpoint else 0
    if here >= end:
        raise WrongUse(f"{options.subject} is already at step {here}; say a later one with --steps")
    _check_output(options.out, (".ganlab",))

    from ganlab.train_command import train_and_report

    try:
        return train_and_report(run, end, options.device, options.out, options.json)
    except ValueError as error:
        raise WrongUse(f"{options.subject}: {error}") from None


def _sample(words: list[str]) -> int:
    parser = Parser(
        prog="ganlab sample",
        description="Write samples of a trained generator, in the units of its data.",
    )
    parser.add_argument("run", type=Path, metavar="RUN.ganlab")
    parser.add_argument("out", type=Path, metavar="OUT", help="a .npy or .csv file")
    parser.add_argument("-n", type=_count, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--seed", type=_natural, default=1, metavar="S", help="default: 1")
    options = parser.parse_args(words)
    _check_output(options.out, (".npy", ".csv"))
    run = _read_file(options.run)
    if run.checkpoint is None:
        raise WrongUse(f"{options.run} holds no trained generator; train it first")

    from ganlab.export.samples import write_samples
    from ganlab.lab.headless import sample

    try:
        write_samples(options.out, sample(run, options.n, options.seed))
    except (OSError, ValueError) as error:
        raise WrongUse(f"{options.out}: {error}") from None
    return 0


def _screenshot(words: list[str]) -> int:
    parser = Parser(prog="ganlab screenshot", description="Render the real window to a picture.")
    _add_subject(parser)
    parser.add_argument("out", type=Path, metavar="OUT.png")
    parser.add_argument(
        "--steps", type=_natural, default=0, metavar="N", help="train so long first (default: 0)"
    )
    parser.add_argument(
        "--size", type=_size, default=(1440, 900), metavar="WxH", help="default: 1440x900"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    options = parser.parse_args(words)
    experiment = _read_subject(options.subject).experiment
    _check_output(options.out, (".png",))

    from ganlab.app.application import screenshot

    try:
        screenshot(experiment, options.steps, options.size, options.theme, options.out)
    except OSError as error:
        raise WrongUse(f"{options.out}: {error}") from None
    return 0


# --- what they share ------------------------------------------------------------------------


def _add_subject(parser: Parser) -> None:
    parser.add_argument(
        "subject", metavar="PRESET|FILE", help="a preset's name, a .json experiment, a .ganlab run"
    )


def _add_device(parser: Parser) -> None:
    parser.add_argument(
        "--device", choices=("auto", "cpu", "cuda"), default="auto", help="where to train"
    )


def _read_subject(text: str) -> Run:
    """The preset of that name, or the run or experiment in that file."""
    if text in preset_names():
        return _untrained(load_preset(text))
    path = Path(text)
    if not path.exists() and not path.suffix:
        raise WrongUse(f"there is no preset or file '{text}'; presets: {', '.join(preset_names())}")
    return _read_file(path)


def _read_file(path: Path) -> Run:
    """The run in a .ganlab file, or an untrained one of the experiment in a .json file."""
    from ganlab.lab.archive import ArchiveError, load_run

    if path.suffix.lower() not in (".ganlab", ".json"):
        raise WrongUse(f"{path}: not a .ganlab or .json file")
    try:
        return load_run(path) if path.suffix.lower() == ".ganlab" else _untrained(load(path))
    except OSError as error:
        raise WrongUse(f"{path}: {error.strerror or error}") from None
    except (ArchiveError, InvalidExperiment) as error:
        raise WrongUse(f"{path}: {error}") from None


def _untrained(experiment: Experiment) -> Run:
    from ganlab.lab.archive import Run
    from ganlab.lab.history import History

    return Run(experiment, None, History())


def _changed(run: Run, settings: Sequence[str], seed: int | None) -> Run:
    """The run with --set and --seed applied; from the start again if they need new networks."""
    changes: dict[str, object] = {}
    for setting in settings:
        field, equals, value = setting.partition("=")
        if not equals:
            raise WrongUse(f"--set {setting}: say FIELD=VALUE, e.g. training.k=2")
        changes[field.strip()] = value.strip()
    if seed is not None:
        changes["seed"] = seed
    experiment = run.experiment.with_values(changes)
    if run.checkpoint is None or compare(run.experiment, experiment) is not Change.REBUILD:
        return dataclasses.replace(run, experiment=experiment)
    print("These settings need new networks: training starts from step 0.", file=sys.stderr)
    return _untrained(experiment)


def _check_output(path: Path | None, suffixes: tuple[str, ...]) -> None:
    """Say now, and not after the work, that a file cannot be written."""
    if path is None:
        return
    if path.suffix.lower() not in suffixes:
        raise WrongUse(f"{path}: the name has to end in {' or '.join(suffixes)}")
    if not path.absolute().parent.is_dir():
        raise WrongUse(f"{path}: there is no folder {path.parent}")


def _natural(text: str) -> int:
    """0, 1, 2 ..."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number")
    return int(text)


def _count(text: str) -> int:
    """1, 2, 3 ..."""
    if _natural(text) == 0:
        raise argparse.ArgumentTypeError("has to be at least 1")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    """Width and height in pixels, from "1440x900"."""
    width, _, height = text.lower().partition("x")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form 1440x900")
    if not (640 <= int(width) <= 7680 and 480 <= int(height) <= 4320):
        raise argparse.ArgumentTypeError(f"'{text}' is not between 640x480 and 7680x4320")
    return int(width), int(height)


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
