"""``ganlab inspect``: what is in a file, and how it is read."""

from __future__ import annotations

import json
import math
from typing import Any

from ganlab.cli.arguments import Parser, refusing, run_file
from ganlab.cli.support.tables import add_table_options, table_options


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse."""
    parser = Parser(
        prog="ganlab inspect",
        description="Say what is in a file or folder, and how it is read: of points and images "
        "number, size, ranges, classes, what was left out; of a run its step, data and figures.",
    )
    parser.add_argument(
        "file",
        type=run_file,
        metavar="FILE",
        help="a table, an array, images, a run, pretrained:NAME",
    )
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument(
        "--range",
        default="",
        metavar="BLACK..WHITE",
        help="of images: which numbers are black and white, as data.range says it, such as 0..4095",
    )
    add_table_options(parser)
    options = parser.parse_args(words)

    from ganlab.lab.inspection import inspect_file

    with refusing(options.file):
        inspection = inspect_file(options.file, table_options(options), options.range)
    if options.json:
        print(json.dumps(_finite(inspection.document())))
    else:
        print("\n".join(inspection.words()))
    return 0


def _finite(value: Any) -> Any:
    """With null for what JSON has no number for."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
