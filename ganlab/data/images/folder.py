"""Images out of a folder of PNG pictures; its subfolders are classes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganlab.data.errors import UnreadableImages, naming
from ganlab.data.images.limits import check_images, check_size

_MOST_CLASSES = 256

Folder = tuple[NDArray[np.uint8], NDArray[np.uint8] | None, tuple[str, ...]]
"""(n, H, W) images, (n,) labels, and the names of the classes; None and () without subfolders."""


def read_folder(folder: Path) -> Folder:
    """Read the greyscale PNG pictures of a folder, all of one size, in the order of their names.

    Where there are subfolders with pictures, each is a class with the subfolder's name. 16-bit
    pictures are rounded to 8 bits; colour pictures are taken if they are grey. Raises
    UnreadableImages: one sentence that names the picture.
    """
    try:
        loose = _pictures(folder)
        inner = {entry.name: _pictures(entry) for entry in _sorted(folder) if entry.is_dir()}
    except OSError as error:
        raise UnreadableImages(f"'{folder.name}' cannot be opened: {error.strerror}.") from None
    classes = {name: pictures for name, pictures in inner.items() if pictures}
    if not loose and not classes:
        raise UnreadableImages(
            f"There are no PNG pictures in '{folder.name}'. "
            "For a data set in IDX form, choose the file with its images."
        )
    if not classes:
        return _read(folder, loose), None, ()
    if loose:
        raise UnreadableImages(
            f"'{folder.name}' has pictures beside its subfolders: "
            f"it is not clear to which class '{loose[0].name}' belongs."
        )
    if len(classes) > _MOST_CLASSES:
        raise UnreadableImages(
            f"'{folder.name}' has {len(classes)} subfolders; at most {_MOST_CLASSES} are read."
        )
    images = _read(folder, [picture for pictures in classes.values() for picture in pictures])
    numbers = np.arange(len(classes), dtype=np.uint8)
    return images, numbers.repeat([len(p) for p in classes.values()]), tuple(classes)


def _pictures(folder: Path) -> list[Path]:
    return [path for path in _sorted(folder) if path.suffix.lower() == ".png"]


def _sorted(folder: Path) -> list[Path]:
    """What is in the folder, hidden files left out, 2 before 10."""

    def key(path: Path) -> list[tuple[str, int]]:
        return [(text, int(n or 0)) for text, n in re.findall(r"([^0-9]*)([0-9]*)", path.name)]

    return sorted((p for p in folder.iterdir() if not p.name.startswith(".")), key=key)


def _read(folder: Path, paths: list[Path]) -> NDArray[np.uint8]:
    """(n, H, W): the pictures, all as large as the first."""
    with naming(paths[0]):
        first = _pixels(paths[0])
    shape = (len(paths), *first.shape)
    try:
        check_images(shape)
    except UnreadableImages as error:
        raise UnreadableImages(f"'{folder.name}' cannot be used: {error}") from None
    images = np.empty(shape, dtype=np.uint8)
    for image, path in zip(images, paths, strict=True):
        with naming(path):
            pixels = _pixels(path)
            if pixels.shape != first.shape:
                raise UnreadableImages(
                    f"it is {_size(pixels)} pixels and '{paths[0].name}' is {_size(first)}; "
                    "all must have one size."
                )
            image[:] = pixels
    return images


def _pixels(path: Path) -> NDArray[np.uint8]:
    """The (H, W) grey levels of one picture; raises UnreadableImages, the reason alone."""
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG",)) as picture:
            check_size(picture.height, picture.width)  # before anything is unpacked
            if picture.mode in ("1", "L"):
                return np.asarray(picture.convert("L"))
            if picture.mode.startswith("I"):  # 16 bits
                return np.rint(np.asarray(picture, dtype=np.float64) / 257).astype(np.uint8)
            red, green, blue, alpha = np.moveaxis(np.asarray(picture.convert("RGBA")), -1, 0)
    except UnreadableImages:
        raise
    except Image.DecompressionBombError:
        raise UnreadableImages("it is too large.") from None
    except Exception:  # Pillow's decoders raise almost anything on damaged files
        raise UnreadableImages("it is damaged or no PNG picture.") from None
    if (red != green).any() or (green != blue).any():
        raise UnreadableImages("it is in colour; pictures must be grey.")
    if (alpha != 255).any():
        raise UnreadableImages("parts of it are transparent.")
    return red


def _size(pixels: NDArray[np.uint8]) -> str:
    return f"{pixels.shape[0]} x {pixels.shape[1]}"
