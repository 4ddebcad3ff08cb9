"""A person's own targets are kept: on the disk, in a row under the gallery, by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from ganlab.app.panels.gallery.pages import COLUMNS
from ganlab.app.panels.gallery.shelf_row import ShelfRow
from ganlab.app.shell.application import Laboratory
from ganlab.data.points import points_from_array
from ganlab.experiment import DrawingData, PointsData, Stroke, ToyData
from ganlab.lab.files import shelf as shelf_module
from ganlab.lab.files.shelf import Shelf, ShelfFull
from tests.app.answering import answering, click
from tests.app.labs import opened
from tests.small_images import own_images, small_images


def points(seed: int) -> PointsData:
    rows = np.array([[0.0, float(seed)], [1.0, 2.0], [3.0, 1.0]])
    return points_from_array(rows, f"{seed}.csv")


def stroke(x: float) -> Stroke:
    return Stroke(points=((x, 0.0), (x, 0.5)))


def test_targets_are_there_at_the_next_start(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    assert shelf.items() == []
    first = shelf.keep("mine", points(1))
    second = shelf.keep("mine", points(2))
    assert shelf.keep("again", points(1)) == first
    again = Shelf(tmp_path / "shelf")
    assert {item.name for item in again.items()} == {"mine", "mine 2"}
    again.rename(second, "R&D")
    again.remove(first.key)
    (left,) = shelf.items()
    assert (left.name, left.data) == ("R&D", points(2))
    (tmp_path / "shelf" / "odd.json").write_bytes(b"\xff{")
    assert shelf.items() == [left]


def test_a_full_shelf_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "MOST", 2)
    shelf = Shelf(tmp_path)
    for seed in (1, 2):
        shelf.keep("mine", points(seed))
    with pytest.raises(ShelfFull):
        shelf.keep("mine", points(3))
    assert len(shelf.items()) == 2


def row_of(lab: Laboratory) -> ShelfRow:
    return lab.window.experiment.shelf


def bring(lab: Laboratory, qtbot: QtBot, seed: int) -> None:
    row, before = row_of(lab), len(row_of(lab).thumbnails)
    lab.controller.edit("points", {"data": points(seed), "name": f"set {seed}", "about": ""})
    qtbot.waitUntil(lambda: len(row.thumbnails) > before)


def test_what_is_brought_in_and_drawn_has_a_place(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as lab:
        row = row_of(lab)
        assert row.isHidden()
        for seed in range(COLUMNS + 1):
            bring(lab, qtbot, seed)
        assert [t.isVisibleTo(row) for t in row.thumbnails] == [True] * COLUMNS + [False]
        row.all.click()
        assert all(t.isVisibleTo(row) for t in row.thumbnails)
        oldest = row.thumbnails[-1]
        assert oldest.text() == "set 0"
        oldest.click()
        assert lab.controller.experiment.data == points(0)
        assert row.thumbnails[-1].isChecked()
        monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("mine", True))
        row.thumbnails[-1].renamed.emit()
        assert row.thumbnails[-1].text() == "mine"
        with answering(click("Remove", "mine")):
            row.thumbnails[-1].removed.emit()
        assert len(row.thumbnails) == COLUMNS
    with opened(tmp_path) as lab:
        assert len(row_of(lab).thumbnails) == COLUMNS
        assert not row_of(lab).isHidden()


def test_images_of_ones_own_have_a_picture_or_a_sign(tmp_path: Path, qtbot: QtBot) -> None:
    own = small_images(changes={"data.path": str(own_images(tmp_path, 30, 8))})
    with opened(tmp_path) as lab:
        lab.controller.replace("own images", own)
        row = row_of(lab)
        qtbot.waitUntil(lambda: len(row.thumbnails) == 1)
        assert row.thumbnails[0].painted
    with opened(tmp_path) as lab:
        (thumbnail,) = row_of(lab).thumbnails
        assert not thumbnail.painted, "they are not read before they are asked for"
        thumbnail.show_mark("")
        inside = thumbnail.grab().toImage().copy(6, 6, 36, 32)
        shades = {inside.pixel(x, y) for x in range(36) for y in range(32)}
        assert len(shades) > 2, "and yet it is not empty"
        lab.controller.replace("own images", own)
        assert row_of(lab).thumbnails[0].painted


def test_a_stroke_that_rests_halfway_is_one_drawing(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path) as lab:
        row = row_of(lab)
        for end in (0.1, 0.2, 0.4):
            whole = stroke(0).model_copy(update={"points": ((0.0, 0.0), (end, 0.0))})
            lab.controller.edit("drawing", {"data": DrawingData(strokes=(whole,))})
            row.settle()
            assert len(row.thumbnails) == 1
        assert row.thumbnails[0].item.data == lab.controller.experiment.data


def test_a_drawing_that_goes_on_is_one_and_another_one_is_another(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with opened(tmp_path) as lab:
        row = row_of(lab)
        for strokes in ((stroke(0),), (stroke(0), stroke(0.3))):
            data = DrawingData(strokes=strokes)
            lab.controller.edit("drawing", {"data": data, "name": "drawing"})
            row.settle()
        assert [t.item.data for t in row.thumbnails] == [data]
        lab.controller.edit("drawing", {"data": DrawingData(strokes=(stroke(-0.5),))})
        row.settle()
        assert len(row.thumbnails) == 2
        lab.controller.edit("target", {"data": ToyData(name="moons")})
        row.settle()
        assert len(row.thumbnails) == 2
