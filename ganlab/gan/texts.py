"""docs/objectives.md: every objective, penalty and way to play, from their own entries.

``python -m ganlab.gan.texts FILE`` writes it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.table import ENTRIES
from ganlab.gan.play.table import WAYS

HEAD = """# Objectives, penalties and ways to play

Everything that changes how the two players play. Each line can be set in the window's left column
while a run goes on, and with `--set` on the command line. This page is made from the entries of
`ganlab/gan/`: `make screenshots` writes it anew, and a test compares it with them.

"""


def as_markdown() -> str:
    """The whole page."""
    return HEAD + "\n".join([*_objectives(), *_penalties(), *_ways()])


def _objectives() -> Iterator[str]:
    for group, members in groupby(OBJECTIVES.items(), key=lambda item: item[1].group):
        yield f"## Objectives: {group}\n"
        for name, objective in members:
            yield _entry(
                objective.title,
                [f"game.objective={name}"],
                (objective.discriminator_formula, objective.generator_formula),
                objective.about,
                objective.source,
            )


def _penalties() -> Iterator[str]:
    yield "## Penalties and constraints on D\n"
    for name, entry in ENTRIES.items():
        settings = [f"game.penalty.{name}"]
        yield _entry(entry.title, settings, (entry.formula,), entry.about, entry.source)


def _ways() -> Iterator[str]:
    yield "## Ways to play\n"
    for name, way in WAYS.items():
        chosen = [f"{path}={name}" if _is_choice(path) else path for path in way.fields]
        yield _entry(way.title, chosen, way.formulas, way.about, way.source)


def _is_choice(path: str) -> bool:
    """Whether a way is a value of that setting, and not the setting itself."""
    return path.endswith((".kind", ".updates"))


def _entry(
    title: str, settings: Sequence[str], formulas: Sequence[str], about: str, source: str
) -> str:
    shown = "\n\n".join(f"$${formula}$$" for formula in formulas)
    where = ", ".join(f"`{setting}`" for setting in settings)
    return f"### {title}\n\n{where}. {about}\n\n{shown}\n\nSource: {source}.\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(as_markdown(), encoding="utf-8")
