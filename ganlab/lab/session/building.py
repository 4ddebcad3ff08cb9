"""Makes the game of an experiment ready to be played."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from ganlab.data import Target, make_target
from ganlab.games.game import Game, make_game
from ganlab.lab.commands import Build


class CannotBuild(ValueError):
    """There is no such game: an empty drawing, a foreign checkpoint, lost files. A sentence."""


class DeviceFailed(RuntimeError):
    """The GPU is full or gone. The first line of what it said."""


def build(command: Build, device: str, tune: Callable[[Target], None]) -> Game:
    """The game that is asked for, where it stood. `tune`: see Session.

    Raises CannotBuild, DeviceFailed.
    """
    try:
        target = make_target(command.experiment.data)
        tune(target)
        game = make_game(command.experiment, target, device)
        if command.checkpoint is not None:
            game.load(command.checkpoint)
    except (OSError, ValueError) as error:
        raise CannotBuild(f"Cannot start: {error}") from error
    except RuntimeError as error:
        if device == "cpu":
            raise
        lines = traceback.format_exception_only(error)[-1].strip().splitlines()
        raise DeviceFailed((lines or ["unknown"])[0]) from error
    return game
