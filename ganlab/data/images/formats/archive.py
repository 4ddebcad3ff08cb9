"""NumPy's `.npz` archives: which of the arrays are the images, which their labels."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import DataError, UnreadableImages
from ganlab.data.files.packed import open_unpacked
from ganlab.data.images.formats.arrays import PythonObjects, read_array, read_header
from ganlab.data.images.formats.partners import (
    IMAGE_NAMES,
    are_called_labels,
    are_held_out,
    label_names,
    test_names,
)
from ganlab.data.images.formats.shapes import WAYS, is_picture_shaped
from ganlab.data.images.labels import are_labels
from ganlab.data.images.limits import MOST_BYTES

_MOST_MEMBERS = 1000
_SHOWN = 8
"""Arrays that a sentence names at most."""


@dataclass(frozen=True)
class Chosen:
    """The arrays of one archive that belong together."""

    images: str
    labels: str | None


class Archive:
    """The arrays in a `.npz` file, by name; each is unpacked when it is asked for."""

    def __init__(self, path: Path) -> None:
        """Reads the headers alone. Raises UnreadableImages, the reason alone, or OSError."""
        self._path = path
        self.shapes: dict[str, tuple[int, ...]] = {}
        self.left_out: list[str] = []
        try:
            with self._unpacked() as packed:
                members = packed.infolist()
                if len(members) > _MOST_MEMBERS:
                    raise UnreadableImages(f"it holds {len(members):,} files.")
                for member in members:
                    if member.filename.endswith(".npy"):
                        self._look(packed, member)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise UnreadableImages("it is damaged: it cannot be unpacked.") from None
        if not self.shapes:
            refused = f": {self.left_out[0]} holds Python objects" if self.left_out else ""
            raise UnreadableImages(f"there are no arrays of numbers in it{refused}.")

    @contextmanager
    def _unpacked(self) -> Iterator[zipfile.ZipFile]:
        """The archive, open; it may be gzipped as a whole."""
        try:
            with open_unpacked(self._path, MOST_BYTES) as file, zipfile.ZipFile(file) as packed:
                yield packed
        except UnreadableImages:
            raise
        except DataError as error:
            raise UnreadableImages(str(error)) from None

    def _look(self, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        """Take up the shape of a member, unless it is a pickle, which is never opened."""
        name = member.filename.removesuffix(".npy")
        with packed.open(member) as stream:
            try:
                self.shapes[name], _ = read_header(stream)
            except PythonObjects:
                self.left_out.append(name)

    def read(self, name: str) -> NDArray[np.generic]:
        """One array; raises UnreadableImages with its name in it, or OSError."""
        try:
            with self._unpacked() as packed:
                member = packed.getinfo(f"{name}.npy")
                with packed.open(member) as stream:
                    return read_array(stream, member.file_size)
        except UnreadableImages as error:
            raise UnreadableImages(f"{name}: {error}") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise UnreadableImages(f"{name} is damaged: it cannot be unpacked.") from None

    def choose(self) -> Chosen:
        """The images to learn from, and their labels if there are any; raises UnreadableImages."""
        images = self._images()
        return Chosen(images, self._labels(images))

    def held_out(self) -> Chosen | None:
        """The images to test with, beside those that `choose` takes; None where there are none."""
        images = self._images()
        names = [*test_names(images), f"{images}_test", f"test_{images}"]
        found = next((n for n in names if n in self.shapes and self._is_images(n)), None)
        return None if found is None else Chosen(found, self._labels(found))

    def only(self) -> NDArray[np.generic]:
        """The array of an archive that has but one, such as labels; raises UnreadableImages."""
        if len(self.shapes) != 1:
            raise UnreadableImages(f"it holds {self.words()}; one array is looked for.")
        return self.read(next(iter(self.shapes)))

    def words(self) -> str:
        """What is in it: "x (10, 8, 8), y (10,)"."""
        shown = [f"{name} {shape}" for name, shape in list(self.shapes.items())[:_SHOWN]]
        more = len(self.shapes) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more else "")

    def _is_images(self, name: str) -> bool:
        return not are_called_labels(name) and is_picture_shaped(self.shapes[name])

    def _images(self) -> str:
        found = [name for name in self.shapes if self._is_images(name)]
        found = [name for name in found if not are_held_out(name)] or found
        called = sorted(found, key=_rank)
        if len(called) == 1 or (called and _rank(called[0]) < _rank(called[1])):
            return called[0]
        where = "more than one of them could be the images" if called else "none is of images"
        raise UnreadableImages(
            f"it holds {self.words()}, and {where}. Images are looked for under x_train, "
            f"train_images, {', '.join(IMAGE_NAMES)}, as {WAYS}."
        )

    def _labels(self, images: str) -> str | None:
        count = self.shapes[images][0]
        for name in label_names(images):
            if name in self.shapes:
                return name
        others = [n for n in self.shapes if n != images and not self._is_images(n)]
        if not are_held_out(images):
            others = [name for name in others if not are_held_out(name)]
        fitting = [name for name in others if self.shapes[name] in ((count,), (count, 1))]
        called = [name for name in fitting if are_called_labels(name)]
        if len(called) == 1:
            return called[0]
        nameless = [name for name in fitting if name.startswith("arr_")]
        if images.startswith("arr_") and len(nameless) == 1:
            return nameless[0]
        return next(
            (n for n in others if are_called_labels(n) and are_labels(self.read(n), count)), None
        )


def _rank(name: str) -> int:
    """How likely it is that an array of this name is meant: the smaller the likelier."""
    plain = name.lower()
    for word in ("training", "train"):
        if word in plain:
            return 0
    plain = plain.strip("_-. ")
    return 1 + (IMAGE_NAMES.index(plain) if plain in IMAGE_NAMES else len(IMAGE_NAMES))
