"""Small greyscale images."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, field_validator

from ganlab.document.data.kind import DataInFiles, Samples
from ganlab.document.data.record import ImageRecord
from ganlab.notation import PLACE, join_names, read_range, split_names, write_range


class ImageData(DataInFiles):
    """Small greyscale images: the digits of MNIST, or a user's own."""

    samples: ClassVar[Samples] = "images"
    has_density = False
    plural: ClassVar[str] = "images"
    yours: ClassVar[str] = "Your images"

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

    @property
    def builtin(self) -> str:
        """See DataSettings."""
        return "" if self.path else "mnist"

    @property
    def called(self) -> str:
        """See DataSettings."""
        stem = Path(self.path).name.partition(".")[0] or self.builtin
        return " ".join([stem, *self.classes])

    @property
    def short(self) -> str:
        """See DataSettings."""
        return self.path or "MNIST"

    @property
    def about(self) -> str:
        """See DataSettings."""
        classes = f", classes {join_names(self.classes)}" if self.classes else ""
        subset = f", at most {self.subset:,} of them" if self.subset else ""
        return f"images of {self.path or 'MNIST, handwritten digits'}{classes}{subset}"

    @property
    def choice(self) -> str:
        """Which of the images, and what in them is black and white: "all", "classes 3, 7", "at
        most 1,000", "0..4095"."""
        parts = [f"classes {join_names(self.classes)}"] if self.classes else []
        parts += [f"at most {self.subset:,}"] if self.subset else []
        parts += [self.range] if self.range else []
        return "; ".join(parts) or "all"

    @property
    def files(self) -> str:
        """See DataSettings."""
        return self.path

    @property
    def memory(self) -> ImageRecord | None:
        """See DataSettings."""
        return self.record

    @property
    def no_classes(self) -> str:
        """See DataSettings."""
        return "The images have no labels." if self.record and not self.record.class_names else ""

    def found_at(self, path: str) -> Self:
        """See DataInFiles."""
        return self.model_copy(update={"path": path})
