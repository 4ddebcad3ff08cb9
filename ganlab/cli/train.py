"""``ganlab train``: train without a window."""

from __future__ import annotations

from dataclasses import replace

from ganlab.cli.arguments import (
    Parser,
    WrongUse,
    a_path,
    add_device,
    add_subject,
    check_output,
    count,
    read_subject,
)
from ganlab.cli.support.images import add_data, require_images, with_images
from ganlab.cli.support.settings import with_settings
from ganlab.cli.support.tables import add_table_options, table_options


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse, InvalidExperiment."""
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
        help="change a setting, e.g. game.k=2; may be repeated",
    )
    parser.add_argument(
        "--constant-rate",
        action="store_true",
        help="learning rates do not come down to 0: a finished run goes on",
    )
    parser.add_argument("--out", type=a_path, metavar="RUN.ganlab", help="save the run there")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    add_data(parser)
    add_device(parser)
    add_table_options(parser)
    options = parser.parse_args(words)
    subject = with_images(read_subject(options.subject, table_options(options)), options.data)
    chosen = with_settings(subject, options.set, options.seed)
    if options.constant_rate:
        chosen = replace(
            chosen, experiment=chosen.experiment.with_values(chosen.experiment.constant_rates())
        )
    require_images(chosen)
    end = options.steps or chosen.experiment.training.steps
    here = chosen.checkpoint.step if chosen.checkpoint else 0
    if here >= chosen.experiment.ends_at:
        from ganlab.cli.support.training import resting_rates

        raise WrongUse(f"{options.subject} is at step {here}. {resting_rates(chosen.experiment)}")
    if here >= end:
        raise WrongUse(f"{options.subject} is already at step {here}; say a later one with --steps")
    check_output(options.out, (".ganlab",))

    from ganlab.cli.support.training import train_and_report

    try:
        return train_and_report(chosen, end, options.device, options.out, options.json)
    except ValueError as error:
        raise WrongUse(f"{options.subject}: {error}") from None
