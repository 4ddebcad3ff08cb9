"""``ganlab sample``: samples of a trained generator as a file."""

from __future__ import annotations

from ganlab.cli.arguments import (
    Parser,
    WrongUse,
    a_path,
    add_run,
    check_output,
    count,
    natural,
    read_trained,
    refused,
)

MOST_SAMPLES = 10_000_000
MOST_IMAGES = 100_000


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse."""
    parser = Parser(
        prog="ganlab sample",
        description="Write samples of a trained generator, in the units of its data.",
    )
    add_run(parser)
    parser.add_argument(
        "out",
        type=a_path,
        metavar="OUT",
        help="a .npy or .csv file; of images a .png sheet as well",
    )
    parser.add_argument("-n", type=count, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--seed", type=natural, default=1, metavar="S", help="default: 1")
    parser.add_argument(
        "--label",
        metavar="CLASS",
        help="only samples of this class, by its name; the generator has to be conditional",
    )
    options = parser.parse_args(words)
    if options.n > MOST_SAMPLES:
        raise WrongUse(f"-n: at most {MOST_SAMPLES:,} samples")
    check_output(options.out, (".npy", ".csv", ".png"))
    trained = read_trained(options.run)
    if trained.experiment.data.imaged and options.n > MOST_IMAGES:
        raise WrongUse(f"-n: at most {MOST_IMAGES:,} images")
    if not trained.experiment.data.imaged and options.out.suffix.lower() == ".png":
        raise WrongUse(f"{options.out}: only images can be written as a picture")

    from ganlab.export.samples import write_samples
    from ganlab.lab.figures.classes import UnknownClass
    from ganlab.lab.headless import sample

    try:
        with refused(options.out):
            write_samples(options.out, sample(trained, options.n, options.seed, options.label))
    except UnknownClass as error:
        raise WrongUse(f"--label {options.label}: {error}") from None
    except ValueError as error:
        raise WrongUse(f"{options.out}: {error}") from None
    return 0
