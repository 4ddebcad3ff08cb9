"""Takes the pictures: has those computed that a FrameRequest asks for, within a share of the time.

What is to be read beside one another must be of the same networks: D's heatmap, the spread of its
numbers, their means. So while training runs all of them are taken together, on a beat, and between
two beats only the samples move (and those of the beat are of its step, too). Flat out the beat is
as slow as the views' shares of the time ask. While nothing runs, all that is new is taken at once.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from ganlab.games.scenes.scene import Scene
from ganlab.games.shown.views import Look, Picture, View
from ganlab.gan.scores import Scale
from ganlab.lab.frame import FrameRequest

KNOWN = 5
"""Costs from which it is known what something costs."""
LEARNING_SECONDS = 1.0
"""The longest rest before that: the first picture of all is dear, and was to hold the next one back
for ten seconds."""
BEAT_SECONDS = 1 / 6
"""Between two beats at least: figures that change faster cannot be read, and where a window has to
share the processor with training, each time that it is painted whole costs training something."""


class Camera:
    """Pictures of one scene."""

    def __init__(self, scene: Scene, clock: Callable[[], float]) -> None:
        self._clock, self._scene = clock, scene
        self._beat = _Turn()
        self._between = {view.name: _Turn() for view in scene.views if view.between}
        self._taken: dict[str, tuple[int, tuple[object, ...]]] = {}
        """By view: of which version of the game, and what of the look it depended on."""
        self._request, self._look = FrameRequest(), Look()
        self._wanted: list[tuple[View, tuple[object, ...]]] = []
        """What is asked for, and what of the look each depends on."""

    def on_beat(self, request: FrameRequest) -> bool:
        """Whether it is time for the whole picture, and not only for what moves between."""
        return request.views != self._request.views or self._clock() >= self._beat.due

    def take(
        self,
        request: FrameRequest,
        version: int,
        whole: bool = True,
        hurry: bool = False,
        fine: bool = True,
    ) -> dict[str, Picture]:
        """The pictures, by view, of what has changed of the game, whose state is `version`: of all
        views asked for, or, if not `whole`, of those that are taken between beats. What is looked
        at otherwise than before is taken at once.

        With `hurry` (training runs flat out) views keep to their shares; `fine` pictures are for a
        game that stands still.
        """
        if request is not self._request or fine != self._look.fine:  # seldom: see Reporter.ask
            self._look_at(request, fine)
        self._scene.begin()
        pictures: dict[str, Picture] = {}
        spent, share, beat = 0.0, 0.0, self._clock()
        for view, seen in self._wanted:
            known = self._taken.get(view.name)
            same = known is not None and known[1] == seen
            if same and known is not None and (view.still or known[0] == version):
                continue
            # What is pointed at moves with the mouse: flat out it waits for the beat.
            at_once = not same and not (hurry and view.at_point)
            between = self._between.get(view.name)
            late = between is None or (hurry and beat < between.due)
            if not whole and not at_once and late:
                continue
            began = self._clock()
            pictures[view.name] = self._scene.takers[view.name](self._look)
            self._taken[view.name] = version, seen
            cost = self._clock() - began
            if between is not None:
                between.took(began, cost, view.share, hurry)
            else:
                spent, share = spent + cost, share + view.share
        if whole:
            if share:
                self._beat.took(beat, spent, share, hurry)
            self._beat.wait_for_beat(beat)
        return pictures

    @property
    def due(self) -> float:
        """When the next picture is due, while training runs flat out; on the clock."""
        between = (self._between[v.name] for v, _ in self._wanted if v.name in self._between)
        return min(turn.due for turn in (self._beat, *between))

    @property
    def scale(self) -> Scale:
        """What the numbers of D run over that were taken last."""
        return self._scene.scale

    def _look_at(self, request: FrameRequest, fine: bool) -> None:
        """Something else is asked for, or it is looked at otherwise."""
        for name in request.views - self._request.views:
            self._taken.pop(name, None)
        self._request, self._look = request, replace(request.look, fine=fine)
        wanted = (view for view in self._scene.views if view.name in request.views and view.taken)
        self._wanted = [
            (view, view.seen(self._look))
            for view in wanted
            if not view.at_point or self._look.pointed is not None
        ]


class _Turn:
    """When something is due again that may cost only a share of the time."""

    def __init__(self) -> None:
        self.due = 0.0
        self._costs: deque[float] = deque(maxlen=KNOWN)

    def took(self, began: float, cost: float, share: float, hurry: bool) -> None:
        """Note what it cost, seconds; with `hurry` it rests for as long as its share asks."""
        # The least of the last costs: when something else held it up, that says nothing of it.
        self._costs.append(cost / share)
        rest = min(self._costs)
        if len(self._costs) < KNOWN:
            rest = min(rest, LEARNING_SECONDS)
        self.due = began + (rest if hurry else 0.0)

    def wait_for_beat(self, began: float) -> None:
        """Be due on a grid of time: so nothing that is late once comes later and later."""
        beats = max(1, round((self.due - began) / BEAT_SECONDS))
        self.due = (math.floor(began / BEAT_SECONDS) + beats) * BEAT_SECONDS
