"""What to try in any game: edits that are worth a click, as far as an experiment allows them.

Each gives None where it would change nothing.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import Any

from ganlab.experiment import Change, Experiment, change_of
from ganlab.games.verdicts.verdict import Remedy

FIT = Remedy("Fit the view", "Look at all generated samples. Changes nothing in the game.",
             errand="fit")  # fmt: skip
RESTORE = Remedy(
    "Restore the last good state",
    "Go back to a state in which the game was still sound.",
    errand="restore",
)


def offered(*remedies: Remedy | None) -> tuple[Remedy, ...]:
    """Those that there are."""
    return tuple(remedy for remedy in remedies if remedy is not None)


def more_noise(e: Experiment) -> Remedy | None:
    """One number of noise draws only a curve."""
    if e.noise.dimension > 1 or e.data.on_a_line:
        return None
    about = "With one number of noise the generator can only draw a curve."
    return edit(e, "2-D noise", about, {"noise.dimension": 2})


def larger_batch(e: Experiment) -> Remedy | None:
    """Less chance in each step."""
    m = min(2 * e.training.batch_size, 4096)
    about = "Less chance in each step, and more time for it."
    return edit(e, f"Batches of {m:,}", about, {"training.batch_size": m})


def longer(e: Experiment) -> Remedy | None:
    """More steps before the learning rates are 0."""
    steps = min(2 * e.training.steps, 10_000_000)
    about = "The learning rates rise again, and come down to 0 there. Then press Play."
    return edit(e, f"Train to step {steps:,}", about, {"training.steps": steps})


def constant_rate(e: Experiment) -> Remedy | None:
    """No end at all, from here on."""
    rates = sorted({f"{o.learning_rate:g}" for o in e.game.falling().values()})
    about = (
        f"Learning goes on from here, at {' and '.join(rates)}, without an end. "
        "Undo brings the schedule back."
    )
    remedy = edit(e, "Go on at a constant rate", about, e.constant_rates())
    return remedy and replace(remedy, errand="play")


def another_seed(e: Experiment) -> Remedy | None:
    """The same game with other luck."""
    seed = (e.seed + 1) % 2**31
    about = "Other initial weights and other noise."
    return edit(e, f"Seed {seed}", about, {"seed": seed})


def edit(e: Experiment, text: str, about: str, changes: dict[str, Any]) -> Remedy | None:
    """Other values of dotted fields; None where they are what there is."""
    # Without a document of its own: a verdict is asked for at every frame.
    if all(attrgetter(path)(e) == value for path, value in changes.items()):
        return None
    restarts = any(change_of(path, type(e.game)) is Change.REBUILD for path in changes)
    if restarts:
        about += " Needs new networks: training starts again; undo brings these back."
    return Remedy(text, about, tuple(changes.items()), restarts=restarts)


def two_digits(number: float) -> float:
    """Rounded as a person would set it."""
    return float(f"{number:.2g}")
