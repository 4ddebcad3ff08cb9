"""Takes the pictures: computes the layers a FrameRequest asks for, within a share of the time.

What is to be read beside one another must be of the same networks: D's heatmap, the spread of its
numbers, their means. So while training runs all of them are taken together, on a beat, and between
two beats only the samples move (and those of the beat are of its step, too). Flat out the beat is
as slow as the layers' shares of the time ask. While nothing runs, all that is new is taken at once.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, Protocol

from ganlab.data.image_target import ImageTarget
from ganlab.gan.scores import Scale
from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import FrameRequest, Layer
from ganlab.lab.scenes.images import ImageScene
from ganlab.lab.scenes.plane import PlaneScene
from ganlab.lab.scenes.ruler import Ruler

Taker = Callable[[FrameRequest], dict[str, Any]]

BEAT_SECONDS = 1 / 6
"""Between two beats at least: figures that change faster cannot be read, and where a window has to
share the processor with training, each time that it is painted whole costs training something."""
BETWEEN: frozenset[Layer] = frozenset({"generated"})
"""Layers that are also taken between two beats: how the samples move is seen only then."""


class Scene(Protocol):
    """What there is to take pictures of."""

    takers: dict[Layer, Taker]
    """How each layer is computed: fields of a Frame."""
    shares: ClassVar[dict[Layer, float]]
    """Share of the time a layer may take while training runs as fast as it can."""
    ruler: Ruler
    """How far D's numbers go on the screen."""


def make_scene(trainer: Trainer) -> Scene:
    """The plane, or a sheet of images."""
    return ImageScene(trainer) if isinstance(trainer.target, ImageTarget) else PlaneScene(trainer)


class Camera:
    """Pictures of one trainer."""

    def __init__(self, trainer: Trainer, clock: Callable[[], float]) -> None:
        self._clock, self._trainer, self._scene = clock, trainer, make_scene(trainer)
        self._beat = _Turn()
        self._between = {layer: _Turn() for layer in BETWEEN}
        self._taken_at: dict[Layer, int] = {}
        self._request = FrameRequest()

    def on_beat(self, request: FrameRequest) -> bool:
        """Whether it is time for the whole picture, and not only for what moves between."""
        return request != self._request or self._clock() >= self._beat.due

    def take(
        self, request: FrameRequest, version: int, whole: bool = True, hurry: bool = False
    ) -> dict[str, Any]:
        """Fields of a Frame for what has changed of the trainer, whose state is `version`: of all
        layers asked for, or, if not `whole`, of those that are taken between beats.

        With `hurry` (training runs flat out) layers keep to their shares.
        """
        if request != self._request:
            new = request.layers - self._request.layers
            same_size = replace(self._request, layers=request.layers) == request
            for layer in new if same_size else request.layers:
                self._taken_at.pop(layer, None)
            self._request = request
        shares = self._scene.shares
        wanted = [
            layer
            for layer in shares
            if layer in request.layers and self._taken_at.get(layer) != version
        ]
        fields: dict[str, Any] = {}
        spent, share, beat = 0.0, 0.0, self._clock()
        for layer in wanted:
            began = self._clock()
            between = self._between.get(layer)
            if not whole and (between is None or (hurry and began < between.due)):
                continue
            fields.update(self._scene.takers[layer](request))
            self._taken_at[layer] = version
            cost = self._clock() - began
            if between is not None:
                between.took(began, cost, shares[layer], hurry)
            else:
                spent, share = spent + cost, share + shares[layer]
        if whole:
            if share:
                self._beat.took(beat, spent, share, hurry)
            self._beat.wait_for_beat(beat)
        return fields

    @property
    def scale(self) -> Scale:
        """What the numbers of D run over that were taken last."""
        return self._scene.ruler.scale(self._trainer.objective.score)


class _Turn:
    """When something is due again that may cost only a share of the time."""

    def __init__(self) -> None:
        self.due = 0.0
        self._costs: deque[float] = deque(maxlen=5)

    def took(self, began: float, cost: float, share: float, hurry: bool) -> None:
        """Note what it cost, seconds; with `hurry` it rests for as long as its share asks."""
        # The least of the last costs: when something else held it up, that says nothing of it.
        self._costs.append(cost / share)
        self.due = began + (min(self._costs) if hurry else 0.0)

    def wait_for_beat(self, began: float) -> None:
        """Be due on a grid of time: so nothing that is late once comes later and later."""
        beats = max(1, round((self.due - began) / BEAT_SECONDS))
        self.due = (math.floor(began / BEAT_SECONDS) + beats) * BEAT_SECONDS
