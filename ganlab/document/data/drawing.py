"""Distributions that somebody drew."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, FiniteFloat

from ganlab.document.base import Document
from ganlab.document.data.kind import DataSettings

DRAWN_CLASSES = tuple("ABCDEF")
"""What the classes of a drawing are called; what it starts from is of the first."""


Positive = Annotated[FiniteFloat, Field(gt=0)]


class Stroke(Document):
    """One stroke of the drawing, in view units: x and y run from -1 to 1, y upwards."""

    tool: Literal["brush", "line", "eraser"] = "brush"
    points: tuple[tuple[float, float], ...] = Field(min_length=1, max_length=20_000)
    size: float = Field(0.08, ge=0.005, le=1.0, description="Diameter of the brush, in view units.")
    strength: float = Field(
        1.0,
        ge=0.05,
        le=1.0,
        description="How much probability one pass of the brush lays down, relative to a full one.",
    )
    soft: bool = Field(
        True, description="A soft edge fades out like a Gaussian; a hard edge ends at once."
    )
    label: int = Field(
        0,
        ge=0,
        lt=len(DRAWN_CLASSES),
        title="Class",
        description="The class that a brush or a line draws, counted from 0: A, B, C and so on.",
    )


class DrawnUnits(Document):
    """The units of the target that a drawing was begun over: in the same place on the screen, in
    the same data units, and seen by the networks at the same scale. So the networks that learn that
    target go on with the drawing."""

    over: str = Field(max_length=200, description="What that target's data are `seen_in`.")
    centre: tuple[FiniteFloat, FiniteFloat] = Field(
        description="The middle of the paper, data units."
    )
    scale: tuple[Positive, Positive] = Field(
        description="Half the width and height of the paper, data units."
    )
    network_centre: tuple[FiniteFloat, FiniteFloat] = Field(
        description="What the networks see as 0, data units."
    )
    network_scale: tuple[Positive, Positive] = Field(
        description="What the networks see as 1, data units."
    )


class DrawingData(DataSettings):
    """A distribution that somebody drew."""

    plural: ClassVar[str] = "drawings"
    yours: ClassVar[str] = "Your drawing"
    goes_on: ClassVar[bool] = True

    kind: Literal["drawing"] = "drawing"
    units: DrawnUnits | None = Field(
        None,
        description="Where the paper lies. None: from -1 to 1 in data units, which the networks "
        "see as -2 to 2.",
    )
    base: str | None = Field(
        None,
        max_length=2_000_000,
        description="What the drawing started from: a greyscale PNG, base64; white is dense. None: "
        "empty paper.",
    )
    strokes: tuple[Stroke, ...] = Field(
        (), max_length=10_000, description="The strokes on top of it, oldest first."
    )

    @property
    def no_classes(self) -> str:
        """See DataSettings."""
        drawn = {stroke.label for stroke in self.strokes if stroke.tool != "eraser"}
        one = len(drawn | ({0} if self.base else set())) < 2
        return "All that is drawn is of one class: draw with another one, too." if one else ""

    @property
    def called(self) -> str:
        """See DataSettings."""
        return "drawing"

    @property
    def short(self) -> str:
        """See DataSettings."""
        return "a drawing"

    @property
    def seen_in(self) -> str:
        """See DataSettings."""
        return self.units.over if self.units is not None else self.kind

    def continues(self, older: DataSettings) -> bool:
        """Whether both are one drawing, one of them with a few strokes more. The last stroke that
        both have may still have been under the pen: then only where it began is the same."""
        if not isinstance(older, DrawingData) or older.base != self.base:
            return False
        shared = min(len(older.strokes), len(self.strokes))
        if not shared or older.strokes[: shared - 1] != self.strokes[: shared - 1]:
            return False
        one, other = older.strokes[shared - 1], self.strokes[shared - 1]
        return (one.tool, one.points[:1]) == (other.tool, other.points[:1])
