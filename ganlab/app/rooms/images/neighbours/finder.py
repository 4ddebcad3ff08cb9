"""Looks for the nearest training images in a thread of its own: a quarter of a second is long."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal, Slot

from ganlab.atomic import plain_words
from ganlab.data.images import ImageSet
from ganlab.experiment import Data
from ganlab.interruptible import Cancelled
from ganlab.lab.figures.neighbourhood import (
    Neighbourhood,
    Usual,
    neighbourhood,
    usual_distances,
)


@dataclass(frozen=True, eq=False)
class Question:
    """What is to be looked for."""

    pixels: NDArray[np.uint8]
    """(H, W)"""
    title: str
    """Which image it is, in words."""
    training: ImageSet
    data: Data
    """The document that describes `training`."""


class Finder(QThread):
    """Answers the newest question, and says nothing of any before it; touches nothing of Qt but
    its own signals meanwhile."""

    found = Signal(object)
    """The Neighbourhood of the newest question."""
    measured = Signal(object)
    """The Usual distances of its data; comes after `found`."""
    failed = Signal(str)
    """In a sentence, why there is no answer."""
    _answered = Signal(object, object)
    """From the thread: a Question and what came of it, a Neighbourhood, a Usual or a sentence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("neighbours")
        self._newest: Question | None = None
        self._asked: Question | None = None
        """What the thread looks for, or looked for last."""
        self._measured: tuple[Data, Usual] | None = None
        self._overtaken = threading.Event()
        self._answered.connect(self._tell)
        self.finished.connect(self._go_on)

    def ask(self, question: Question) -> None:
        """Answer this one, and none that was asked before."""
        self._newest = question
        self._overtaken.set()
        self._go_on()

    def forget(self) -> None:
        """Answer nothing of what was asked so far."""
        self._newest = None
        self._overtaken.set()

    def stop(self) -> None:
        """Answer nothing any more; returns when the thread has ended."""
        self.forget()
        self.wait()

    @Slot()
    def _go_on(self) -> None:
        new = self._newest is not None and self._newest is not self._asked
        if new and not self.isRunning():
            self._asked = self._newest
            self._overtaken.clear()
            self.start()

    @Slot(object, object)
    def _tell(self, question: Question, answer: Neighbourhood | Usual | str) -> None:
        # It was on its way from the thread, and there may have been another question since.
        if question is not self._newest:
            return
        if isinstance(answer, Neighbourhood):
            self.found.emit(answer)
        elif isinstance(answer, Usual):
            self.measured.emit(answer)
        else:
            self.failed.emit(answer)

    def run(self) -> None:
        """Answer one question."""
        question = self._asked
        assert question is not None
        try:
            near = neighbourhood(question.pixels, question.training)
            self._answered.emit(question, near)
            if self._measured is None or self._measured[0] != question.data:
                usual = usual_distances(question.data, self._overtaken.is_set)
                self._measured = question.data, usual
            self._answered.emit(question, self._measured[1])
        except Cancelled:
            pass
        except OSError as error:
            why = f"The images are no longer there: {plain_words(error)}."
            self._answered.emit(question, why)
        except Exception as error:  # nothing may leave a thread of Qt's
            self._answered.emit(question, str(error) or type(error).__name__)
