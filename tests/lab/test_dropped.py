"""Several files that are dropped at once: the one that is meant, or why there is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganlab.lab.files.dropped import one_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of several kinds."""
    np.save(tmp_path / "x.npy", np.zeros((3, 8, 8)))
    np.save(tmp_path / "y.npy", np.zeros(3))
    (tmp_path / "a.csv").write_text("1,2\n")
    (tmp_path / "b.csv").write_text("1,2\n")
    (tmp_path / "notes.pdf").write_bytes(b"%PDF\0\x01")
    (tmp_path / "pictures").mkdir()
    for name in ("1.png", "2.png", "3.png"):
        Image.new("L", (8, 8)).save(tmp_path / "pictures" / name)
    return tmp_path


def test_one_file_is_itself(folder: Path) -> None:
    assert one_of([folder / "gone"]) == (folder / "gone", "")


def test_images_bring_their_labels(folder: Path) -> None:
    assert one_of([folder / "y.npy", folder / "x.npy"]) == (folder / "x.npy", "")
    assert one_of([folder / "a.csv", folder / "notes.pdf"]) == (folder / "a.csv", "")


def test_all_pictures_of_a_folder_are_the_folder(folder: Path) -> None:
    pictures = sorted((folder / "pictures").iterdir())
    assert one_of(pictures) == (folder / "pictures", "")
    path, why = one_of(pictures[:2])
    assert path is None
    assert "folder that holds the pictures" in why


def test_two_of_a_kind_are_refused_in_words(folder: Path) -> None:
    path, why = one_of([folder / "a.csv", folder / "b.csv"])
    assert path is None
    assert "2 files to open (a table as text)" in why
    path, why = one_of([folder / "y.npy", folder / "notes.pdf"])
    assert path is None
    assert "none of these 2 files" in why
