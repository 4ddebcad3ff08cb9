"""What to try: edits that are worth a click, as far as an experiment allows them.

Each gives None where it would change nothing: k that is the highest, a penalty that is not there.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Literal

from ganlab.experiment import Change, Experiment, change_of
from ganlab.gan.settings import two_player
from ganlab.lab.verdicts.verdict import Remedy

Player = Literal["generator", "discriminator"]

LETTER: dict[Player, str] = {"generator": "G", "discriminator": "D"}
SLOWER = 3.0
"""A learning rate is divided by so much: less is hardly seen."""
R1 = 0.1
"""The weight to begin with: what the presets of the plane have."""
AVERAGE = 0.999
CONSTANT = "constant"

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


def more_k(e: Experiment) -> Remedy | None:
    """D closer to its best."""
    k = min(2 * two_player(e.game).k, 20)
    return _edit(e, f"Raise k to {k}", "More steps of D before each turn of G.", {"game.k": k})


def less_k(e: Experiment) -> Remedy | None:
    """A D that has had too much of a start."""
    k = max(two_player(e.game).k // 2, 1)
    about = "Fewer steps of D before each turn of G."
    return _edit(e, f"Lower k to {k}", about, {"game.k": k})


def slower(e: Experiment, *players: Player) -> Remedy | None:
    """Shorter steps of one player, or of both."""
    new = {p: max(_two_digits(_rate(e, p) / SLOWER), 1e-6) for p in players}
    about = "Shorter steps: the players circle less, and learn more slowly."
    return _edit(e, _rates_text("Lower", new), about, _rate_changes(new))


def faster(e: Experiment, player: Player) -> Remedy | None:
    """Longer steps of one player."""
    new = {player: min(_two_digits(_rate(e, player) * SLOWER), 1.0)}
    return _edit(e, _rates_text("Raise", new), "Longer steps: it catches up.", _rate_changes(new))


def more_r1(e: Experiment) -> Remedy | None:
    """A flatter D."""
    r1 = min(_two_digits(two_player(e.game).penalty.r1 * 3) or R1, 100.0)
    text = f"Raise R1 to {r1:g}" if two_player(e.game).penalty.r1 else f"Add R1, weight {r1:g}"
    return _edit(e, text, "A flatter D near the data: a calmer game.", {"game.penalty.r1": r1})


def less_r1(e: Experiment) -> Remedy | None:
    """A D that may be as steep as it needs to be."""
    r1 = (
        0.0
        if two_player(e.game).penalty.r1 <= R1 / 3
        else _two_digits(two_player(e.game).penalty.r1 / 3)
    )
    text = f"Lower R1 to {r1:g}" if r1 else "Take R1 away"
    return _edit(e, text, "A steeper D, which sees finer differences.", {"game.penalty.r1": r1})


def non_saturating(e: Experiment) -> Remedy | None:
    """From minimax, whose G gets no gradient once D is sure."""
    if two_player(e.game).objective != "minimax":
        return None
    about = "The same fixed point, with a strong gradient for G when D is winning."
    return _edit(e, "Switch to non-saturating", about, {"game.objective": "non-saturating"})


def larger(e: Experiment, player: Player) -> Remedy | None:
    """More units; of images both players widen together."""
    if e.data.kind == "images":
        dcgan = two_player(e.game).image_networks.kind == "dcgan"
        path, most = ("channels", 128) if dcgan else ("units", 2048)
        width = min(2 * getattr(two_player(e.game).image_networks, path), most)
        about = "Wider networks can bend more, and cost more time."
        return _edit(e, f"{width} {path}", about, {f"game.image_networks.{path}": width})
    units = min(2 * getattr(e.game, player).units, 512)
    about = f"A wider {player} can bend more, and costs more time."
    return _edit(e, f"{units} units for {LETTER[player]}", about, {f"game.{player}.units": units})


def more_noise(e: Experiment) -> Remedy | None:
    """One number of noise draws only a curve."""
    if e.noise.dimension > 1 or (e.data.kind == "toy" and e.data.name.endswith("1d")):
        return None
    about = "With one number of noise the generator can only draw a curve."
    return _edit(e, "2-D noise", about, {"noise.dimension": 2})


def average(e: Experiment) -> Remedy | None:
    """The same generator without its last wobble."""
    if two_player(e.game).ema:
        return None
    about = "Look at the mean of the last generators beside G itself: calmer than any of them."
    return _edit(e, "Average G", about, {"game.ema": AVERAGE})


def larger_batch(e: Experiment) -> Remedy | None:
    """Less chance in each step."""
    m = min(2 * e.training.batch_size, 4096)
    about = "Less chance in each step, and more time for it."
    return _edit(e, f"Batches of {m:,}", about, {"training.batch_size": m})


def longer(e: Experiment) -> Remedy | None:
    """More steps before the learning rates are 0."""
    steps = min(2 * e.training.steps, 10_000_000)
    about = "The learning rates rise again, and come down to 0 there. Then press Play."
    return _edit(e, f"Train to step {steps:,}", about, {"training.steps": steps})


def steady_rates(e: Experiment) -> Remedy | None:
    """No end at all."""
    if all(optimizer.schedule == CONSTANT for optimizer in e.game.optimizers()):
        return None
    about = "Learning goes on at the rates that are set, without an end. Then press Play."
    changes = dict.fromkeys(
        ("game.generator_optimizer.schedule", "game.discriminator_optimizer.schedule"), CONSTANT
    )
    return _edit(e, "Constant learning rates", about, changes)


def another_seed(e: Experiment) -> Remedy | None:
    """The same game with other luck."""
    seed = (e.seed + 1) % 2**31
    about = "Other initial weights and other noise."
    return _edit(e, f"Seed {seed}", about, {"seed": seed})


def _edit(e: Experiment, text: str, about: str, changes: dict[str, Any]) -> Remedy | None:
    # Without a document of its own: a verdict is asked for at every frame.
    if all(attrgetter(path)(e) == value for path, value in changes.items()):
        return None
    restarts = any(change_of(path, type(e.game)) is Change.REBUILD for path in changes)
    if restarts:
        about += " Needs new networks: training starts again; undo brings these back."
    return Remedy(text, about, tuple(changes.items()), restarts=restarts)


def _rate(e: Experiment, player: Player) -> float:
    return float(getattr(e.game, f"{player}_optimizer").learning_rate)


def _rate_changes(rates: dict[Player, float]) -> dict[str, Any]:
    return {f"game.{player}_optimizer.learning_rate": rate for player, rate in rates.items()}


def _rates_text(verb: str, rates: dict[Player, float]) -> str:
    values = sorted(set(rates.values()))
    if len(rates) == 1:
        (player,) = rates
        return f"{verb} {LETTER[player]}'s learning rate to {values[0]:g}"
    if len(values) == 1:
        return f"{verb} both learning rates to {values[0]:g}"
    return f"{verb} both learning rates to a third"


def _two_digits(number: float) -> float:
    return float(f"{number:.2g}")
