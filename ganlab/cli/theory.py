"""``ganlab theory``: the numbers of a bench of the theory room, without the window."""

from __future__ import annotations

import argparse
import json
import math
import sys
import textwrap
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_origin

from pydantic import ValidationError

from ganlab.cli.arguments import Parser, WrongUse
from ganlab.figures import significant
from ganlab.interruptible import Cancelled, stop_on_signals
from ganlab.numerals import only_value
from ganlab.progress import ProgressBar
from ganlab.theory.table import BENCHES, bench

if TYPE_CHECKING:
    from ganlab.theory.bench import Bench, Controls, Number, Results

DONE = 0
_ABOUT = (
    "Print what a bench of the theory room computes beside what the theorem says. Without a name, "
    "list the benches; ganlab theory BENCH --help lists the controls of one."
)
_JSON = (
    "end with one JSON object: bench, controls, and numbers, a list of name, computed, exact "
    '(null where nobody knows), difference, unit; infinities are the strings "inf" and "-inf", '
    "what is no number is null"
)


def run(words: list[str]) -> int:
    """Run the command line `words`; the exit code. Raises WrongUse."""
    first = next((word for word in words if not word.startswith("-")), None)
    found = bench(first) if first in BENCHES and words[0] == first else None
    parser = _parser(found)
    options = parser.parse_args(words)
    if options.bench is None and options.set and options.set[-1] in BENCHES:
        options.bench = options.set.pop()  # ganlab theory --set A=1 BENCH
    if options.bench is None:
        if options.set or options.quick:
            raise WrongUse("say which bench (see ganlab theory)")
        return _list(options.json)
    if options.bench not in BENCHES:
        raise WrongUse(f"there is no bench '{options.bench}'; benches: {', '.join(BENCHES)}")
    found = bench(options.bench)
    controls = read_controls(found, options.set)
    results: dict[str, Any] = {}
    if not options.quick:
        code = _do_works(found, controls, results)
        if code:
            return code
    _report(found, controls, results, options.json)
    return DONE


def read_controls(found: Bench, settings: list[str]) -> Controls:
    """The controls with ``CONTROL=VALUE`` applied; the last word counts. Raises WrongUse."""
    values: dict[str, object] = {}
    for setting in settings:
        name, equals, text = (part.strip() for part in setting.partition("="))
        if not equals:
            raise WrongUse(f"--set {setting}: say CONTROL=VALUE")
        info = found.controls.model_fields.get(name)
        if info is None:
            known = ", ".join(found.controls.model_fields)
            raise WrongUse(f"{found.name} has no control '{name}'; controls: {known}")
        values[name] = _plain_value(name, text, info.annotation)
    try:
        return found.controls.model_validate(values)
    except ValidationError as error:
        from ganlab.theory.texts import refusal

        name, why = refusal(found.controls, error)
        raise WrongUse(
            why if why.startswith(f"{name}:") or not name else f"{name}: {why}"
        ) from None


def _plain_value(name: str, text: str, kind: object) -> object:
    """What a text says for a control of that type: numbers as the program writes them, 10,000 and
    −0.5; "none" or nothing for no numbers. What it does not know is left to the control."""
    if get_origin(kind) is tuple:
        parts = [] if text in ("", "none") else text.split(",")
        return [_plain_value(name, part.strip(), float) for part in parts]
    if kind not in (int, float):
        return text
    try:
        number = only_value(text, whole=kind is int)
    except ValueError as error:
        raise WrongUse(f"{name}: {error}") from None
    return text if number is None else number


def _parser(found: Bench | None) -> Parser:
    if found is None:
        parser = Parser(prog="ganlab theory", description=_ABOUT)
    else:
        parser = Parser(
            prog=f"ganlab theory {found.name}",
            description=textwrap.fill(f"{found.title}. {found.about}", 78),
            epilog=_controls(found),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            usage=f"ganlab theory {found.name} [--set CONTROL=VALUE ...] [--json] [--quick]",
        )
    hidden = argparse.SUPPRESS if found else "the name of one"
    parser.add_argument("bench", nargs="?", metavar="BENCH", help=hidden)
    parser.add_argument(
        "--set",
        action="extend",
        nargs="+",
        default=[],
        metavar="CONTROL=VALUE",
        help="give a control another value, e.g. p='.33 N(-1, .065) + .67 N(2, 2)' (second "
        "argument: variance); as many as one likes",
    )
    parser.add_argument("--json", action="store_true", help=_JSON)
    parser.add_argument(
        "--quick", action="store_true", help="leave out what takes long: training, sweeps, fits"
    )
    return parser


