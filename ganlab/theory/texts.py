"""What benches say of themselves, as text: for ``ganlab theory BENCH --help`` and docs/theory.md.

``python -m ganlab.theory.texts FILE`` writes the latter.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from ganlab.document.base import first_fault
from ganlab.figures import exact
from ganlab.theory.bench import Bench, Controls, Statement
from ganlab.theory.table import BENCHES, bench

HEAD = """# The theory of GANs, as benches

Every statement below can be moved in the theory room of the window (Ctrl+3) and printed with
`ganlab theory BENCH`. This page is made from the benches' own texts: `make screenshots` writes it
anew, and a test compares it with them.
"""


def allowed(info: FieldInfo) -> str:
    """What a control may be: "-4 to 4", "gan, wgan", a density, numbers apart by commas."""
    if get_origin(info.annotation) is Literal:
        return ", ".join(map(str, get_args(info.annotation)))
    if info.annotation is bool:
        return "true or false"
    bounds = _bounds(info.metadata)
    if get_origin(info.annotation) is tuple:
        of_each = _bounds(getattr(get_args(info.annotation)[0], "__metadata__", ()))
        return f"numbers{of_each and f' from {of_each}'}, apart by commas, or none"
    return bounds or str(getattr(info.annotation, "WRITTEN", "a text"))


def _bounds(metadata: Iterable[object]) -> str:
    """ "-4 to 4"; "" where there are none. `metadata`: constraints, or fields that have them."""
    found: dict[str, float] = {}
    for bound in metadata:
        for one in bound.metadata if isinstance(bound, FieldInfo) else (bound,):
            found |= {key: getattr(one, key) for key in ("ge", "le") if hasattr(one, key)}
    return f"{exact(found['ge'])} to {exact(found['le'])}" if len(found) == 2 else ""


def refusal(controls: type[Controls], error: ValidationError) -> tuple[str, str]:
    """The control whose value is refused ("" where it is none), and a sentence for a person: its
    title, what is wrong, what it may be, and an example."""
    path, why = first_fault(error)
    name = path.partition(".")[0]
    info = controls.model_fields.get(name)
    if info is None:
        return "", why
    may = allowed(info)
    example = "" if " such as " in may else f"; for example {default_of(info)}"
    return name, f"{info.title}: {why}. Allowed: {may}{example}."


def default_of(info: FieldInfo) -> str:
    """Its default, as ``--set`` takes it."""
    value = info.default
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return exact(value)
    if isinstance(value, tuple):
        return ",".join(map(exact, value)) or "none"
    return str(value)


def as_markdown(benches: Iterable[Bench]) -> str:
    """All statements with formula, source, where they are computed and which test holds them."""
    parts = [HEAD]
    for group, members in groupby(benches, key=lambda found: found.group):
        parts.append(f"## {group}\n")
        for found in members:
            parts.append(f"### {found.title}\n")
            parts.append(f"`ganlab theory {found.name}`. {found.about}\n")
            parts += [_statement(statement) for statement in found.statements]
            controls = [
                f"- `{name}` ({info.title}): {info.description} Default "
                f"`{default_of(info)}`; {allowed(info)}."
                for name, info in found.controls.model_fields.items()
            ]
            parts.append("Controls:\n\n" + "\n".join(controls) + "\n")
    return "\n".join(parts)


def _statement(statement: Statement) -> str:
    return (
        f"**{statement.text}**\n\n"
        f"$${statement.latex}$$\n\n"
        f"- Source: {statement.source}\n"
        f"- Computed: `{statement.computed}`\n"
        f"- Held by: `{statement.test}`\n"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(as_markdown(map(bench, BENCHES)), encoding="utf-8")
