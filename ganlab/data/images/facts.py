"""What was read and how: for `ganlab inspect`, the preview of an import, and a line in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ganlab.data.images.image_set import ImageSet
from ganlab.data.images.levels import WHITE, Ends, Range


@dataclass(frozen=True)
class ClassFacts:
    """One class that there are images of."""

    name: str
    """As the data call it."""
    number: int
    """What a conditional network is fed for it: 0, 1, 2 ... in the order of the data."""
    count: int


@dataclass(frozen=True)
class ImageFacts:
    """A set of images before any of its classes are chosen."""

    count: int
    size: tuple[int, int]
    """Height and width, pixels."""
    found: Ends
    """The lowest and the highest value in the file."""
    read_as: Range
    """The values that became black (0) and white (255)."""
    asked: bool
    """Whether a person said so (`data.range`); else the rule in levels.py did."""
    minimum: int
    maximum: int
    """The darkest and the lightest level as they are learned, 0 to 255."""
    classes: tuple[ClassFacts, ...] | None
    """None without labels."""
    labels_from: str | None
    """Where the labels stand, for a person; None without labels."""
    notes: tuple[str, ...]
    """What was left out, turned grey or taken apart: plain sentences."""

    def document(self) -> dict[str, Any]:
        """As JSON values, under the names that `ganlab inspect --json` gives them."""
        return {
            "count": self.count,
            "size": list(self.size),
            "range_found": [_plain(end) for end in self.found],
            "range_read": [_plain(self.read_as.low), _plain(self.read_as.high)],
            "scaled_by": _plain(self.read_as.scaled_by),
            "minimum": self.minimum,
            "maximum": self.maximum,
            "classes": None
            if self.classes is None
            else [
                {"name": one.name, "number": one.number, "count": one.count} for one in self.classes
            ],
            "labels_from": self.labels_from,
            "notes": list(self.notes),
        }

    def range_words(self) -> str:
        """For example "Values 0 to 16: 0 is black and 16 is white."."""
        found = " to ".join(f"{end:,.6g}" for end in self.found)
        why = ", as data.range says" if self.asked else ""
        return f"Values {found}: {self.read_as.words()}{why}."

    def remarks(self) -> list[str]:
        """What a person should know before learning from them: all but what goes without saying,
        that bytes are bytes."""
        plain = (self.read_as.low, self.read_as.high) == (0, WHITE) and not self.asked
        return [*([] if plain else [self.range_words()]), *self.notes]


@dataclass(frozen=True, eq=False)
class ReadImages:
    """Images, and what there is to be said of how they were read."""

    image_set: ImageSet
    facts: ImageFacts


def facts_of(
    image_set: ImageSet,
    ranges: tuple[Ends, Range],
    asked: bool,
    labels_from: str | None,
    notes: tuple[str, ...],
) -> ImageFacts:
    """`ranges`: found in the file, and read as."""
    images = image_set.images
    classes = None
    if image_set.labels is not None:
        counts = np.bincount(image_set.labels, minlength=len(image_set.class_names))
        named = zip(image_set.class_names, counts.tolist(), strict=True)
        present = [(name, count) for name, count in named if count]
        classes = tuple(ClassFacts(name, i, count) for i, (name, count) in enumerate(present))
    return ImageFacts(
        count=len(images),
        size=image_set.size,
        found=ranges[0],
        read_as=ranges[1],
        asked=asked,
        minimum=int(images.min()),
        maximum=int(images.max()),
        classes=classes,
        labels_from=labels_from,
        notes=notes,
    )


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() else value
