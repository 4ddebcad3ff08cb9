"""``ganlab evaluate``: how good a trained generator is."""

from __future__ import annotations

from ganlab.cli.arguments import Parser, WrongUse, add_run, count, natural, read_trained
from ganlab.cli.support.images import add_data, require_images, with_images

LEAST_EVALUATED, MOST_EVALUATED = 10, 100_000


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse."""
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
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(words)
    if not LEAST_EVALUATED <= options.samples <= MOST_EVALUATED:
        raise WrongUse(f"--samples: {LEAST_EVALUATED} to {MOST_EVALUATED:,}")
    trained = with_images(read_trained(options.run), options.data)
    require_images(trained)

    from ganlab.cli.support.evaluating import evaluate_and_report

    try:
        return evaluate_and_report(
            trained, options.samples, options.seed, options.parzen, options.json
        )
    except ValueError as error:
        raise WrongUse(f"{options.run}: {error}") from None
