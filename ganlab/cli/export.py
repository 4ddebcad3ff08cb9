"""``ganlab export``: a trained generator as files that run without ganlab."""

from __future__ import annotations

import json
from pathlib import Path

from ganlab.atomic import plain_words, try_writing
from ganlab.cli.arguments import (
    Parser,
    WrongUse,
    a_path,
    add_run,
    check_folder_of,
    natural,
    read_trained,
    refused,
)
from ganlab.cli.terminal import say
from ganlab.export.generator.folder import try_new_folder
from ganlab.export.generator.request import (
    FORMATS,
    ExportError,
    Format,
    files_of,
    format_of,
    is_file,
)
from ganlab.lab.figures.newest_figures import meaningful, newest_figures

DONE, FAILED = 0, 1


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse."""
    parser = Parser(
        prog="ganlab export",
        description="Write the trained generator of a run as files that run in any program without "
        "ganlab; its moving average, if it has one.",
    )
    add_run(parser)
    parser.add_argument(
        "--to",
        type=a_path,
        required=True,
        metavar="DIR|FILE",
        help="a .onnx, .pt2, .safetensors or .py file, or a new folder",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="default: what the name of FILE says; all of them in a folder",
    )
    parser.add_argument(
        "--seed", type=natural, default=1, metavar="S", help="of the pictures; default: 1"
    )
    parser.add_argument(
        "--metrics",
        type=a_path,
        metavar="FILE.json",
        help="what 'ganlab evaluate --json' printed, for the card; default: the run's own figures",
    )
    options = parser.parse_args(words)
    to: Path = options.to
    try:
        with refused(to):
            chosen = options.format or format_of(to)
            _try(to, chosen)
    except ExportError as error:
        raise WrongUse(f"--to {to}: {error}") from None
    given = None if options.metrics is None else read_metrics(options.metrics)
    trained = read_trained(options.run)

    from ganlab.games.exports import export_generator

    metrics = newest_figures(trained.history) if given is None else given
    try:
        done = export_generator(
            trained.experiment, trained.checkpoint, to, chosen, options.seed, metrics
        )
    except ExportError as error:
        say(f"ganlab: {error}")
        return FAILED
    for name, difference in done.differences.items():
        print(f"{name}: differs from the trained generator by at most {difference:.1e}")
    print(f"{len(done.files)} file{'s' if len(done.files) > 1 else ''} written to {to}")
    return DONE


def _try(to: Path, chosen: Format) -> None:
    """Find out now whether the format can be written there; raises ExportError, OSError."""
    one = is_file(to)
    if one and format_of(to) != chosen:
        raise ExportError(f"{to.name} is no name for the format {chosen}")
    check_folder_of(to)
    if one:
        for path in files_of(to, chosen):
            try_writing(path)
    else:
        try_new_folder(to)


def read_metrics(path: Path) -> dict[str, float]:
    """The numbers of a JSON object in a file, by name; raises WrongUse."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongUse(f"--metrics {path}: {plain_words(error)}") from None
    except (ValueError, RecursionError):
        raise WrongUse(f"--metrics {path}: this is not JSON") from None
    if not isinstance(document, dict):
        raise WrongUse(f"--metrics {path}: this is not what 'ganlab evaluate --json' prints")
    return meaningful(document)