def _controls(found: Bench) -> str:
    from ganlab.theory.texts import allowed, default_of

    lines = ["controls:"]
    for name, info in found.controls.model_fields.items():
        lines.append(_wrapped(f"{name}: {info.title}. {info.description}", 2))
        lines.append(_wrapped(f"default {default_of(info)}; {allowed(info)}", 6))
    if found.works:
        lines.append("what takes long:")
        lines += [_wrapped(f"{work.title}: {work.about}", 2) for work in found.works.values()]
    return "\n".join(lines)


def _wrapped(text: str, indent: int) -> str:
    first, others = " " * indent, " " * 6
    return textwrap.fill(
        text, 78, initial_indent=first, subsequent_indent=others, break_on_hyphens=False
    )


def _list(as_json: bool) -> int:
    found = [bench(name) for name in BENCHES]
    if as_json:
        names = ("name", "title", "group", "about")
        print(json.dumps([{name: getattr(one, name) for name in names} for one in found]))
        return DONE
    width = 2 + max(len(one.name) for one in found)
    group = ""
    for one in found:
        if one.group != group:
            group = one.group
            print(group)
        print(f"  {one.name:{width}}{one.title}")
    return DONE


def _do_works(found: Bench, controls: Controls, results: dict[str, Any]) -> int:
    """Run what takes long, one after another; the exit code of a signal that ended it, or 0."""
    with stop_on_signals() as stop:
        for name, work in found.works.items():
            if work.missing(controls) or not work.asked(controls):
                continue
            module, _, function = work.run.partition(":")
            work_of = getattr(import_module(module), function)
            bar, began = ProgressBar(sys.stderr), time.monotonic()

            def show(done: int, total: int, bar: ProgressBar = bar, began: float = began) -> None:
                bar.show_share(done, total, time.monotonic() - began)

            try:
                results[name] = work_of(controls, show, stop.is_set)
            except Cancelled:
                return stop.code
            except ValueError as error:
                raise WrongUse(f"{work.title}: {error}") from None
            finally:
                bar.close()
    return DONE


def _report(found: Bench, controls: Controls, results: Results, as_json: bool) -> None:
    numbers = found.numbers(controls, results)
    if as_json:
        print(json.dumps(as_object(found, controls, numbers), allow_nan=False))
        return
    print(found.title)
    changed = {name: value for name, value in controls if value != getattr(found.controls(), name)}
    for name, value in changed.items():
        print(f"  {name} = {value}")
    rows = [("", "computed", "exact", "difference", "")]
    for number in numbers:
        figures = (number.computed, number.exact, number.difference)
        computed, exact, difference = ("–" if f is None else significant(f, 7) for f in figures)
        rows.append((number.name, computed, exact, difference, number.unit))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    for name, computed, exact, difference, unit in rows:
        line = f"{name:{widths[0]}}  {computed:>{widths[1]}}  {exact:>{widths[2]}}  "
        print(f"{line}{difference:>{widths[3]}}  {unit}".rstrip())


def as_object(found: Bench, controls: Controls, numbers: list[Number]) -> dict[str, Any]:
    """What ``--json`` prints."""
    return {
        "bench": found.name,
        "controls": controls.model_dump(mode="json"),
        "numbers": [
            {
                "name": number.name,
                "computed": _plain(number.computed),
                "exact": _plain(number.exact),
                "difference": _plain(number.difference),
                "unit": number.unit,
            }
            for number in numbers
        ],
    }


def _plain(value: float | None) -> float | str | None:
    """What JSON can hold."""
    if value is None or math.isnan(value):
        return None
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return float(value)
