"""What a frame tells, gathered when one was asked for: pictures, scalars, evaluations."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from typing import Any

from ganlab.games.game import Game
from ganlab.lab.frame import FrameRequest
from ganlab.lab.scenes.camera import Camera
from ganlab.lab.session.evaluator import Evaluator

FRAME_SECONDS = 1 / 60 if (os.cpu_count() or 1) > 2 else 1 / 30.5
"""No screen shows more; on two cores each picture that is painted takes its time from training."""
STEPPING_SECONDS = 0.2
"""After a single step, until it is evaluated: a key held down takes the next one before."""


class Reporter:
    """Watches one game for whoever asks for frames; answers no oftener than a screen shows."""

    def __init__(self, game: Game, clock: Callable[[], float]) -> None:
        self._game, self._clock = game, clock
        self._request: FrameRequest | None = None
        self._asked: FrameRequest | None = None
        self._version = 0
        self._shown = -1
        self._measured = False
        self._stands_at = game.iteration, game.taken
        self._next_frame = 0.0
        self._next_picture = 0.0
        self.change_target()

    def change_target(self) -> None:
        """The game has another target: what was drawn of the old one is of no more use."""
        self._camera = Camera(self._game.scene(), self._clock)
        self._evaluator = Evaluator(self._game, self._clock)

    def touch(self) -> None:
        """Something has changed: there is news, at once."""
        self._version += 1
        self._next_picture = 0.0
        self._measured = False

    def moved(self) -> None:
        """The game has gone on, by steps or (in slow motion) by a stage that moves no network."""
        self._version += 1
        now = self._game.iteration, self._game.taken
        if now != self._stands_at:
            self._stands_at, self._measured = now, False
            self._evaluator.moved()

    def rest(self, seconds: float = 0.0) -> None:
        """The game rests: it is to be evaluated, in so many seconds at the latest."""
        self._evaluator.rest(seconds)

    def go_on(self) -> None:
        """The game goes on: where it rested, it is evaluated before."""
        self._evaluator.look()

    def go_back(self) -> None:
        """The game has gone back to an earlier step."""
        self._evaluator.restart()

    def js_bits_since(self, step: int) -> float:
        """Jensen-Shannon divergence of the newest evaluation, if it is of a step after this one;
        else NaN."""
        return (
            self._evaluator.newest["js_bits"] if self._evaluator.newest["step"] > step else math.nan
        )

    def ask(self, request: FrameRequest) -> None:
        """Want one frame, as soon as there is news."""
        if request != self._asked:
            self._asked = request
            self._shown = -1  # another view may be wanted of a game that stands still
            self._next_picture = 0.0
        self._request = self._asked  # what is the same is known by being it

    def wait(self) -> float:
        """Seconds until there may be a frame to send; infinity while none is wanted."""
        if self._request is None:
            return math.inf
        now = self._clock()
        if self._shown == self._version and self._evaluator.due > now:
            return self._evaluator.due - now
        return max(self._next_frame - now, self._next_picture - now, 0.0)

    def news(self, hurry: bool, still: bool, measured: bool) -> dict[str, Any]:
        """The fields of the frame that was asked for; raises Diverged.

        `hurry`: training runs flat out, and every part may take only its share of the time.
        `still`: the picture stays on screen, to be looked at: it is whole. `measured`: and so its
        figures are what the step came to.
        """
        assert self._request is not None
        now = self._clock()
        fields: dict[str, Any] = {}
        whole = still or self._camera.on_beat(self._request)
        if whole:
            fields |= self._figures(measured)
        pictures = self._camera.take(self._request, self._version, whole, hurry, fine=still)
        fields["pictures"] = pictures
        fields["scale"] = self._camera.scale
        if whole:  # with what else there is to read, never ahead of it
            if not still or self._shown == self._version:  # the picture first: this takes longer
                self._evaluator.look(hurry)
            fields["evaluations"] = self._evaluator.told()
        # On a grid of time, whatever each frame was late by: a chunk of training is not cut short.
        self._next_frame = max(self._next_frame + FRAME_SECONDS, now)
        # A frame without a picture shows nothing: it waits for one, if one is due soon.
        self._next_picture = min(self._camera.due, now + 2 * FRAME_SECONDS) if hurry else 0.0
        self._shown = self._version
        self._request = None
        return fields

    def _figures(self, measured: bool) -> dict[str, Any]:
        if measured and not self._measured:
            self._game.measure()
        self._measured = measured
        scalars = self._game.take_scalars()
        if not len(scalars):
            return {}
        scalars.flags.writeable = False
        return {"scalars": scalars, "measured": measured}
