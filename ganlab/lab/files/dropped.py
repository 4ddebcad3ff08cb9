"""Which of several files that come together is meant. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ganlab.data.files.file_kind import NOT_OPENED, FileKind, file_kind

WHAT = "Drop one run, one table of points, one file of images or one folder."


def one_of(paths: Sequence[Path]) -> tuple[Path | None, str]:
    """The file that is to be opened, or None and why there is none, a sentence or two.

    A set of images may bring its labels; pictures stand for the folder that holds them and nothing
    else that could be learned from.
    """
    if len(paths) == 1:
        return paths[0], ""
    kinds = {path: file_kind(path) for path in paths}
    usable = [path for path, kind in kinds.items() if kind not in {*NOT_OPENED, FileKind.MISSING}]
    if len(usable) == 1:
        return usable[0], ""
    pictures = [path for path, kind in kinds.items() if kind is FileKind.PICTURE]
    if len(pictures) == len(paths):
        return _folder_of(pictures)
    if not usable:
        return None, f"In none of these {len(paths)} files is anything to open. {WHAT}"
    found = " and ".join(sorted({str(kinds[path]) for path in usable}))
    return None, f"These are {len(usable)} files to open ({found}), and one can be open. {WHAT}"


def _folder_of(pictures: Sequence[Path]) -> tuple[Path | None, str]:
    folders = {picture.parent for picture in pictures}
    folder = folders.pop()
    if not folders and {p for p in folder.iterdir() if not p.name.startswith(".")} == set(pictures):
        return folder, ""
    return None, (
        f"A set of images is a folder, and these are {len(pictures)} pictures out of one or more. "
        "Drop the folder that holds the pictures."
    )
