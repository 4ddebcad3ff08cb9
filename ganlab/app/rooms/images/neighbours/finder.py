"""Looks for the nearest training images in a thread of its own: a quarter of a second is long."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal, Slot

from ganlab.atomic import plain_words
from ganlab.data.images import ImageSet
from ganlab.experiment import ImageData
from ganlab.interruptible import Cancelled
from ganlab.lab.figures.neighbourhood import Usual, neighbourhood, usual_distances


@dataclass(frozen=True, eq=False)
class Question:
    """What is to be looked for."""

    pixels: NDArray[np.uint8]
    """(H, W)"""
    title: str
    """Which image it is, in words."""
    training: ImageSet
    data: ImageData
    """The document that describes `training`."""


class Finder(QThread):
    """Answers the newest question; touches nothing of Qt but its own signals meanwhile."""

    found = Signal(object, object)
    """A Question and its Neighbourhood."""
    measured = Signal(object, object)
    """A Question and the Usual distances of its data; comes after `found`."""
    failed = Signal(object, str)
    """A Question and, in a sentence, why there is no answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("neighbours")
        self._next: Question | None = None
        self._measured: tuple[ImageData, Usual] | None = None
        self._overtaken = threading.Event()
        self.finished.connect(self._go_on)

    def ask(self, question: Question) -> None:
        """Answer this one, and none that was asked before."""
        self._next = question
        self._overtaken.set()
        self._go_on()

    def stop(self) -> None:
        """Answer nothing any more; returns when the thread has ended."""
        self._next = None
        self._overtaken.set()
        self.wait()

    @Slot()
    def _go_on(self) -> None:
        if self._next is not None and not self.isRunning():
            self._question, self._next = self._next, None
            self._overtaken.clear()
            self.start()

    def run(self) -> None:
        """Answer one question."""
        question = self._question
        try:
            self.found.emit(question, neighbourhood(question.pixels, question.training))
            if self._measured is None or self._measured[0] != question.data:
                usual = usual_distances(question.data, self._overtaken.is_set)
                self._measured = question.data, usual
            self.measured.emit(question, self._measured[1])
        except Cancelled:
            pass
        except OSError as error:
            self.failed.emit(question, f"The images are no longer there: {plain_words(error)}.")
        except Exception as error:  # nothing may leave a thread of Qt's
            self.failed.emit(question, str(error) or type(error).__name__)
