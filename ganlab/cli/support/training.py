"""The work behind ``ganlab train``: train, show how far it is, save, report."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from ganlab.cli.terminal import say
from ganlab.experiment import Experiment
from ganlab.figures import counted
from ganlab.games.rules import rules_of
from ganlab.interruptible import stop_on_signals
from ganlab.lab.device import choose_device
from ganlab.lab.files.archive import ArchiveError, Run, save_run
from ganlab.lab.files.rescue import save_or_rescue
from ganlab.lab.headless import Result, TrainingProgress, train
from ganlab.progress import ProgressBar

DONE, FAILED = 0, 1

EVALUATIONS_TO_SAVE = 25
"""In a run that is saved, so that the window has a curve to show."""


def train_and_report(run: Run, end: int, device: str, out: Path | None, as_json: bool) -> int:
    """Train until step `end`, the end of all schedules or a signal, save to `out`, print the
    figures; the exit code.

    Raises ValueError when the checkpoint is not of the experiment.
    """
    bar = ProgressBar(sys.stderr)
    start = _step(run)
    rest = resting_rates(run.experiment)
    too_far = end > run.experiment.ends_at
    end = run.experiment.training.steps if too_far else end
    places: list[Path | None] = []  # where it was saved, once that was tried

    def report(progress: TrainingProgress) -> None:
        nonlocal rest
        if rest and progress.step > run.experiment.training.steps:
            bar.close()
            say(rest)
            rest = ""
        bar.show(progress.step, progress.end, progress.steps_per_second)

    def keep(trained: Run) -> None:
        bar.close()
        if out is not None and (_step(trained) > start or not out.exists()):
            places.append(_save(trained, out))

    def tell(sentence: str) -> None:
        bar.close()
        say(sentence)

    with stop_on_signals() as stop:
        place, notice = choose_device(device)
        if notice:
            say(notice)
        evaluations = EVALUATIONS_TO_SAVE if out else 1
        try:
            result = train(run, end, place, evaluations, report, stop, keep, tell)
        finally:
            bar.close()
        if too_far and _step(result.run) == end:
            say(rest)
        code = stop.code
        if out is not None and places == [out] and _is_measured(result.run):
            with stop.sheltered():
                failed = _save_figures(result.run, out)
                code = code or failed
    if out is not None and not places:
        say(f"ganlab: nothing was trained, and {out} is as it was")
    elif any(path != out for path in places):
        code = FAILED
    if result.trouble:
        say(f"ganlab: some figures could not be had: {result.trouble}")
    if result.diverged is not None:
        say(f"ganlab: {result.diverged} {result.restored}")
        code = FAILED
    if as_json:
        print(json.dumps(result.figures))
    elif result.diverged is None:
        print(summary(result))
    return code


def resting_rates(experiment: Experiment) -> str:
    """Which learning rates come to 0 at the training's length, in words; "" if none does."""
    optimizers = experiment.game.optimizers()
    resting = [name for name, optimizer in optimizers.items() if optimizer.schedule == "cosine"]
    if not resting:
        return ""
    start, there = f"From step {experiment.training.steps:,} on", "there (training.steps)."
    if math.isinf(experiment.ends_at):
        return f"{start} the learning rate of {resting[0]} is 0: its schedule ends {there}"
    which = {1: "the learning rate is", 2: "both learning rates are"}
    return (
        f"{start} {which.get(len(resting), 'all learning rates are')} 0 and nothing is learned: "
        f"training ends {there} Go on at a constant rate with --constant-rate."
    )


def summary(result: Result) -> str:
    """The figures in words, a few lines; those without a meaning are left out."""
    figures = {name: value for name, value in result.figures.items() if value is not None}
    experiment = result.run.experiment
    lines = [
        f"{counted(int(figures['steps']), 'step')}; {result.trained:,} in {result.seconds:.1f} s"
    ]
    for name, text in {
        **rules_of(experiment).told(experiment),
        "js_bits": "JS = {js_bits:z.4f} bits (floor {js_floor_bits:z.4f})",
        "mmd": "MMD = {mmd:z.4f}, sliced Wasserstein = {sliced_wasserstein:z.4f}",
        "modes": "{modes} of {modes_total} modes, {high_quality:.1%} of high quality",
        "own_class": "{own_class:.1%} of samples nearest to their own class's mode",
        "digits": "{digits} of 10 digits, mean confidence {confidence:.3f}",
        "frechet": "Fréchet distance = {frechet:z.2f} (floor {frechet_floor:z.2f})",
        "gan_test": "{gan_test:.1%} of the images show the digit that was asked for",
        "images_per_second": "{images_per_second:,.0f} images/s",
    }.items():
        if name in figures and (line := told(text, figures)):
            lines.append(line)
    return "\n".join(lines)


def told(text: str, figures: Mapping[str, object]) -> str:
    """The text with its figures filled in; "" where one of them could not be had."""
    names = [name for _, name, _, _ in Formatter().parse(text) if name]
    known = (figures.get(name) for name in names)
    lacking = any(v is None or (isinstance(v, float) and not math.isfinite(v)) for v in known)
    return "" if lacking else text.format(**figures)


def _step(run: Run) -> int:
    return run.checkpoint.step if run.checkpoint else 0


def _is_measured(run: Run) -> bool:
    """Whether there are figures of the run as it stands now."""
    return run.history.evaluation_latest("step") == _step(run)


def _save(run: Run, out: Path) -> Path | None:
    """Save to `out`, or where it can be saved at all; says where, and returns it."""
    path, trouble = save_or_rescue(run, out)
    if trouble:
        say(f"ganlab: {trouble}")
    if path is None:
        say(f"ganlab: the run at step {_step(run):,} could not be saved anywhere")
    else:
        say(f"saved {path} at step {_step(run):,}")
    return path


def _save_figures(run: Run, out: Path) -> int:
    """Save once more, now with the last figures; the exit code."""
    try:
        save_run(out, run)
    except ArchiveError as error:
        say(f"ganlab: {error} The run is there, without its last figures.")
        return FAILED
    return DONE
