"""The command line: ``ganlab`` opens the window; train, evaluate, sample, export, presets, models
and screenshot run without it.

Imports neither Qt nor torch itself; each command loads what it needs. A wrong argument, preset or
file ends with exit code 2 and one line on the error stream.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ganlab import __version__
from ganlab.arguments import (
    Parser,
    WrongUse,
    add_device,
    add_run,
    add_subject,
    check_output,
    count,
    natural,
    read_file,
    read_subject,
    run_file,
    size,
    with_settings,
)
from ganlab.experiment import InvalidExperiment
from ganlab.presets import load_preset, preset_names, preset_title

if TYPE_CHECKING:
    from ganlab.lab.archive import Run
    from ganlab.lab.engine import EngineKind

WRONG_USE = 2
INTERRUPTED = 130
MOST_SAMPLES = 10_000_000
MOST_IMAGES = 100_000
LEAST_EVALUATED, MOST_EVALUATED = 10, 100_000

COMMANDS = """commands:
  ganlab presets                        list the named experiments
  ganlab models                         list the generators that come trained
  ganlab train PRESET|FILE              train without a window
  ganlab evaluate RUN.ganlab            measure how good a trained generator is
  ganlab sample RUN.ganlab OUT          write samples of a trained generator
  ganlab export RUN.ganlab --to DIR|FILE write the generator for other programs
  ganlab screenshot PRESET|FILE OUT.png render the real window to a picture

