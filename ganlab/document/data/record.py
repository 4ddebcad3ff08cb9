"""What a run remembers of its images."""

from __future__ import annotations

from pydantic import Field

from ganlab.document.base import Document


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
