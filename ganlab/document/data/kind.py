"""What the whole house asks of data, whatever their kind."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Literal, Self

from ganlab.document.base import Document
from ganlab.document.data.record import ImageRecord

Samples = Literal["points", "images"]
"""What a sample of data may be."""


class DataSettings(Document):
    """One kind of data. Who wants to know something of data asks it here, and never which kind it
    is: so a new kind is a class beside these, and a target in ganlab.data."""

    samples: ClassVar[Samples] = "points"
    """Points in the plane or on a line, or images."""
    has_density: ClassVar[bool] = True
    """Whether p_data is known."""
    plural: ClassVar[str]
    """What the kind is called: "drawings"."""
    yours: ClassVar[str] = ""
    """What a person's own are called on screen."""
    goes_on: ClassVar[bool] = False
    """Whether it may be edited while networks learn it."""
    distance_unit: ClassVar[str] = "data units"
    """In which distances between distributions are told."""

    @property
    def imaged(self) -> bool:
        """Whether its samples are images."""
        return self.samples == "images"

    @property
    def on_a_line(self) -> bool:
        """Whether its samples are single numbers."""
        return False

    @property
    def builtin(self) -> str:
        """What of ganlab's own it is, by name; "": it is a person's own, drawn or brought in."""
        return ""

    @property
    @abstractmethod
    def called(self) -> str:
        """What an experiment with it is called."""

    @property
    @abstractmethod
    def short(self) -> str:
        """Where it is or what it is called, for a list of facts."""

    @property
    def about(self) -> str:
        """What the generator imitates, in words."""
        return self.short

    @property
    def seen_in(self) -> str:
        """Names the units in which data of the plane are seen, on the screen and by networks: data
        of the same name may take each other's place under networks that go on. Of images empty."""
        return ""

    @property
    def choice(self) -> str:
        """Which part of a set of images it is, in a few words."""
        return ""

    @property
    def files(self) -> str:
        """The path to what it is read from; "": it needs no file but the document."""
        return ""

    @property
    def memory(self) -> ImageRecord | None:
        """What is remembered of its files; None where it needs none, or nothing is known yet."""
        return None

    @property
    def no_classes(self) -> str:
        """Why nobody can be told classes of it, a sentence; "": they can."""
        return ""

    def continues(self, older: DataSettings) -> bool:
        """Whether it is `older` with an edit more, or fewer, so that it takes its place on the
        shelf."""
        return False


class DataInFiles(DataSettings):
    """Data of which the document holds no more than where they are."""

    @property
    @abstractmethod
    def files(self) -> str:
        """See DataSettings."""

    @abstractmethod
    def found_at(self, path: str) -> Self:
        """The same, its files at another path."""
