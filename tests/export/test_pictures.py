"""The animation is the frames: their number, size, colours and order."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from ganlab.export.pictures import Pixels, write_animation
from ganlab.interruptible import Cancelled

BLUE, ORANGE = (0, 114, 178), (213, 94, 0)


def frame(i: int) -> Pixels:
    """A light ground, a blue block, and an orange one that wanders."""
    pixels = np.full((60, 80, 3), 244, dtype=np.uint8)
    pixels[5:15, 5:15] = BLUE
    pixels[30:36, 2 * i : 2 * i + 6] = ORANGE
    return pixels


def test_every_frame_is_there_in_its_colours(tmp_path: Path) -> None:
    done: list[int] = []
    path = tmp_path / "a.gif"
    assert write_animation(path, [frame(i) for i in range(30)], 10, done.append) == 30
    assert done == list(range(1, 31))
    with Image.open(path) as gif:
        assert sum(1 for _ in ImageSequence.Iterator(gif)) == 30
        assert gif.size == (80, 60)
        assert gif.info["loop"] == 0
        for i in (0, 13, 29):
            gif.seek(i)
            shown = np.asarray(gif.convert("RGB")).astype(int)
            assert np.abs(shown - frame(i)).max() <= 4
            assert gif.info["duration"] == (1000 if i == 29 else 100)


def test_small_marks_keep_their_colour_on_a_wide_heatmap(tmp_path: Path) -> None:
    y, x = np.mgrid[0:240, 0:240]
    heat = np.stack([220 + x // 8, 180 + y // 4, 150 + (x + y) // 6], axis=-1).astype(np.uint8)
    for column, colour in ((50, BLUE), (180, ORANGE)):
        heat[100:105, column : column + 5] = colour
    write_animation(tmp_path / "a.gif", [heat] * 3, 10)
    with Image.open(tmp_path / "a.gif") as gif:
        shown = np.asarray(gif.convert("RGB")).astype(int)
    assert np.abs(shown - heat).max() <= 16


def test_one_frame_is_enough_and_none_is_not(tmp_path: Path) -> None:
    assert write_animation(tmp_path / "a.gif", [frame(0)], 10) == 1
    with pytest.raises(ValueError, match="no frame"):
        write_animation(tmp_path / "b.gif", [], 10)
    assert os.listdir(tmp_path) == ["a.gif"]


def test_cancelling_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(b"old")
    done: list[int] = []
    with pytest.raises(Cancelled):
        write_animation(path, [frame(i) for i in range(9)], 10, done.append, lambda: len(done) >= 3)
    assert len(done) == 3
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.gif"]
