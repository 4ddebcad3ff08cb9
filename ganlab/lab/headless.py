"""Trains and samples an Experiment without a window: what the command line stands on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganlab.data import Target, make_target
from ganlab.games.evaluation import columns as evaluation_columns
from ganlab.games.game import Game, make_game
from ganlab.games.rules import rules_of
from ganlab.gan.divergence import Diverged
from ganlab.interruptible import Stop
from ganlab.lab.cores import Cores
from ganlab.lab.device import DeviceFailed, failing_by_name, tuned
from ganlab.lab.figures.classes import class_number
from ganlab.lab.figures.images import (
    TRAINING_FIGURES,
    Figures,
    draw_images,
)
from ganlab.lab.files.archive import Run
from ganlab.lab.measuring import Measuring
from ganlab.lab.past.history import History
from ganlab.lab.past.milestones import milestones
from ganlab.lab.past.snapshots import Figures as SnapshotFigures
from ganlab.lab.past.snapshots import Snapshots, figures_of
from ganlab.lab.session.slow_motion import finish_iteration
from ganlab.metrics.evaluation import evaluate

CHUNK_SECONDS = 0.1
"""Training between two looks at the progress bar and at Ctrl-C."""


@dataclass(frozen=True)
class Result:
    """What a training came to."""

    run: Run
    """The experiment, its last good state (snapshots.py), and its history."""
    trained: int
    """Steps of this call."""
    seconds: float
    """Time spent training in this call, without the evaluations."""
    diverged: Diverged | None = None
    """Why training ended early, if it did."""
    restored: str = ""
    """Then: which state `run` is gone back to, and why to that one; a sentence."""
    images: Figures | None = None
    """How good the images are at the end, TRAINING_FIGURES; None where the data are none."""
    trouble: str = ""
    """Why figures are missing that there should have been."""

    @property
    def figures(self) -> Figures:
        """What ``ganlab train --json`` prints; None for a figure that has no meaning or was not
        measured at this step."""
        history, step = self.run.history, self.run.checkpoint.step if self.run.checkpoint else 0
        measured = history.evaluation_latest("step") == step
        newest = history.evaluation_latest if measured else lambda name: math.nan
        figures: Figures = {
            "steps": step,
            "seconds": round(self.seconds, 4),
            "steps_per_second": _number(self.trained / self.seconds if self.seconds else np.nan),
        }
        experiment = self.run.experiment
        rules = rules_of(experiment)
        for column in rules.columns(experiment):
            if column.summary:
                figures[column.key] = _number(history.now(column.key))
        for column in evaluation_columns(experiment):
            if column.summary:
                value = _number(newest(column.key))
                figures[column.key] = int(value) if value is not None and column.counts else value
        if self.images is not None:
            images = self.trained * rules.examples_per_step(experiment)
            figures |= self.images
            figures["images_per_second"] = images / self.seconds if self.seconds else None
        return figures


@dataclass(frozen=True)
class TrainingProgress:
    """How far a training is."""

    step: int
    end: int
    steps_per_second: float


def train(
    run: Run,
    end: int,
    device: str = "cpu",
    evaluations: int = 1,
    report: Callable[[TrainingProgress], None] = lambda progress: None,
    stop: Stop | None = None,
    keep: Callable[[Run], None] = lambda run: None,
    tell: Callable[[str], None] = lambda sentence: None,
) -> Result:
    """Train from the run's checkpoint (or from the start) until step `end` or until `stop` is set.

    `evaluations` are spread evenly over the way, the last at its end, and where there are any
    before, the steps of milestones.py have theirs too; those of images take long, and there is only
    the last. `keep` gets what was trained before that last one: no evaluation,
    whether it fails or is broken off, costs the training. Where a GPU fails, the CPU goes on from
    the last good state, and `tell` gets a sentence. `run` stays as it is. Raises ValueError for a
    checkpoint that is not of this experiment, and where its images are not to be had.
    """
    stop = stop or Stop()
    with stop.sheltered():
        target = make_target(run.experiment.data)
        if target.absent:
            raise ValueError(target.absent)
    with tuned(target):
        return _train(run, target, end, device, evaluations, report, stop, keep, tell)


def _train(
    run: Run,
    target: Target,
    end: int,
    device: str,
    evaluations: int,
    report: Callable[[TrainingProgress], None],
    stop: Stop,
    keep: Callable[[Run], None],
    tell: Callable[[str], None],
) -> Result:
    rules = rules_of(run.experiment)
    with stop.sheltered():
        game = _begun(run, target, device, tell)
        evaluation, cores = Measuring(game), Cores(game)
        history = run.history.copy()
        history.play(game.era, game.iteration)
        start, seconds, chunk = game.iteration, 0.0, 10
        snapshots, diverged = Snapshots(game.state(), rules.networks, time.perf_counter()), None
        finish_iteration(game, rules.turns)  # of a run that was saved with one half done
        marks = [start + (end - start) * (i + 1) // evaluations for i in range(evaluations)]
        if evaluations > 1:
            marks = sorted({*marks, *milestones(start, end)})
        while game.iteration < end and not stop.is_set():
            mark = next(mark for mark in marks if mark > game.iteration)
            steps = min(chunk, mark - game.iteration)
            began = time.perf_counter()
            try:
                with failing_by_name(game.device.type):
                    cores.run(steps)
                    scalars = game.take_scalars()
            except Diverged as error:
                diverged = error
                break
            except DeviceFailed as error:
                sound = Run(run.experiment, snapshots.newest, history.up_to(snapshots.newest_step))
                tell(_left(error, snapshots.newest_step))
                game, history = _begun(sound, target, "cpu", tell), sound.history
                finish_iteration(game, rules.turns)
                evaluation, cores = Measuring(game), Cores(game)
                continue
            spent = time.perf_counter() - began
            seconds += spent
            chunk = max(1, min(4 * chunk, round(steps * CHUNK_SECONDS / max(spent, 1e-6))))
            history.append(scalars)
            report(TrainingProgress(game.iteration, end, (game.iteration - start) / seconds))
            if game.iteration == mark < end:
                evaluation.evaluate_points(history)
            if snapshots.due(began := time.perf_counter()):
                snapshots.keep(game.state(), _figures(game, history, snapshots.newest_step))
                snapshots.took(began, time.perf_counter())
        # Divergence is noticed late: what comes before it may be spoilt already.
        last_good, words = game.state(), ""
        if diverged is not None:
            restored = snapshots.go_back(diverged.step)
            last_good, words = restored.checkpoint, restored.words
            history = history.up_to(last_good.step)
        trained = Run(run.experiment, last_good, history)
        keep(trained)
    images: Figures | None = None
    if target.image_set is not None:
        images = dict.fromkeys(TRAINING_FIGURES)
    if diverged is None:
        try:
            evaluation.measure(history)
            evaluation.evaluate_points(history)
            images = evaluation.image_figures(stop)
        except KeyboardInterrupt:
            evaluation.trouble = "the evaluation was broken off"
    return Result(
        run=trained,
        trained=game.iteration - start,
        seconds=seconds,
        diverged=diverged,
        restored=words,
        images=images,
        trouble=evaluation.trouble,
    )


def _begun(run: Run, target: Target, device: str, tell: Callable[[str], None]) -> Game:
    """The run's game where it stands; on the CPU where the GPU is full or gone."""
    try:
        with failing_by_name(device):
            game = make_game(run.experiment, target, device)
            if run.checkpoint is not None:
                game.load(run.checkpoint)
            return game
    except DeviceFailed as error:
        tell(_left(error, run.checkpoint.step if run.checkpoint else 0))
        return _begun(run, target, "cpu", tell)


