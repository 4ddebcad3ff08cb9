"""What a person says of a table where it does not say so itself."""

from __future__ import annotations

import argparse
from typing import get_args

from ganlab.cli.arguments import Parser
from ganlab.data.tables.options import NO_OPTIONS, Scaling, TableOptions
from ganlab.numerals import Decimal

_SIGNS: dict[str, Decimal] = {".": ".", ",": ",", "point": ".", "comma": ","}
_SEPARATORS = {"tab": "\t", "\\t": "\t", "space": " ", "spaces": " "}


def add_table_options(parser: Parser) -> None:
    """How a table of points is to be read: see `table_options`."""
    group = parser.add_argument_group("of a table of points, where it does not say so itself")
    group.add_argument(
        "--columns", type=_pair, metavar="X,Y", help="names or numbers (from 1) of x and y"
    )
    group.add_argument(
        "--label-column", metavar="NAME", help="name or number of the classes; '' for none"
    )
    group.add_argument("--decimal", choices=_SIGNS, metavar="{.|,}", help="the decimal sign")
    group.add_argument(
        "--heading",
        action=argparse.BooleanOptionalAction,
        help="whether the first row holds names",
    )
    group.add_argument(
        "--separator", type=_separator, metavar="C", help="what stands between columns"
    )
    group.add_argument(
        "--scaling",
        choices=get_args(Scaling),
        default=NO_OPTIONS.scaling,
        help="whether the networks see each column in its own scale, or both in one",
    )
    group.add_argument(
        "--leave-out-outliers",
        action="store_true",
        help="do not learn points that lie far from the rest",
    )


def table_options(options: argparse.Namespace) -> TableOptions:
    """What was said of the table."""
    return TableOptions(
        columns=options.columns,
        label_column=options.label_column,
        decimal=None if options.decimal is None else _SIGNS[options.decimal],
        heading=options.heading,
        separator=options.separator,
        scaling=options.scaling,
        leave_out_outliers=options.leave_out_outliers,
    )


def _pair(text: str) -> tuple[str, str]:
    words = [word.strip() for word in text.split(",")]
    if len(words) != 2 or not all(words):
        raise argparse.ArgumentTypeError(f"'{text}' is not two columns, such as x,y or 1,2")
    return words[0], words[1]


def _separator(text: str) -> str:
    text = _SEPARATORS.get(text, text)
    if len(text) != 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not one character")
    return text
