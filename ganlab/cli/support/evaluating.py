"""The work behind ``ganlab evaluate``: measure a trained generator, show how far it is, report."""

from __future__ import annotations

import json
import math
import sys
import time

from ganlab.cli.support.training import DONE, told
from ganlab.figures import counted
from ganlab.games.rules import rules_of
from ganlab.interruptible import Cancelled, stop_on_signals
from ganlab.lab.device import tuned
from ganlab.lab.figures.images import Figures, evaluation_figures
from ganlab.lab.figures.steepness import steepness
from ganlab.lab.files.archive import Run
from ganlab.lab.headless import evaluate_points, game_of
from ganlab.progress import ProgressBar

_STEEP = {
    "lipschitz": "D's slope between real and generated: {lipschitz:z.3g} at most, "
    "{mean_slope:z.3g} on average",
}
PLANE = {
    "js_bits": "JS = {js_bits:z.4f} bits (floor {js_floor_bits:z.4f})",
    "mmd": "MMD = {mmd:z.4f}, sliced Wasserstein = {sliced_wasserstein:z.4f}",
    "modes": "{modes:.0f} of {modes_total:.0f} modes, {high_quality:.1%} of high quality",
    "own_class": "{own_class:.1%} of samples nearest to their own class's mode",
    **_STEEP,
}
IMAGES = {
    "held_out": "compared with {held_out}",
    "digits": "{digits} of 10 digits, mean confidence {confidence:.3f}",
    "score": "score = {score:.2f} ± {score_std:.2f}",
    "frechet": "Fréchet distance = {frechet:z.2f} (floor {frechet_floor:z.2f})",
    "precision": "precision = {precision:z.3f}, recall = {recall:z.3f}",
    "gan_test": "GAN-test = {gan_test:.1%}",
    "gan_train": "GAN-train = {gan_train:.1%}",
    "parzen": "Parzen log-likelihood = {parzen:z.1f} ± {parzen_error:.1f} nats "
    "(σ = {parzen_sigma:.3f})",
    "neighbour_distance": "nearest image learned from: {neighbour_distance:.0f} grey levels away",
    "neighbour_distance_real": "the same of real images: {neighbour_distance_real:.0f}",
    **_STEEP,
}
"""What is said of each figure that has a meaning."""


def evaluate_and_report(run: Run, samples: int, seed: int, parzen: bool, as_json: bool) -> int:
    """Measure the generator of a trained run, print the figures; the exit code.

    Raises ValueError or OSError when the run or its data cannot be used.
    """
    e, game = run.experiment, game_of(run)
    if not e.data.imaged:
        figures = evaluate_points(run, samples, seed) | game.figures() | steepness(game)
        _print(_headed(run, samples, figures), PLANE | rules_of(e).told(e), as_json)
        return DONE
    bar, began = ProgressBar(sys.stderr), time.monotonic()

    def report(done: int, total: int) -> None:
        bar.show_share(done, total, time.monotonic() - began)

    with stop_on_signals() as stop, tuned(game.target):
        try:
            figures = evaluation_figures(game, samples, seed, parzen, report, stop.is_set)
        except Cancelled:
            return stop.code
        finally:
            bar.close()
    _print(_headed(run, samples, figures | steepness(game)), IMAGES, as_json)
    return DONE


def _headed(run: Run, samples: int, figures: Figures) -> Figures:
    step = run.checkpoint.step if run.checkpoint else 0
    return {"steps": step, "samples": samples, **{k: v for k, v in figures.items() if k != "step"}}


def _print(figures: Figures, texts: dict[str, str], as_json: bool) -> None:
    if as_json:
        print(json.dumps({name: _finite(value) for name, value in figures.items()}))
        return
    print(f"{counted(figures['samples'], 'sample')} after {counted(figures['steps'], 'step')}")
    for name, text in texts.items():
        if figures.get(name) is not None and (line := told(text, figures)):
            print(line)


def _finite(value: object) -> object:
    """None for what JSON has no number for."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
