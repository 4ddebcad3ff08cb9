"""p_data: what is imitated."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat, ValidationInfo, field_validator, model_validator

from ganlab.data.toy.catalog import ON_A_LINE, TARGETS
from ganlab.document.base import Document
from ganlab.notation import PLACE, read_range, split_names, write_range


class ToyData(Document):
    """A built-in distribution, by name."""

    kind: Literal["toy"] = "toy"
    name: str = Field(
        "ring-8",
        title="Target",
        description="The distribution that the generator learns to imitate.",
    )

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in TARGETS:
            raise ValueError(f"'{name}' is not a target; there are {', '.join(TARGETS)}")
        return name


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

    over: str = Field(max_length=200, description="What `units_of` says of that target's data.")
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


class DrawingData(Document):
    """A distribution that somebody drew."""

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


class PointsData(Document):
    """A user's own points, the empirical distribution over them."""

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


class CurveData(Document):
    """A density on a line as a curve, drawn with the mouse or taken from a formula."""

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


class ImageRecord(Document):
    """What a run remembers of the images that it learns from: enough to draw, to export and to
    look at it where they are not, and to know them again."""

    name: str = Field(max_length=4096, description="What the set is called on screen.")
    count: int = Field(ge=1, description="Images learned from.")
    size: tuple[int, int] = Field(description="Height and width of each, in pixels.")
    class_names: tuple[str, ...] = Field((), max_length=256)
    known_as: str = Field(
        "", max_length=100, description="Which known data set they are, by what they hold."
    )
    digest: str = Field(
        pattern="^[0-9a-f]{64}$",
        description="SHA-256 of the images learned from and their classes, hexadecimal.",
    )
    sheet: str = Field(
        max_length=2_000_000,
        description="Some of them, one above the other: a greyscale PNG, base64.",
    )
    sheet_labels: tuple[int, ...] | None = Field(
        None, max_length=1000, description="The class of each image of the sheet, by its number."
    )
    place: str = Field(
        "", max_length=4096, description="Where they were, as an absolute path, when last read."
    )
    follows: str = Field(
        "",
        pattern="^([0-9a-f]{64})?$",
        description="The digest of the images that were learned from before a person chose to go "
        "on with these.",
    )


class ImageData(Document):
    """Small greyscale images: the digits of MNIST, or a user's own."""

    kind: Literal["images"] = "images"
    path: str = Field(
        "",
        max_length=4096,
        title="Images",
        description="A file of images (IDX, .npy, .npz) or a folder of pictures; empty: the MNIST "
        "digits that ship with ganlab.",
    )
    classes: tuple[str, ...] = Field(
        (),
        max_length=256,
        title="Classes",
        description="Only images of these classes, by name: 3, 7 or cat, dog; empty: of all.",
    )
    subset: int = Field(
        0,
        ge=0,
        le=10_000_000,
        title="Subset",
        description="At most so many images, chosen by chance; 0: all of them.",
    )
    range: str = Field(
        "",
        max_length=100,
        title="Range",
        description="Which numbers in the file are black and white, such as 0..4095; empty: the "
        "smallest customary range that holds all of them.",
    )
    record: ImageRecord | None = Field(
        None, description="What was found at the path; none of the images that ship with ganlab."
    )

    @field_validator("range")
    @classmethod
    def _written_alike(cls, text: str) -> str:
        """One way of writing for one range."""
        return write_range(*read_range(text)) if text.strip() else ""

    @field_validator("classes", mode="before")
    @classmethod
    def _listed(cls, value: object, info: ValidationInfo) -> object:
        """Take "3, 7" for the classes 3 and 7; and whole numbers, which older versions wrote, for
        places among the classes, which of MNIST are the names."""
        if isinstance(value, str):
            return split_names(value)
        if not isinstance(value, list | tuple):
            return value
        sign = PLACE if info.data.get("path") else ""
        return [f"{sign}{name}" if type(name) is int else name for name in value]


Data = Annotated[
    ToyData | DrawingData | CurveData | PointsData | ImageData, Field(discriminator="kind")
]


def on_a_line(data: Data) -> bool:
    """Whether its samples are single numbers."""
    return isinstance(data, CurveData) or (isinstance(data, ToyData) and data.name in ON_A_LINE)


def units_of(data: Data) -> str:
    """Names the units in which data of the plane are seen, on the screen and by networks: data of
    the same name may take each other's place under networks that go on. Of images empty."""
    if isinstance(data, ToyData):
        return f"toy {data.name}"
    if isinstance(data, DrawingData):
        return data.units.over if data.units is not None else data.kind
    if isinstance(data, CurveData):
        return f"curve {sha256(data.model_dump_json().encode()).hexdigest()}"
    if isinstance(data, PointsData):
        said = f"{data.encoding} {data.scaling} {data.outliers} {data.values}"
        return f"points {sha256(said.encode()).hexdigest()}"
    return ""
