"""``ganlab screenshot``: the real window as a picture."""

from __future__ import annotations

from ganlab.cli.arguments import (
    Parser,
    WrongUse,
    a_path,
    add_subject,
    check_output,
    natural,
    read_subject,
    size,
)
from ganlab.cli.support.tables import add_table_options, table_options
from ganlab.cli.window import window_libraries
from ganlab.theory.table import BENCHES


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse."""
    parser = Parser(prog="ganlab screenshot", description="Render the real window to a picture.")
    add_subject(parser)
    parser.add_argument("out", type=a_path, metavar="OUT.png")
    parser.add_argument(
        "--steps", type=natural, default=0, metavar="N", help="train so long first (default: 0)"
    )
    parser.add_argument(
        "--size", type=size, default=(1440, 900), metavar="WxH", help="default: 1440x900"
    )
    parser.add_argument(
        "--bench", choices=BENCHES, metavar="BENCH", help="show this bench of the theory room"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    add_table_options(parser)
    options = parser.parse_args(words)
    shown = read_subject(options.subject, table_options(options))
    check_output(options.out, (".png",))

    with window_libraries():
        from ganlab.app.startup.screenshot import screenshot

    try:
        screenshot(
            shown,
            options.steps,
            options.size,
            options.theme,
            options.out,
            bench=options.bench or "",
        )
    except OSError as error:
        raise WrongUse(f"{options.out}: {error}") from None
    return 0
