"""What is going on, in plain words, computed from what was measured and from nothing else.

The first statement that holds is made; the order is in `_game`. Every threshold is a constant
with its reason beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np

from ganlab.data.target import Array
from ganlab.experiment import Experiment
from ganlab.gan.objectives import OBJECTIVES, Objective
from ganlab.lab.frame import State
from ganlab.lab.history import History

Level = Literal["good", "busy", "warning", "error", "idle"]

WINDOW = 64
"""Steps averaged for "now": one minibatch's V wanders by 0.05 nats, its mean over these by 0.01."""
WARM_UP = 200
"""Steps before any judgement: two new networks agree on 1/2 without having learned anything."""
SURE = 0.9
"""D wins when its mean is above this on real samples and below 1 - this on generated ones, on the
scale of its objective from 0 (surely generated) to 1 (surely real). Minimax scales G's gradient by
D(G(z)): a fifth or less is left of what G gets at 1/2."""
VANISHING_GRADIENT = 1e-3
"""Norm of G's gradient under which G stands still, whatever its objective; usual are 0.01 to 1."""
FOOLED = 0.1
"""G wins when D gives generated samples this much more than real ones: worse than guessing."""
EVEN = 0.1
"""D is even-handed when its means on real and generated samples differ by less."""
JS_NEAR = 0.05
"""p_g is near p_data when JS is within this of the floor, bits (the bar for the presets)."""
JS_FAR = 0.25
"""And far from it beyond this: then a D that says 1/2 and gets G nowhere has lost track."""
COLLAPSE_QUALITY = 0.3
"""Share of high-quality samples from which it counts that they sit at few modes. With fewer the
generator has not collapsed, it has not arrived."""
SWING_WINDOW, SWING_BLOCK = 2048, 16
"""Oscillation is looked for in the newest SWING_WINDOW steps, averaged in blocks: periods of 80
to 1,000 steps, where the players' circling shows; below is minibatch noise, above is learning."""
SWING_HEIGHT = 3.0
"""From the 10th to the 90th percentile of V's blocks, in changes that count (Objective.near): well
above a calm run's 0.5 to 1."""
SWING_TURNS = 4
"""Times V must cross its mean (two full circles)."""
SWING_MEMORY = 0.4
"""Correlation of neighbouring blocks: about 0 for noise, 0.6 and more for a swing of 6 blocks."""
TREND = 10
"""Newest evaluations whose two halves are compared to say where p_g is going."""
TREND_LEAST = 4
"""Fewer say nothing."""
TREND_JS = 0.01
"""Change of their mean JS, bits, that counts; chance alone moves one evaluation by 0.002."""
TREND_DISTANCE = 0.05
"""Relative change of their mean sliced Wasserstein distance that counts. It still moves where JS
does not: as long as p_g and p_data share no cell of the grid, JS stays at 1."""

LOSSES = ("discriminator_loss", "generator_loss")
"""Not finite where anything in a game is not; V and D's numbers may be unknown in an old file."""

Trend = Literal["unknown", "closer", "still", "away"]


@dataclass(frozen=True)
class Verdict:
    """One sentence with its mood, and the figures behind it."""

    level: Level
    headline: str
    details: tuple[str, ...] = ()


def describe(history: History, state: State, experiment: Experiment) -> Verdict:
    """What a person should know of a run now. Pure, and quick enough to ask at every frame."""
    step = history.steps
    if state is State.CRASHED:
        return Verdict("error", "The trainer has stopped: resume from the last checkpoint")
    if state is State.LOADING:
        return Verdict("busy", "Loading: getting the networks ready")
    if state is State.STOPPING:
        return Verdict("idle", "Stopping")
    if step and not all(isfinite(history.latest(name)) for name in LOSSES):
        return Verdict(
            "error",
            f"Diverged at step {step:,}: a number is no longer finite",
            _details(history, OBJECTIVES[experiment.objective]),
        )
    if state is State.IDLE and not step:
        return Verdict("idle", "Ready: press Play")
    game = _game(history, experiment)
    if state is State.RUNNING:
        return game
    headline = "Paused" if state is State.PAUSED else "Ready: press Play to go on"
    return Verdict("idle", headline, (game.headline, *game.details) if step else ())


