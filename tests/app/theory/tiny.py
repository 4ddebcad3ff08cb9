"""A bench of two controls, small enough for every test: N(mean, 1) with `copies` of it."""

from __future__ import annotations

import time

from pydantic import Field

from ganlab.experiment import Experiment
from ganlab.interruptible import Asked, ProgressCallback, check, show_so_far
from ganlab.theory.bench import Bench, Controls, Number, Results, Statement, Work


class Tiny(Controls):
    """What one can move."""

    mean: float = Field(0.0, ge=-4, le=4, title="Mean", description="Where the middle lies")
    copies: int = Field(1, ge=1, le=5, title="Copies", description="How many there are")
    drawn: tuple[float, ...] = Field(
        (), title="Curve", description="A curve", json_schema_extra={"form": False}
    )


def numbers(controls: Tiny, results: Results) -> list[Number]:
    """Two rows, and a third once the work is done."""
    rows = [
        Number("twice the mean", 2 * controls.mean, 2 * controls.mean, "units"),
        Number("of one copy", controls.mean / controls.copies),
    ]
    if "count" in results:
        rows.append(Number("counted", results["count"], float(controls.copies)))
    return rows


def count(controls: Tiny, progress: ProgressCallback, cancelled: Asked) -> float:
    """The number of copies, slowly."""
    for i in range(controls.copies):
        progress(i, controls.copies)
        check(cancelled)
    return float(controls.copies)


def wait(controls: Tiny, progress: ProgressCallback, cancelled: Asked) -> float:
    """Nothing, until it is cancelled."""
    while True:
        progress(1, 2)
        show_so_far(progress, lambda: "so far")
        check(cancelled)
        time.sleep(0.01)


TINY = Bench(
    name="tiny",
    title="A tiny bench",
    group="The game",
    about="Move the mean.",
    statements=(
        Statement(
            "The mean of a Gaussian is its middle.",
            r"E[x] = \mu",
            "Gauss 1809",
            "tests.app.theory.tiny:numbers",
            "tests/app/theory/test_desk.py::test_a_drag_is_one_step_back",
        ),
    ),
    controls=Tiny,
    numbers=numbers,
    works={
        "count": Work("Count", "Counts the copies.", f"{__name__}:count", uses=("copies",)),
        "wait": Work("Wait", "Waits for ever.", f"{__name__}:wait"),
    },
    experiment=lambda controls: Experiment(data={"kind": "toy", "name": "grid-25"}, seed=7),
)
