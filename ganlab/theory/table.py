"""The benches of the theory room, one line each, in the order in which they are read.

`ganlab.theory.<module>.bench` has a `BENCH`; its picture is the `View` of
`ganlab.app.rooms.theory.benches.<module>`. Both are imported when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganlab.theory.bench import Bench

BENCHES: dict[str, str] = {
    "push-forward": "push_forward",
    "figure-1": "figure_1",
    "integrand": "integrand",
    "criterion": "criterion",
    "proposition-2": "proposition_2",
    "slopes": "slopes",
    "divergences": "all_divergences",
    "fenchel": "fenchel",
    "fits": "fits",
    "saddle": "saddle",
    "dirac-gan": "dirac_gan",
    "classifier": "classifier",
    "likelihood": "likelihood",
}
"""Name -> module."""


def bench(name: str) -> Bench:
    """The bench of that name. Raises KeyError."""
    found: Bench = import_module(f"ganlab.theory.{BENCHES[name]}.bench").BENCH
    return found
