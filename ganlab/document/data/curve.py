"""A density on a line."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, ClassVar, Literal

from pydantic import Field, FiniteFloat, model_validator

from ganlab.document.data.kind import DataSettings


class CurveData(DataSettings):
    """A density on a line as a curve, drawn with the mouse or taken from a formula."""

    plural: ClassVar[str] = "curves"
    yours: ClassVar[str] = "Your curve"

    kind: Literal["curve"] = "curve"
    low: FiniteFloat = Field(-1.0, ge=-1e6, le=1e6, description="Where the curve begins.")
    high: FiniteFloat = Field(1.0, ge=-1e6, le=1e6, description="Where it ends.")
    heights: tuple[Annotated[FiniteFloat, Field(ge=0, le=1e9)], ...] = Field(
        min_length=3,
        max_length=2001,
        description="Its heights at evenly spaced places from there to there, in any unit; between "
        "two of them it is straight.",
    )

    @model_validator(mode="after")
    def _a_density(self) -> CurveData:
        if not self.high - self.low >= 1e-6:
            raise ValueError("a curve has to end to the right of where it begins")
        if max(self.heights) < 1e-9:
            raise ValueError("a curve that is 0 everywhere is no density")
        return self

    @property
    def no_classes(self) -> str:
        """See DataSettings."""
        return "A curve has no classes."

    @property
    def on_a_line(self) -> bool:
        """See DataSettings."""
        return True

    @property
    def called(self) -> str:
        """See DataSettings."""
        return "curve"

    @property
    def short(self) -> str:
        """See DataSettings."""
        return "a curve"

    @property
    def about(self) -> str:
        """See DataSettings."""
        return "a density drawn as a curve"

    @property
    def seen_in(self) -> str:
        """See DataSettings."""
        return f"curve {sha256(self.model_dump_json().encode()).hexdigest()}"
