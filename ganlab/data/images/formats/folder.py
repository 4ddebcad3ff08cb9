"""Images out of a folder of pictures; its subfolders are classes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages, naming
from ganlab.data.files.packed import read_head
from ganlab.data.files.signatures import HEAD, signature
from ganlab.data.images.class_names import clean_name
from ganlab.data.images.formats.pictures import SUFFIXES, Picture, read_picture
from ganlab.data.images.limits import check_images
from ganlab.data.target import MOST_CLASSES

TRAIN, TESTS = ("train", "training"), ("test", "testing", "val", "valid", "validation")
"""Subfolders that are no classes: parts to learn from and to test with."""


@dataclass(frozen=True)
class Folder:
    """The pictures of a folder, as their files have them."""

    values: NDArray[np.generic]
    """(n, H, W) grey values; whole numbers but for pictures of real numbers."""
    bits: NDArray[np.uint8]
    """(n,) of a value in the file, 1, 8, 16 or 32: a folder may hold several."""
    ends: NDArray[np.float64]
    """(n, 2) the lowest and the highest number in the file, of any colour."""
    labels: NDArray[np.uint8] | None
    class_names: tuple[str, ...]
    """() without subfolders, and then there are no labels."""
    notes: tuple[str, ...]


def read_folder(folder: Path) -> Folder:
    """Read the pictures of a folder, all of one size, in the order of their names.

    Where there are subfolders with pictures, each is a class with the subfolder's name. Colours
    become their brightness. Raises UnreadableImages: one sentence that names the picture.
    """
    try:
        loose = _pictures(folder)
        inner = {entry.name: _pictures(entry) for entry in _sorted(folder) if entry.is_dir()}
        others = [p for p in _sorted(folder) if p.is_file() and p not in loose]
    except OSError as error:
        raise UnreadableImages(f"'{folder.name}' cannot be opened: {error.strerror}.") from None
    classes = {name: pictures for name, pictures in inner.items() if pictures}
    if not loose and not classes:
        raise UnreadableImages(
            f"There are no pictures in '{folder.name}' (PNG, JPEG, BMP, GIF, TIFF, WebP, PGM). "
            "For a data set in IDX form, choose the file with its images."
        )
    if classes and loose:
        raise UnreadableImages(
            f"'{folder.name}' has pictures beside its subfolders: "
            f"it is not clear to which class '{loose[0].name}' belongs."
        )
    if len(classes) > MOST_CLASSES:
        raise UnreadableImages(
            f"'{folder.name}' has {len(classes)} subfolders; at most {MOST_CLASSES} are read."
        )
    values, pictures = _read(folder, loose or [p for ps in classes.values() for p in ps])
    notes = []
    if coloured := sum(picture.coloured for picture in pictures):
        notes.append(f"{_counted(coloured, 'picture')} in colour became grey.")
    if moving := sum(picture.moving for picture in pictures):
        notes.append(
            f"{_counted(moving, 'file')} with several pictures: the first of each is read."
        )
    if others:
        notes.append(
            f"{_counted(len(others), 'file')} beside the pictures left out, such as "
            f"'{others[0].name}'."
        )
    empty = len(inner) - len(classes)
    if classes and empty:
        notes.append(f"{_counted(empty, 'subfolder')} without pictures left out.")
    numbers = np.arange(len(classes), dtype=np.uint8)
    labels = numbers.repeat([len(p) for p in classes.values()]) if classes else None
    names = tuple(map(clean_name, classes))
    bits = np.array([picture.bits for picture in pictures], dtype=np.uint8)
    ends = np.array([picture.ends for picture in pictures])
    return Folder(values, bits, ends, labels, names, tuple(notes))


def part_to_learn_from(folder: Path) -> Path:
    """The folder itself, or its subfolder "train" where all of its subfolders are such parts.

    Raises OSError.
    """
    inside = [entry.name for entry in _sorted(folder) if entry.is_dir()]
    learned = [name for name in inside if name.lower() in TRAIN]
    if len(learned) == 1 and all(name.lower() in TRAIN + TESTS for name in inside):
        return folder / learned[0]
    return folder


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _pictures(folder: Path) -> list[Path]:
    return [path for path in _sorted(folder) if _is_picture(path)]


def _is_picture(path: Path) -> bool:
    """A file without a suffix is one by its content."""
    if path.suffix:
        return path.suffix.lower() in SUFFIXES
    return path.is_file() and signature(read_head(path, HEAD)) == "picture"


def _sorted(folder: Path) -> list[Path]:
    """What is in the folder, hidden files left out, 2 before 10."""

    def key(path: Path) -> list[tuple[str, int]]:
        return [(text, int(n or 0)) for text, n in re.findall(r"([^0-9]*)([0-9]*)", path.name)]

    return sorted((p for p in folder.iterdir() if not p.name.startswith(".")), key=key)


def _read(folder: Path, paths: list[Path]) -> tuple[NDArray[np.generic], list[Picture]]:
    """(n, H, W) values of pictures that are all as large as the first, and what else there is to
    each."""
    with naming(paths[0]):
        first = read_picture(paths[0])
    shape = (len(paths), *first.values.shape)
    try:
        check_images(shape)
    except UnreadableImages as error:
        raise UnreadableImages(f"'{folder.name}' cannot be used: {error}") from None
    values: NDArray[np.generic] = np.empty(shape, dtype=first.values.dtype)
    pictures = []
    for place, path in enumerate(paths):
        with naming(path):
            picture = read_picture(path)
            if picture.values.shape != first.values.shape:
                raise UnreadableImages(
                    f"it is {_size(picture)} pixels and '{paths[0].name}' is {_size(first)}; "
                    "all must have one size."
                )
        kind = np.promote_types(values.dtype, picture.values.dtype)
        if kind != values.dtype:  # the first picture with more bits
            values = values.astype(kind)
        values[place] = picture.values
        pictures.append(replace(picture, values=values[place]))
    return values, pictures


def _size(picture: Picture) -> str:
    return f"{picture.values.shape[0]} x {picture.values.shape[1]}"
