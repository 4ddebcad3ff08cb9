"""Takes the pictures: computes the layers a FrameRequest asks for, within a share of the time.

While training runs, every layer may cost only its share, so a dear one (the heatmap) is taken less
often than a cheap one (the samples). While nothing runs, everything that changed is taken at once.
"""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, Protocol

from ganlab.data.image_target import ImageTarget
from ganlab.gan.scores import Scale
from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import FrameRequest, Layer
from ganlab.lab.image_scene import ImageScene
from ganlab.lab.plane_scene import PlaneScene
from ganlab.lab.ruler import Ruler

Taker = Callable[[FrameRequest], dict[str, Any]]

BEAT_SECONDS = 1 / 60 if (os.cpu_count() or 1) > 2 else 1 / 6
"""Layers that are not taken with every frame wait for a common beat: where a window has to share
the processor with training, it then paints all that lies behind the samples once and not thrice."""


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
        self._due: dict[Layer, float] = {}
        self._costs: dict[Layer, deque[float]] = {}
        self._taken_at: dict[Layer, int] = {}
        self._request = FrameRequest()

    def take(self, request: FrameRequest, hurry: bool, version: int) -> dict[str, Any]:
        """Fields of a Frame for the layers that are due, of the trainer's state `version`.

        With `hurry` (training runs flat out) layers keep to their shares.
        """
        if request != self._request:
            new = request.layers - self._request.layers
            same_size = replace(self._request, layers=request.layers) == request
            for layer in new if same_size else request.layers:
                self._due.pop(layer, None)
                self._taken_at.pop(layer, None)
            self._request = request
        fields: dict[str, Any] = {}
        for layer, share in self._scene.shares.items():
            taker = self._scene.takers.get(layer)
            if taker is None or layer not in request.layers:
                continue
            if self._taken_at.get(layer) == version:
                continue
            began = self._clock()
            if hurry and began < self._due.get(layer, 0.0):
                continue
            fields.update(taker(request))
            spent = self._clock() - began
            # The least of the last takes: one that something else held up says nothing of its cost.
            costs = self._costs.setdefault(layer, deque(maxlen=5))
            costs.append(spent)
            self._due[layer] = _on_the_beat(began, min(costs) / share)
            self._taken_at[layer] = version
        return fields

    @property
    def scale(self) -> Scale:
        """What the numbers of D run over that were taken last."""
        return self._scene.ruler.scale(self._trainer.objective.score)


def _on_the_beat(now: float, pause: float) -> float:
    """When a layer is taken again that should rest for about `pause` seconds from now."""
    if pause < BEAT_SECONDS / 4:
        return now + pause
    beats = max(1, round(pause / BEAT_SECONDS))
    return (math.floor(now / BEAT_SECONDS) + beats) * BEAT_SECONDS
