"""The work behind ``ganlab train``: train, show how far it is, report, save."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ganlab.gan.objectives import OBJECTIVES
from ganlab.interruptible import stop_on_interrupt
from ganlab.lab.archive import ArchiveError, Run, save_run
from ganlab.lab.device import choose_device
from ganlab.lab.headless import Progress, Result, train
from ganlab.progress import ProgressBar

DONE, FAILED, INTERRUPTED = 0, 1, 130

EVALUATIONS_TO_SAVE = 25
"""In a run that is saved, so that the window has a curve to show."""


def train_and_report(run: Run, end: int, device: str, out: Path | None, as_json: bool) -> int:
    """Train until step `end` or Ctrl-C, print the figures, save to `out`; the exit code.

    Raises ValueError when the checkpoint is not of the experiment.
    """
    place, notice = choose_device(device)
    if notice:
        print(notice, file=sys.stderr)
    bar = ProgressBar(sys.stderr)

    def report(progress: Progress) -> None:
        bar.show(progress.step, progress.end, progress.steps_per_second)

    with stop_on_interrupt() as stop:
        try:
            result = train(run, end, place, EVALUATIONS_TO_SAVE if out else 1, report, stop)
        finally:
            bar.close()
    code = DONE
    if out is not None:
        code = _save(result.run, out)
    if result.diverged is not None:
        print(f"ganlab: {result.diverged}", file=sys.stderr)
        code = FAILED
    if as_json:
        print(json.dumps(result.figures))
    elif result.diverged is None:
        print(summary(result))
    return code or (INTERRUPTED if stop.is_set() else DONE)


def summary(result: Result) -> str:
    """The figures in words, a few lines; those without a meaning are left out."""
    figures = {name: value for name, value in result.figures.items() if value is not None}
    objective = OBJECTIVES[result.run.experiment.objective]
    best = f"{objective.equilibrium_text} = {objective.equilibrium:.4f}".replace("−", "-")
    unit, score = f" {objective.unit}" if objective.unit else "", objective.score
    lines = [f"{figures['steps']:,} steps; {result.trained:,} in {result.seconds:.1f} s"]
    for name, text in {
        "value": f"V(D, G) = {{value:.4f}}{unit} ({best} at the equilibrium)",
        "d_real": f"{score.of_real()} = {{d_real:.3f}}, {score.of_generated()} = {{d_fake:.3f}}",
        "js_bits": "JS = {js_bits:.4f} bits (floor {js_floor_bits:.4f})",
        "mmd": "MMD = {mmd:.4f}, sliced Wasserstein = {sliced_wasserstein:.4f}",
        "modes": "{modes} of {modes_total} modes, {high_quality:.1%} of high quality",
        "digits": "{digits} of 10 digits, mean confidence {confidence:.3f}",
        "frechet": "Fréchet distance = {frechet:.2f} (floor {frechet_floor:.2f})",
        "gan_test": "{gan_test:.1%} of the images show the digit that was asked for",
        "images_per_second": "{images_per_second:,.0f} images/s",
    }.items():
        if name in figures:
            lines.append(text.format(**figures))
    return "\n".join(lines)


def _save(run: Run, out: Path) -> int:
    try:
        save_run(out, run)
    except ArchiveError as error:
        print(f"ganlab: {error}", file=sys.stderr)
        return FAILED
    print(f"saved {out} at step {run.checkpoint.step if run.checkpoint else 0:,}", file=sys.stderr)
    return DONE