def _left(error: DeviceFailed, step: int) -> str:
    return f"The GPU failed ({error}): the run goes on on the CPU, from step {step:,}."


def _figures(game: Game, history: History, before: int) -> SnapshotFigures:
    """Of a snapshot, whose predecessor is of the step `before`; no evaluation is made for it."""
    news = history.evaluation_latest("step") > before
    js = history.evaluation_latest("js_bits") if news else math.nan
    return figures_of(game.newest_rows(), game.experiment, js)


def game_of(run: Run) -> Game:
    """A run's game on the CPU, where it stands.

    Raises ValueError when the run was never trained or its checkpoint is of another experiment.
    """
    if run.checkpoint is None:
        raise ValueError("this run has no trained generator; train it first")
    game = make_game(run.experiment, make_target(run.experiment.data))
    game.load(run.checkpoint)
    return game


def sample(
    run: Run, n: int, seed: int, label: str | None = None
) -> NDArray[np.float64] | NDArray[np.uint8]:
    """Samples of G, or of its moving average if the run has one.

    (n, dimension) points in data units, or (n, H, W) images, uint8; of one class only where
    `label` names it. Raises ValueError as `game_of` does, and for a label that G is not told.
    """
    game = game_of(run)
    only = None if label is None else class_number(game, label)
    with tuned(game.target):
        if game.target.image_set is not None:
            return draw_images(game, n, seed, only=only)[0]
        return game.batch(n, seed, only=only).rows


def evaluate_points(run: Run, n: int, seed: int) -> Figures:
    """The figures of EVALUATION of n ≥ 2 samples of a game in the plane; raises ValueError."""
    game = game_of(run)
    with tuned(game.target):
        drawn = game.batch(n, seed)
        figures = evaluate(game.target, drawn.rows, game.iteration, labels=drawn.labels)
    return {name: _number(value) for name, value in figures.items()}


def _number(value: float) -> float | None:
    """None for what JSON has no number for: NaN and infinity."""
    return value if math.isfinite(value) else None
