"""What runs came to, kept on disk: hours of `make bench-science` outlive an interruption.

A run is found again by its experiment and by the sources that train it, so that none speaks for
another version of the program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

import ganlab
from ganlab.experiment import Experiment

PLACE = Path("build/science.jsonl")
"""A line a run: its key and its figures."""
_OTHERS = (
    *("app/", "cli/", "export/"),
    *("data/drawn/", "data/files/", "data/points.py", "data/tables/"),
    *("games/scenes/", "games/shown/", "games/verdicts/", "games/two_player/verdicts/"),
    *("lab/files/", "lab/past/history.py", "lab/scenes/", "lab/verdicts/"),
)
"""Parts of the program that have no say in what a training comes to."""


class Kept:
    """The runs of before, and those that end now."""

    def __init__(self, place: Path, fresh: bool = False) -> None:
        """`fresh`: all runs of before are forgotten."""
        self._place = place
        self._figures: dict[str, dict[str, Any]] = {}
        if fresh:
            place.unlink(missing_ok=True)
        elif place.exists():
            self._figures = dict(_lines(place))

    def key(self, kind: str, experiment: Experiment) -> str:
        """What names a run: what was measured, the experiment, and the sources."""
        named = f"{kind}\n{experiment.to_json()}\n{self._sources}"
        return hashlib.sha256(named.encode()).hexdigest()

    def get(self, key: str) -> dict[str, Any] | None:
        """The figures of a run that ended before; None where there was none."""
        return self._figures.get(key)

    def put(self, key: str, figures: dict[str, Any]) -> None:
        """A run has ended."""
        self._figures[key] = figures
        self._place.parent.mkdir(parents=True, exist_ok=True)
        with self._place.open("a") as file:
            # Begins its line itself: the one before may have been cut off.
            file.write("\n" + json.dumps([key, figures]))

    @cached_property
    def _sources(self) -> str:
        digest = hashlib.sha256(torch.__version__.encode())
        root = Path(ganlab.__path__[0])
        for file in sorted(root.rglob("*.py")):
            if not file.relative_to(root).as_posix().startswith(_OTHERS):
                digest.update(file.read_bytes())
        return digest.hexdigest()


def _lines(place: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """All whole lines."""
    for line in place.read_text().splitlines():
        try:
            key, figures = json.loads(line)
        except ValueError:
            continue
        yield key, figures