Wherever a RUN.ganlab is asked for, pretrained:NAME is one that comes trained.
'ganlab COMMAND --help' says more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (of this process, unless given) and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    commands: dict[str, Callable[[list[str]], int]] = {
        "presets": _presets,
        "models": _models,
        "train": _train,
        "evaluate": _evaluate,
        "sample": _sample,
        "export": _export,
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
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    return _open_window(path, None, "process", "auto")


# --- the commands ---------------------------------------------------------------------------


def _window(words: list[str]) -> int:
    parser = Parser(
        prog="ganlab",
        description="A laboratory in which you watch a generative adversarial network learn.",
        epilog=COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file", nargs="?", help="a .ganlab run, pretrained:NAME or a .json experiment to open"
    )
    parser.add_argument("--preset", choices=preset_names(), metavar="NAME", help="start with it")
    parser.add_argument(
        "--engine",
        choices=("thread", "process"),
        default="process",
        help="train in a worker process (default) or in a thread of the window",
    )
    add_device(parser)
    parser.add_argument("--version", action="version", version=f"ganlab {__version__}")
    options = parser.parse_args(words)
    path = None
    if options.file is not None:
        if options.preset is not None:
            raise WrongUse("give a file or --preset, not both")
        path = run_file(options.file)
        if not path.exists() and not path.suffix:
            raise WrongUse(f"'{options.file}' is neither a command nor a file (see ganlab --help)")
        read_file(path)
    return _open_window(path, options.preset, options.engine, options.device)


def _open_window(path: Path | None, preset: str | None, engine: EngineKind, device: str) -> int:
    # A start makes much and throws little away; then the window's event loop collects (garbage.py).
    gc.disable()
    try:
        from ganlab.app.application import run_window

        return run_window(path, preset, engine, device)
    finally:
        gc.enable()


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
        name, title = (2 + max(len(preset[key]) for preset in presets) for key in ("name", "title"))
        for preset in presets:
            about = _first_sentence(preset["about"])
            print(f"{preset['name']:{name}}{preset['title']:{title}}{about}")
    return 0


def _models(words: list[str]) -> int:
    from ganlab.models_command import models_command

    return models_command(words)


def _train(words: list[str]) -> int:
    parser = Parser(
        prog="ganlab train",
        description="Train without a window. A .ganlab file is trained on from where it stands. "
        "Ctrl-C ends the training early and keeps what is there.",
    )
    add_subject(parser)
    parser.add_argument(
        "--steps", type=count, metavar="N", help="train until this step (default: its own length)"
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
    add_device(parser)
    options = parser.parse_args(words)
    run = with_settings(read_subject(options.subject), options.set, options.seed)
    end = options.steps or run.experiment.training.steps
    here = run.checkpoint.step if run.checkpoint else 0
    if here >= end:
        raise WrongUse(f"{options.subject} is already at step {here}; say a later one with --steps")
    check_output(options.out, (".ganlab",))

    from ganlab.train_command import train_and_report

    try:
        return train_and_report(run, end, options.device, options.out, options.json)
    except (OSError, ValueError) as error:
        raise WrongUse(f"{options.subject}: {error}") from None


def _evaluate(words: list[str]) -> int:
    parser = Parser(
        prog="ganlab evaluate",
        description="Measure how good a trained generator is. Of images: the digits it draws, how "
        "sure a classifier is of them, score, Fréchet distance, precision and recall, for "
        "conditional runs GAN-test and GAN-train. The classifier knows MNIST's digits alone: "
        "of other images only GAN-train, the Parzen log-likelihood and the distance to the "
        "nearest training image have a meaning.",
    )
    add_run(parser)
    parser.add_argument("--samples", type=count, default=10_000, metavar="N", help="default: 10000")
    parser.add_argument("--seed", type=natural, default=1, metavar="S", help="default: 1")
    parser.add_argument(
        "--parzen", action="store_true", help="of images: the 2014 paper's log-likelihood, too"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(words)
    if not LEAST_EVALUATED <= options.samples <= MOST_EVALUATED:
        raise WrongUse(f"--samples: {LEAST_EVALUATED} to {MOST_EVALUATED:,}")
    run = _trained(options.run)

    from ganlab.evaluate_command import evaluate_and_report

    try:
        return evaluate_and_report(run, options.samples, options.seed, options.parzen, options.json)
    except (OSError, ValueError) as error:
        raise WrongUse(f"{options.run}: {error}") from None


def _sample(words: list[str]) -> int:
    parser = Parser(
        prog="ganlab sample",
        description="Write samples of a trained generator, in the units of its data.",
    )
    add_run(parser)
    parser.add_argument(
        "out", type=Path, metavar="OUT", help="a .npy or .csv file; of images a .png sheet as well"
    )
    parser.add_argument("-n", type=count, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--seed", type=natural, default=1, metavar="S", help="default: 1")
    options = parser.parse_args(words)
    if options.n > MOST_SAMPLES:
        raise WrongUse(f"-n: at most {MOST_SAMPLES:,} samples")
    check_output(options.out, (".npy", ".csv", ".png"))
    run = _trained(options.run)
    if run.experiment.data.kind == "images" and options.n > MOST_IMAGES:
        raise WrongUse(f"-n: at most {MOST_IMAGES:,} images")
    if run.experiment.data.kind != "images" and options.out.suffix.lower() == ".png":
        raise WrongUse(f"{options.out}: only images can be written as a picture")

    from ganlab.export.samples import write_samples
    from ganlab.lab.headless import sample

    try:
        write_samples(options.out, sample(run, options.n, options.seed))
    except (OSError, ValueError) as error:
        raise WrongUse(f"{options.out}: {error}") from None
    return 0


def _export(words: list[str]) -> int:
    from ganlab.export_command import export_command

    return export_command(words)


def _screenshot(words: list[str]) -> int:
    parser = Parser(prog="ganlab screenshot", description="Render the real window to a picture.")
    add_subject(parser)
    parser.add_argument("out", type=Path, metavar="OUT.png")
    parser.add_argument(
        "--steps", type=natural, default=0, metavar="N", help="train so long first (default: 0)"
    )
    parser.add_argument(
        "--size", type=size, default=(1440, 900), metavar="WxH", help="default: 1440x900"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    options = parser.parse_args(words)
    run = read_subject(options.subject)
    check_output(options.out, (".png",))

    from ganlab.app.application import screenshot

    try:
        screenshot(run, options.steps, options.size, options.theme, options.out)
    except OSError as error:
        raise WrongUse(f"{options.out}: {error}") from None
    return 0


def _trained(path: Path) -> Run:
    run = read_file(path)
    if run.checkpoint is None:
        raise WrongUse(f"{path} holds no trained generator; train it first")
    return run


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
