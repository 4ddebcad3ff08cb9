"""What is asked of a game beside its frames: images of a generator, and its directions."""

from __future__ import annotations

from collections.abc import Callable

from ganlab.games.game import Game
from ganlab.lab import commands
from ganlab.lab.frame import Notice, Reply
from ganlab.lab.scenes.latent import draw_images, find_directions


class Questions:
    """Answers through `emit`; of images only the newest question, when no command waits."""

    def __init__(self, emit: Callable[[Reply], None]) -> None:
        self._emit = emit
        self._images: commands.DrawImages | None = None

    def ask(
        self, asked: commands.DrawImages | commands.FindDirections, game: Game, generation: int
    ) -> None:
        """Take a question up; `generation`: of which build of a game it is asked."""
        if isinstance(asked, commands.DrawImages):
            self._images = asked
        else:
            self._answer(lambda: find_directions(game, asked, generation))

    def forget(self) -> None:
        """What was asked was asked of another generator."""
        self._images = None

    def answer(self, game: Game, generation: int) -> None:
        """Draw the images that wait to be drawn."""
        asked, self._images = self._images, None
        if asked is not None:
            self._answer(lambda: draw_images(game, asked, generation))

    def _answer(self, answer: Callable[[], Reply]) -> None:
        try:
            self._emit(answer())
        except ValueError as error:  # why it cannot be had
            self._emit(Notice("error", str(error)))
