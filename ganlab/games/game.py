"""What every game does: the half with torch, in the worker, headless and jobs."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.target import Batch, Target
from ganlab.experiment import Experiment
from ganlab.games.rules import check_data
from ganlab.games.scenes.scene import Scene
from ganlab.games.table import GAMES
from ganlab.gan.saving.checkpoint import Checkpoint


class Game(Protocol):
    """A way to learn p_g, as it stands: same experiment, same machine, CPU, the same numbers, bit
    for bit. Made by ``make_game(experiment, target, device)``.

    Who drives it crosses this interface by chunk and by frame, never by step.
    """

    experiment: Experiment
    target: Target
    device: torch.device
    classes: int
    """How many classes samples are asked for by; 0: they are not."""
    iteration: int
    """How many have been finished."""
    taken: int
    """How many turns of the next one have been taken."""

    # --- training ---

    def step(self) -> None:
        """One iteration: every turn of `Rules.turns` as often as the experiment says."""

    def run(self, iterations: int) -> None:
        """Many iterations; raises Diverged within 50 of the step at which it happened."""

    def take(self, turn: str) -> None:
        """One update of one turn, by its name."""

    def finish_iteration(self) -> None:
        """Count what has just been done as one step of the run, and record it."""

    @property
    def ends_at(self) -> float:
        """The step from which nothing is learned any more; infinity where there is none."""

    # --- figures ---

    @property
    def era(self) -> str:
        """What its figures are measured by, such as the loss variant: rows of different eras cannot
        be compared. "": they always can."""

    @property
    def era_since(self) -> int:
        """The step at which it began."""

    def take_scalars(self) -> NDArray[np.float64]:
        """(iterations, columns) since the last call, `Rules.columns`; raises Diverged."""

    def newest_rows(self) -> NDArray[np.float64]:
        """(n, columns) the last iterations that were looked at; they stay for `take_scalars`.
        Raises Diverged."""

    def measure(self) -> None:
        """Record the present step anew, measured after it: what is taken next ends in that row.
        Learns nothing, and there is nothing to record of an untouched game. Raises Diverged."""

    def figures(self) -> dict[str, float]:
        """What an evaluation measures of this game alone, by the columns of `Rules.evaluation`."""

    # --- samples ---

    def sample(self, n: int, seed: int, average: bool = True) -> NDArray[np.float64]:
        """(n, dimension) generated samples in data units, of the moving average if there is one.
        Does not disturb training's own stream of chance."""

    def batch(self, n: int, seed: int, average: bool = True, only: int | None = None) -> Batch:
        """The same samples with the classes that were asked for, places among the target's
        `told_names`, None where none are; all of the class `only`, if one is given."""

    def generate(self, noise: Tensor, average: bool = False) -> Tensor:
        """(n, columns) samples, networks' units, of (n, dimension + classes) rows of noise."""

    def first_layer(self, average: bool = False) -> NDArray[np.float32]:
        """(features, inputs): the weights by which the generator hears its noise."""

    def scene(self) -> Scene:
        """What there is to be seen of it, with its present target: pictures of `Rules.views`."""

    # --- keeping, and changes while it runs ---

    def state(self) -> Checkpoint:
        """Everything that decides how training goes on; `load` continues bit-exactly."""

    def load(self, checkpoint: Checkpoint) -> None:
        """Continue from a checkpoint of this experiment; raises ValueError if it does not fit: the
        game is then of no more use."""

    def rewind(self, iteration: int) -> None:
        """Forget what was measured after `iteration` and count on from there."""

    def apply(self, experiment: Experiment, target: Target) -> None:
        """Go on under an experiment that differs only in what can change live; raises Diverged."""


def make_game(experiment: Experiment, target: Target, device: str = "cpu") -> Game:
    """The game that an experiment plays, at its beginning; raises ValueError, in a sentence, where
    it cannot be played with this target."""
    check_data(experiment)
    module, _, name = GAMES[experiment.game.kind].game.partition(":")
    game: Game = getattr(import_module(module), name)(experiment, target, device)
    return game
