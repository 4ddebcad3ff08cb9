"""Eigenvalues of the game's Jacobian, as a job beside the window: the question and the work.

Whoever asks imports this without torch; the answer is a Spectrum.
"""

from __future__ import annotations

from dataclasses import dataclass

from ganlab.experiment import Experiment
from ganlab.gan.play.size import parameters_of
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.settings import TwoPlayer
from ganlab.interruptible import Asked, ProgressCallback, check, within
from ganlab.lab.figures.spectrum import Spectrum

WORK = "ganlab.lab.figures.spectrum_job:measure"
"""For `ganlab.lab.job`."""
MOST = 2000
"""Parameters of both players together: the work grows with their third power."""
SAMPLES, SEED = 512, 6
"""Of each kind, or as many packs of them; the same every time."""
COMPUTED = 500
"""Thousandths of the work after which the Jacobian is there."""


@dataclass(frozen=True)
class SpectrumQuestion:
    """Of which game."""

    experiment: Experiment
    checkpoint: Checkpoint


def why_not(experiment: Experiment, dimension: int, classes: int) -> str:
    """Why they cannot be asked for, in a sentence; "": they can."""
    game = experiment.game
    if not isinstance(game, TwoPlayer):
        return "Eigenvalues are computed for the game of two players."
    if experiment.data.imaged:
        return "Eigenvalues are computed for points: networks for images have too many parameters."
    count = parameters_of(experiment, dimension, classes)
    if count > MOST:
        return (
            f"The players have {count:,} parameters; eigenvalues are computed for up to {MOST:,}. "
            "Choose fewer layers or units, such as 2 of 24."
        )
    if beyond := ", ".join(game.not_differentiated):
        return f"Eigenvalues go through D's loss alone: switch off {beyond}."
    return ""


def measure(question: SpectrumQuestion, progress: ProgressCallback, cancelled: Asked) -> Spectrum:
    """The eigenvalues where the game stands; progress in thousandths. Raises ValueError,
    Cancelled."""
    import torch

    from ganlab.gan.batches.noise import sample_labelled_noise
    from ganlab.gan.play.jacobian import eigenvalues, jacobian_of
    from ganlab.gan.trainer import Trainer
    from ganlab.lab.files.archive import Run
    from ganlab.lab.headless import game_of

    game = game_of(Run.fresh(question.experiment, question.checkpoint))
    if refused := why_not(question.experiment, game.target.dimension, game.classes):
        raise ValueError(refused)
    assert isinstance(game, Trainer)
    n = SAMPLES * game.settings.pack
    chance = torch.Generator().manual_seed(SEED)
    noise = sample_labelled_noise(question.experiment.noise, game.classes, n, chance)
    so_far = within(progress, 0, COMPUTED, 1000)
    matrix, of_d = jacobian_of(game, noise, game.real.fixed(n, SEED), so_far, cancelled)
    check(cancelled)
    progress(COMPUTED, 1000)
    rates = game.rate_d, game.rate_g
    values, factors = eigenvalues(matrix, rates, of_d)
    return Spectrum(game.iteration, values, factors, rates)
