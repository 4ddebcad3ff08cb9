"""How good a generator of images is, as a job beside the window: the question and the work.

Whoever asks imports this without torch; the answer is the Figures of `ganlab.lab.figures.images`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ganlab.experiment import Experiment
from ganlab.figures import counted
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.interruptible import Asked, ProgressCallback
from ganlab.metrics.image_evaluation import COMPARED, DRAWN, GAN_TRAINED

Wanted = Literal["quality", "parzen"]
WORK = "ganlab.lab.figures.evaluation_job:measure"
"""For `ganlab.lab.job`."""


@dataclass(frozen=True)
class EvaluationQuestion:
    """Which generator is to be measured, and how."""

    experiment: Experiment
    checkpoint: Checkpoint
    wanted: Wanted
    """Everything but the Parzen log-likelihood, or that alone."""
    samples: int
    """Images to draw, 10 or more."""
    seed: int
    """Of their noise."""


def measure(
    question: EvaluationQuestion, progress: ProgressCallback, cancelled: Asked
) -> dict[str, Any]:
    """The Figures asked for, with `steps` and `samples`. Raises ValueError, OSError, Cancelled."""
    from ganlab.lab.figures.images import evaluation_figures, parzen_figures
    from ganlab.lab.files.archive import Run
    from ganlab.lab.headless import game_of

    game = game_of(Run.fresh(question.experiment, question.checkpoint))
    n, seed = question.samples, question.seed
    if question.wanted == "parzen":
        figures = parzen_figures(game, n, seed, progress, cancelled)
    else:
        figures = evaluation_figures(game, n, seed, False, progress, cancelled)
    return {"steps": game.iteration, "samples": n, **figures}


def doing(question: EvaluationQuestion, done: int) -> str:
    """What the work does when it has done so many thousandths."""
    if done == 0:
        return "getting ready"
    if done < DRAWN:
        return f"drawing {counted(question.samples, 'image')}"
    if question.wanted == "parzen":
        return "measuring how likely real images are under them"
    if question.experiment.game.told and COMPARED <= done < GAN_TRAINED:
        return "teaching a classifier with them"
    return "comparing them with real images" if done < GAN_TRAINED else "looking for copies"