def _game(history: History, experiment: Experiment) -> Verdict:
    """Who is winning. The order: what stops learning first, then what is wrong, then how far."""
    objective = OBJECTIVES[experiment.objective]
    details = _details(history, objective)
    if history.steps < WARM_UP:
        return Verdict("busy", "Warming up: the first steps say little", details)
    numbers = np.array([_now(history, "d_real"), _now(history, "d_fake")])
    d_real, d_fake = objective.score.scale.share(numbers).tolist()
    if d_real > SURE and d_fake < 1 - SURE:
        gradient = _now(history, "generator_gradient")
        if experiment.objective == "minimax" or gradient < VANISHING_GRADIENT:
            return Verdict("warning", "D wins: the generator's gradient is vanishing", details)
        return Verdict("warning", "D wins: it tells real from generated at a glance", details)
    if _oscillating(history.recent("value", SWING_WINDOW), SWING_HEIGHT * objective.near):
        return Verdict("warning", "Oscillating: the players circle each other", details)
    if d_fake - d_real > FOOLED:
        return Verdict("warning", "G wins: D takes generated samples for real ones", details)
    covered = history.evaluation_latest("modes")
    total = history.evaluation_latest("modes_total")
    modes = f"{covered:.0f} of {total:.0f} modes"
    if total > 1 and _collapsed(history, total):
        text = f"{modes}: the generator has collapsed onto few of them"
        return Verdict("warning", text, details)
    excess = history.evaluation_latest("js_bits") - history.evaluation_latest("js_floor_bits")
    even = abs(d_real - d_fake) < EVEN
    value_near = abs(_now(history, "value") - objective.equilibrium) < objective.near
    if even and value_near and excess < JS_NEAR and not covered < total:
        return Verdict("good", "Near equilibrium", details)
    if experiment.data.kind == "images":  # whose distribution nobody can measure as training goes
        if even and value_near:
            return Verdict(
                "busy", "D sees no difference: the images are that good, or D that weak", details
            )
        return Verdict("busy", "Learning: neither player has won", details)
    trend = _trend(history)
    if even and excess > JS_FAR and trend in ("still", "away"):
        return Verdict("warning", "D has lost track: it sees no difference, yet there is", details)
    if covered < total:
        return Verdict("busy", f"{modes}: {_MODES_WORDS[trend]}", details)
    if trend == "still" and excess < JS_NEAR:
        return Verdict("busy", "Close to the data, and the game goes on", details)
    return Verdict("busy", _WORDS[trend], details)


_WORDS: dict[Trend, str] = {
    "unknown": "Learning: too early to say where it goes",
    "closer": "Learning: p_g is moving towards p_data",
    "still": "Standing still: p_g has stopped short of p_data",
    "away": "Losing ground: p_g is moving away from p_data",
}
_MODES_WORDS: dict[Trend, str] = {
    "unknown": "learning",
    "closer": "learning, p_g is moving towards p_data",
    "still": "standing still",
    "away": "losing ground",
}


def _collapsed(history: History, total: float) -> bool:
    """Whether good samples sit at no more than half of the modes, in effect.

    Samples spread evenly over n of m modes have a reverse KL of log(m/n), so m e^-KL counts the
    modes that matter: one stray sample makes no mode covered.
    """
    effective = total * np.exp(-history.evaluation_latest("reverse_kl"))
    good = history.evaluation_latest("high_quality") >= COLLAPSE_QUALITY
    return bool(good and effective <= total / 2 + 0.01)


def _trend(history: History) -> Trend:
    """Where p_g has been going over the newest evaluations."""
    js = history.evaluation_curve("js_bits")[1][-TREND:]
    distance = history.evaluation_curve("sliced_wasserstein")[1][-TREND:]
    half = len(js) // 2
    if len(js) < TREND_LEAST:
        return "unknown"
    js_change = js[half:].mean() - js[:half].mean()
    distance_change = distance[half:].mean() / distance[:half].mean() - 1
    if js_change < -TREND_JS or distance_change < -TREND_DISTANCE:
        return "closer"
    if js_change > TREND_JS or distance_change > TREND_DISTANCE:
        return "away"
    return "still"


def _oscillating(value: Array, height: float) -> bool:
    """Whether V swings about its mean in step with itself, more than chance would move it."""
    blocks = len(value) // SWING_BLOCK
    if blocks < 2 * SWING_TURNS:
        return False
    means = value[len(value) - blocks * SWING_BLOCK :].reshape(blocks, SWING_BLOCK).mean(axis=1)
    if not np.isfinite(means).all():
        return False
    # Without its straight trend: a V that climbs steadily is no swing.
    time = np.arange(blocks) - (blocks - 1) / 2
    swing = means - means.mean()
    swing = swing - time * ((time @ swing) / (time @ time))
    low, high = np.percentile(swing, (10, 90))
    if not high - low > height:
        return False
    turns = int(np.count_nonzero(np.diff(np.signbit(swing))))
    memory = float(swing[1:] @ swing[:-1]) / float(swing @ swing)
    return turns >= SWING_TURNS and memory > SWING_MEMORY


def _now(history: History, name: str) -> float:
    recent = history.recent(name, WINDOW)
    return float(recent.mean()) if len(recent) else float("nan")


def _details(history: History, objective: Objective) -> tuple[str, ...]:
    """The figures behind a statement, leaving out those that are not known."""
    details = []
    total = history.evaluation_latest("modes_total")
    found = [f"{history.evaluation_latest('modes'):.0f} of {total:.0f} modes"] if total > 1 else []
    quality = history.evaluation_latest("high_quality")
    if isfinite(quality):
        found.append(f"{100 * quality:.0f} % of samples of high quality")
    if found:
        details.append(" · ".join(found))
    value = _now(history, "value")
    if isfinite(value):
        best = f"{objective.equilibrium_text} = {_signed(objective.equilibrium)}"
        details.append(f"V(D,G) = {_signed(value)}, {best}")
    js, floor = (history.evaluation_latest(name) for name in ("js_bits", "js_floor_bits"))
    if isfinite(js):
        details.append(f"JS {js:.3f} bits (floor {floor:.3f})")
    return tuple(details)


def _signed(number: float) -> str:
    """Three decimals with a true minus sign."""
    return f"{number:.3f}".replace("-", "−")
