"""Makes the game of an experiment ready to be played."""

from __future__ import annotations

from collections.abc import Callable

from ganlab.data import Target, make_target
from ganlab.games.game import Game, make_game
from ganlab.lab.commands import Build
from ganlab.lab.device import failing_by_name


class CannotBuild(ValueError):
    """There is no such game: an empty drawing, a foreign checkpoint, lost files. A sentence."""


def build(command: Build, device: str, tune: Callable[[Target], None]) -> Game:
    """The game that is asked for, where it stood. `tune`: see Session.

    Raises CannotBuild, DeviceFailed.
    """
    try:
        target = make_target(command.experiment.data)
        tune(target)
        with failing_by_name(device):
            game = make_game(command.experiment, target, device)
            if command.checkpoint is not None:
                game.load(command.checkpoint)
    except (OSError, ValueError) as error:
        raise CannotBuild(f"Cannot start: {error}") from error
    return game
