"""A drawing with the ink that it makes."""

from __future__ import annotations

from dataclasses import dataclass

from ganlab.data.drawn.drawing import Ink, ink_of
from ganlab.data.drawn.strokes import FAINTEST
from ganlab.experiment import DrawingData, Stroke

MAX_STROKES = 10_000


@dataclass(frozen=True, eq=False)
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
        """This paper with more strokes on top; costs only the new ones. Raises ValueError when it
        is full."""
        if len(self.data.strokes) + len(strokes) > MAX_STROKES:
            raise ValueError(f"A drawing holds {MAX_STROKES:,} strokes; begin another one.")
        ink = self.ink.copy()
        for stroke in strokes:
            ink.stamp(stroke)
        return Paper(self.data.model_copy(update={"strokes": self.data.strokes + strokes}), ink)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to sample from."""
        return not bool((self.ink.total >= FAINTEST).any())
