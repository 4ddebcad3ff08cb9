"""The last frames that were shown, for an animation of them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Slot

from ganlab.app.document.controller import Controller
from ganlab.lab.frame import Frame

MOST_FRAMES = 300
"""About 60 kB each, so at most some 20 MB."""
SECONDS_BETWEEN = 0.1

_LAYERS = (
    "generated",
    "average",
    "noise",
    "heatmap",
    "mapping",
    "mapping_noise",
    "mapping_mass",
    "gradients",
    "images",
    "average_images",
    "d_images",
)


class FrameRecorder(QObject):
    """Keeps arrays, not pictures: they are drawn when somebody asks, so watching costs nothing."""

    def __init__(
        self,
        controller: Controller,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._frames: deque[Frame] = deque(maxlen=MOST_FRAMES)
        self._known: dict[str, Any] = {}
        self._taken = float("-inf")
        controller.frame_ready.connect(self._on_frame)
        controller.rebuilt.connect(self._clear)

    def __len__(self) -> int:
        return len(self._frames)

    def last(self, n: int) -> list[Frame]:
        """The newest frames of this training, oldest first, each with every layer it had."""
        return list(self._frames)[-n:]

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        # A layer that has not changed is None in the frame that comes; a kept one is complete.
        for name in _LAYERS:
            if (array := getattr(frame, name)) is not None:
                self._known[name] = array
        known: dict[str, Any] = {**self._known, "scalars": None}
        if self._frames and self._frames[-1].step >= frame.step:  # a layer came late, or went back
            while self._frames and self._frames[-1].step >= frame.step:
                self._frames.pop()
        elif self._clock() - self._taken < SECONDS_BETWEEN:
            return
        self._taken = self._clock()
        self._frames.append(replace(frame, **known))

    @Slot()
    def _clear(self) -> None:
        self._frames.clear()
        self._known.clear()
