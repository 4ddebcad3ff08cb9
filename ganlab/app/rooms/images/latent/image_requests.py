"""Has images made of noise, one request at a time: what is dragged over never piles up."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ganlab.app.document.controller import Controller
from ganlab.gan.latent import Floats
from ganlab.lab.frame import ImagesDrawn


class ImageRequests(QObject):
    """Keeps the newest noise wanted under each name, and asks for what changed, all in one, as soon
    as the last answer is there."""

    developed = Signal(str, object)
    """A name and its (n, H, W) images."""

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._wanted: dict[str, Floats] = {}
        self._dirty: set[str] = set()
        self._asked: dict[str, int] = {}
        """How many images of each name the answer will hold, in its order."""
        self._token: int | None = None
        self._label: int | None = None
        self._average = True
        self._open = False
        controller.images_drawn.connect(self._answered)

    def want(self, name: str, noise: Floats) -> None:
        """Have images of (n, d) noise, and again whenever the generator changed."""
        self._wanted[name] = noise
        self._dirty.add(name)
        self._ask()

    def drop(self, name: str) -> None:
        """It is wanted no more."""
        self._wanted.pop(name, None)
        self._dirty.discard(name)

    def look(self, label: int | None, average: bool) -> None:
        """Draw this class (None: the generator is told none), of the moving average or not."""
        if (label, average) != (self._label, self._average):
            self._label, self._average = label, average
            self.refresh()

    def refresh(self) -> None:
        """Everything is out of date."""
        self._dirty = set(self._wanted)
        self._ask()

    def restart(self) -> None:
        """The generator that was asked is gone: ask its successor."""
        self._token = None
        self.refresh()

    def forget(self) -> None:
        """Nothing is wanted any more, nor what is being made."""
        self._wanted.clear()
        self._dirty.clear()
        self._token = None

    def open(self, is_open: bool) -> None:
        """While closed, nothing is asked for, so that all is out of date afterwards."""
        self._open = is_open
        self.refresh()

    def _ask(self) -> None:
        if not self._open or self._token is not None or not self._dirty:
            return
        names = [name for name in self._wanted if name in self._dirty]
        self._dirty.clear()
        self._asked = {name: len(self._wanted[name]) for name in names}
        noise = np.concatenate([self._wanted[name] for name in names]).astype(np.float32)
        labels = None if self._label is None else np.full(len(noise), self._label)
        self._token = self._controller.draw_images(noise, labels, self._average)

    @Slot(object)
    def _answered(self, reply: ImagesDrawn) -> None:
        if reply.token != self._token:
            return
        self._token = None
        start = 0
        for name, n in self._asked.items():
            if name in self._wanted:
                self.developed.emit(name, reply.images[start : start + n])
            start += n
        self._ask()
