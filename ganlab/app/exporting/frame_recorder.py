"""The last frames that were shown, for an animation of them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, Slot

from ganlab.app.document.controller import Controller
from ganlab.data import Target
from ganlab.games.shown.views import Picture
from ganlab.lab.frame import Frame

MOST_FRAMES = 300
"""About 60 kB each, so at most some 20 MB."""
SECONDS_BETWEEN = 0.1


class Filmed(NamedTuple):
    """A frame, and what the game learned then: a drawing changes while it trains."""

    frame: Frame
    target: Target


class FrameRecorder(QObject):
    """Keeps arrays, not pictures: they are drawn when somebody asks, so watching costs nothing."""

    def __init__(
        self,
        controller: Controller,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._controller, self._clock = controller, clock
        self._frames: deque[Filmed] = deque(maxlen=MOST_FRAMES)
        self._known: dict[str, Picture] = {}
        self._taken = float("-inf")
        controller.frame_ready.connect(self._on_frame)
        controller.rebuilt.connect(self._clear)

    def __len__(self) -> int:
        return len(self._frames)

    def last(self, n: int) -> list[Filmed]:
        """The newest frames of this training, oldest first, each with every view it had."""
        return list(self._frames)[-n:]

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        # A view that has not changed is not in the frame that comes; a kept one is complete.
        self._known.update(frame.pictures)
        kept = self._frames
        if kept and kept[-1].frame.step >= frame.step:  # a view came late, or went back
            while kept and kept[-1].frame.step >= frame.step:
                kept.pop()
        elif self._clock() - self._taken < SECONDS_BETWEEN:
            return
        self._taken = self._clock()
        complete = replace(frame, pictures=dict(self._known), scalars=None)
        kept.append(Filmed(complete, self._controller.target))

    @Slot()
    def _clear(self) -> None:
        self._frames.clear()
        self._known.clear()
