"""A user's own points."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from ganlab.document.data.kind import DataSettings


class PointsData(DataSettings):
    """A user's own points, the empirical distribution over them."""

    has_density = False
    plural: ClassVar[str] = "points"
    yours: ClassVar[str] = "Your points"
    distance_unit: ClassVar[str] = "view units"
    """Its columns may differ in their units."""

    kind: Literal["points"] = "points"
    source: str = Field(
        "", description="Where the points came from, to be shown; never opened again."
    )
    values: str = Field(
        max_length=11_000_000,
        description="The (n, 2) points in the user's own units: "
        "little-endian floats, row by row, base64.",
    )
    encoding: Literal["float32", "float64"] = Field(
        "float32",
        description="Precision of the values; float32 is that of documents by older versions.",
    )
    scaling: Literal["shared", "column"] = Field(
        "shared",
        description="What the networks see: each column with mean 0 and spread 1, or one scale "
        "shared by both, as in all runs of older versions.",
    )
    outliers: Literal["keep", "leave-out"] = Field(
        "keep",
        title="Outliers",
        description="Points far from the rest: kept, though scale and view go by the rest, "
        "or left out.",
    )
    labels: str = Field(
        "",
        max_length=700_000,
        description="The class of each point, its place among the names: bytes, base64; empty: "
        "they have none.",
    )
    class_names: tuple[str, ...] = Field(
        (), max_length=256, description="What the classes of the points are called."
    )

    @property
    def no_classes(self) -> str:
        """See DataSettings."""
        words = "The points have no classes: bring them with a column of classes."
        return "" if self.class_names else words

    @property
    def called(self) -> str:
        """See DataSettings."""
        return Path(self.source).stem or "points"

    @property
    def short(self) -> str:
        """See DataSettings."""
        return f"points from {self.source}" if self.source else "points"

    @property
    def about(self) -> str:
        """See DataSettings."""
        return f"points of {self.source}" if self.source else "a person's own points"

    @property
    def seen_in(self) -> str:
        """See DataSettings."""
        said = f"{self.encoding} {self.scaling} {self.outliers} {self.values}"
        return f"points {sha256(said.encode()).hexdigest()}"
