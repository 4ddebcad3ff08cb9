"""The paper that is drawn on and its undo stack: one command a stroke, acting on the model."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from ganlab.data.drawn.drawing import Ink, ink_of
from ganlab.data.drawn.strokes import FAINTEST
from ganlab.experiment import DrawingData, Stroke

UNDO_LIMIT = 100
"""Steps that can be taken back; each keeps its ink: a quarter of a megabyte, and half as much
again for each class."""
MAX_STROKES = 10_000


@dataclass(frozen=True)
class Paper:
    """A drawing and the density it makes; never changed, only replaced."""

    data: DrawingData
    ink: Ink
    """What `ink_of(data)` gives."""

    @classmethod
    def of(cls, data: DrawingData) -> Paper:
        """The paper of a drawing; raises ValueError if what it starts from is no picture."""
        return cls(data, ink_of(data))

    def with_strokes(self, strokes: tuple[Stroke, ...]) -> Paper:
        """This paper with more strokes on top; costs only the new ones."""
        ink = self.ink.copy()
        for stroke in strokes:
            ink.stamp(stroke)
        data = self.data.model_copy(update={"strokes": self.data.strokes + strokes})
        return Paper(data, ink)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to sample from."""
        return not bool((self.ink.total >= FAINTEST).any())


class DrawingModel(QObject):
    """The present paper; every change goes through the undo stack."""

    changed = Signal()

    def __init__(self, data: DrawingData, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paper = Paper.of(data)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)

    def add(self, strokes: tuple[Stroke, ...]) -> None:
        """Put one gesture's strokes on the paper. Raises ValueError when the paper is full."""
        if len(self.paper.data.strokes) + len(strokes) > MAX_STROKES:
            raise ValueError(f"A drawing holds {MAX_STROKES:,} strokes; clear some first.")
        self._push(strokes[0].tool, self.paper.with_strokes(strokes))

    def clear(self) -> None:
        """Begin again on empty paper."""
        if self.paper.data != DrawingData():
            self._push("clear", Paper.of(DrawingData()))

    def start_from(self, text: str, base: str) -> None:
        """Begin again from a greyscale picture (base64 PNG). Raises ValueError if it is none."""
        self._push(text, Paper.of(DrawingData(base=base)))

    def reset(self, data: DrawingData) -> None:
        """Take up another drawing and forget how it came to be."""
        self.undo_stack.clear()
        self.show(Paper.of(data))

    def show(self, paper: Paper) -> None:
        """Make this the paper. Used by the undo stack."""
        self.paper = paper
        self.changed.emit()

    def _push(self, text: str, after: Paper) -> None:
        self.undo_stack.push(_Change(self, text, self.paper, after))


class _Change(QUndoCommand):
    """One change: the paper before and after."""

    def __init__(self, model: DrawingModel, text: str, before: Paper, after: Paper) -> None:
        super().__init__(text)
        self._model, self._before, self._after = model, before, after

    def redo(self) -> None:
        """Put the changed paper up."""
        self._model.show(self._after)

    def undo(self) -> None:
        """Put the old paper up."""
        self._model.show(self._before)
