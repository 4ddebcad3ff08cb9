"""Files beside a file of images: its labels, and images to test with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ganlab.data.images.formats.folder import TESTS, part_to_learn_from
from ganlab.data.images.formats.partners import appended_label_names, label_names, test_names

_SUFFIXES = (".gz", ".npy", ".npz", ".idx")
_SHOWN = 3


def labels_beside(path: Path) -> Path | None:
    """The file with the labels of the images in `path`, if it is there."""
    return _first(path, _candidates(path))


def looked_for(path: Path) -> str:
    """What the labels might have been called, in words."""
    return ", ".join(f"'{name}'" for name in _candidates(path)[:_SHOWN]) + " ..."


def test_beside(path: Path) -> Path | None:
    """Images to test with: the file or folder beside `path`, or of a folder in parts one inside."""
    if path.is_dir():
        try:
            if part_to_learn_from(path) != path:
                inside = {entry.name.lower(): entry for entry in path.iterdir() if entry.is_dir()}
                return next((inside[name] for name in TESTS if name in inside), None)
        except OSError:
            return None
        names = (path.with_name(name) for name in test_names(path.name))
        return next((folder for folder in names if folder.is_dir()), None)
    return _first(path, test_names(path.name))


def _candidates(path: Path) -> list[str]:
    stem, suffix = path.name, ""
    while stem.endswith(_SUFFIXES):
        stem, dot, last = stem.rpartition(".")
        suffix = f"{dot}{last}{suffix}"
    appended = [name + suffix for name in appended_label_names(stem)]
    return [name for name in label_names(path.name) + appended if name != path.name]


def _first(path: Path, names: Iterable[str]) -> Path | None:
    """The first of these files that is there, gzipped or not."""
    for name in names:
        other = name.removesuffix(".gz") if name.endswith(".gz") else f"{name}.gz"
        for candidate in (path.with_name(name), path.with_name(other)):
            if candidate.is_file():
                return candidate
    return None
