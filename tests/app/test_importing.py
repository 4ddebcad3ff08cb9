"""What is brought in is shown first, and can be put right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from ganlab.app.importing.dialog import ImportDialog
from ganlab.app.importing.images import ImagesForm
from ganlab.app.importing.points import PointsForm
from ganlab.app.look.classes import class_color
from ganlab.app.shell.application import Laboratory
from ganlab.data.points import decode, make_points
from ganlab.experiment import ImageData, PointsData
from tests.app.labs import opened, wait_until_ready
from tests.small_images import own_images


@pytest.fixture
def lab(tmp_path: Path, qtbot: QtBot) -> Iterator[Laboratory]:
    with opened(tmp_path / "lab") as lab:
        wait_until_ready(qtbot, lab)
        yield lab


def bring_in(qtbot: QtBot, lab: Laboratory, path: Path) -> ImportDialog:
    """Drop a file on the window; the dialog that opens, when it has read it."""
    lab.dialogs.bring_in(path)
    (dialog,) = [d for d in lab.window.findChildren(ImportDialog) if d.isVisible()]
    wait(qtbot, dialog)
    return dialog


def wait(qtbot: QtBot, dialog: ImportDialog) -> None:
    """Until it has read."""
    qtbot.waitUntil(lambda: not dialog.busy.isVisible(), timeout=20_000)


def choose(qtbot: QtBot, dialog: ImportDialog, box: QComboBox, words: str) -> None:
    """Choose as a person does, and wait for the reading."""
    number = box.findText(words)
    assert number >= 0
    box.setCurrentIndex(number)
    with qtbot.waitSignal(dialog.reader.done, timeout=20_000):
        box.activated.emit(number)


def click(qtbot: QtBot, button: object) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def points_of(lab: Laboratory) -> list[list[float]]:
    data = lab.controller.experiment.data
    assert isinstance(data, PointsData)
    return decode(data).tolist()


TREES = "name;height;girth\noak;1,5;-2,5\nelm;3,25;4,75\noak;6,5;8,125\n"


def test_a_table_is_shown_and_taken(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    dialog = bring_in(qtbot, lab, table(tmp_path / "trees.csv", TREES))
    form = dialog.form
    assert isinstance(form, PointsForm)
    shown = [form.rows.item(0, column) for column in (0, 1)]
    assert [cell and cell.text() for cell in shown] == ["1.5", "-2.5"]
    assert "decimal commas" in form.facts.text()
    assert "elm (1), oak (2)" in form.facts.text()
    before = lab.controller.experiment
    click(qtbot, dialog.use_button)
    assert points_of(lab) == [[1.5, -2.5], [3.25, 4.75], [6.5, 8.125]]
    assert lab.controller.experiment.name == "trees"
    lab.controller.undo_stack.undo()
    assert lab.controller.experiment == before


def test_nothing_is_taken_without_consent(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    before = lab.controller.experiment
    dialog = bring_in(qtbot, lab, table(tmp_path / "trees.csv", TREES))
    click(qtbot, dialog.cancel_button)
    assert lab.controller.experiment is before
    assert not lab.controller.modified


def test_columns_are_chosen(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    dialog = bring_in(qtbot, lab, table(tmp_path / "three.csv", "a,b,c\n1,2,3\n4,5,7\n8,9,1\n"))
    form = dialog.form
    assert isinstance(form, PointsForm)
    choose(qtbot, dialog, form.y_box, "c")
    click(qtbot, dialog.use_button)
    assert points_of(lab) == [[1, 3], [4, 7], [8, 1]]


def test_labels_beside_an_array_are_its_classes(
    qtbot: QtBot, lab: Laboratory, tmp_path: Path
) -> None:
    points = np.array([[1.5, 2], [3, 4], [5, 6]])
    np.savez(tmp_path / "a.npz", X=points, y=np.array(["oak", "elm", "oak"]))
    dialog = bring_in(qtbot, lab, tmp_path / "a.npz")
    form = dialog.form
    assert isinstance(form, PointsForm)
    assert form.label.currentText() == "As the file says: y"
    named = [form.rows.item(row, 2) for row in range(3)]
    assert [cell and cell.text() for cell in named] == ["oak", "elm", "oak"]
    choose(qtbot, dialog, form.label, "None")
    assert "left out: y" in form.facts.text()
    choose(qtbot, dialog, form.label, "y")
    click(qtbot, dialog.use_button)
    data = lab.controller.experiment.data
    assert isinstance(data, PointsData)
    assert data.class_names == ("elm", "oak")
    assert points_of(lab) == points.tolist()


def test_columns_of_an_array_are_chosen(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    np.save(tmp_path / "three.npy", np.array([[1.5, 2, 7], [3, 4, 9], [5, 6, 8]]))
    dialog = bring_in(qtbot, lab, tmp_path / "three.npy")
    form = dialog.form
    assert isinstance(form, PointsForm)
    assert "left out: column 3" in form.facts.text()
    choose(qtbot, dialog, form.x_box, "column 3")
    click(qtbot, dialog.use_button)
    assert points_of(lab) == [[7, 2], [9, 4], [8, 6]]


def test_what_is_ambiguous_is_asked(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    dialog = bring_in(qtbot, lab, table(tmp_path / "a.tsv", "12,345\t0.25\n13,555\t0.35\n"))
    form = dialog.form
    assert isinstance(form, PointsForm)
    assert not dialog.use_button.isEnabled()
    assert "12,345" in dialog.fault.text()
    choose(qtbot, dialog, form.decimal, "Point: 1.5")
    assert dialog.use_button.isEnabled()
    assert not dialog.fault.isVisible()
    click(qtbot, dialog.use_button)
    assert points_of(lab) == [[12345, 0.25], [13555, 0.35]]


def test_a_heading_that_is_none(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    dialog = bring_in(qtbot, lab, table(tmp_path / "plain.csv", "1,2\n3,4\n"))
    form = dialog.form
    assert isinstance(form, PointsForm)
    choose(qtbot, dialog, form.heading, "Holds names")
    assert form.rows.rowCount() == 1
    choose(qtbot, dialog, form.heading, "Is a point")
    click(qtbot, dialog.use_button)
    assert points_of(lab) == [[1, 2], [3, 4]]


def test_outliers_are_named_and_left_out(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    rows = "".join(f"{i % 7},{i % 5}\n" for i in range(60)) + "100000,2\n"
    dialog = bring_in(qtbot, lab, table(tmp_path / "far.csv", rows))
    form = dialog.form
    assert isinstance(form, PointsForm)
    assert "row 61" in form.without_outliers.text()
    form.without_outliers.click()
    click(qtbot, dialog.use_button)
    data = lab.controller.experiment.data
    assert isinstance(data, PointsData)
    assert make_points(data).points[:, 0].max() == 6


def test_a_bad_table_says_which_row(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    dialog = bring_in(qtbot, lab, table(tmp_path / "bad.csv", "x,y\n1,2\n3,oak\n"))
    assert "row 3" in dialog.fault.text()
    assert not dialog.use_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not lab.controller.modified


def test_images_are_shown_and_taken(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    dialog = bring_in(qtbot, lab, own_images(tmp_path, 30, 8))
    form = dialog.form
    assert isinstance(form, ImagesForm)
    assert not form.sheet.pixmap().isNull()
    assert "30 images of 8 x 8 pixels" in form.facts.text()
    assert "0 (10), 1 (10), 2 (10)" in form.facts.text()
    form.classes.setText("0, 2")
    click(qtbot, dialog.use_button)
    data = lab.controller.experiment.data
    assert isinstance(data, ImageData)
    assert data.classes == ("0", "2")
    assert data.record is not None
    assert data.record.count == 20


def test_black_and_white_are_put_right(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    values = np.random.default_rng(0).integers(0, 17, (20, 8, 8))
    np.save(tmp_path / "scans.npy", values)
    dialog = bring_in(qtbot, lab, tmp_path / "scans.npy")
    form = dialog.form
    assert isinstance(form, ImagesForm)
    assert "16 is white" in form.facts.text()
    form.range.setText("0..32")
    with qtbot.waitSignal(dialog.reader.done, timeout=20_000):
        form.range.editingFinished.emit()
    assert "32 is white" in form.facts.text()
    click(qtbot, dialog.use_button)
    data = lab.controller.experiment.data
    assert isinstance(data, ImageData)
    assert data.range == "0..32"


def test_classes_that_are_not_there_are_said(qtbot: QtBot, lab: Laboratory, tmp_path: Path) -> None:
    before = lab.controller.experiment
    dialog = bring_in(qtbot, lab, own_images(tmp_path, 30, 8))
    form = dialog.form
    assert isinstance(form, ImagesForm)
    form.classes.setText("dog")
    with qtbot.waitSignal(lab.controller.notice) as said:
        click(qtbot, dialog.use_button)
    assert "dog" in said.args[0].text
    assert lab.controller.experiment is before


def test_the_menu_leads_here(
    qtbot: QtBot, lab: Laboratory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path / "trees.csv", TREES)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    lab.window.actions_table["import_points"].trigger()
    (dialog,) = lab.window.findChildren(ImportDialog)
    wait(qtbot, dialog)
    click(qtbot, dialog.use_button)
    assert len(points_of(lab)) == 3


def test_classes_are_shown_and_may_be_left_out(
    qtbot: QtBot, lab: Laboratory, tmp_path: Path
) -> None:
    dialog = bring_in(qtbot, lab, table(tmp_path / "trees.csv", TREES))
    form = dialog.form
    assert isinstance(form, PointsForm)
    header = form.rows.horizontalHeaderItem(2)
    assert header is not None
    assert header.text() == "name"
    assert form.label.currentText() == "As the file says: name"
    assert form.facts.geometry().height() >= form.facts.heightForWidth(form.facts.width())
    shown = [form.rows.item(row, 2) for row in range(3)]
    assert [item.text() for item in shown if item is not None] == ["oak", "elm", "oak"]
    picture = form.picture.pixmap().toImage()
    colors = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    assert {class_color(lab.theme.palette, label).name() for label in (0, 1)} <= colors
    choose(qtbot, dialog, form.label, "None")
    assert form.rows.columnCount() == 2
    assert "classes: none" in form.facts.text()
    choose(qtbot, dialog, form.label, "name")
    click(qtbot, dialog.use_button)
    data = lab.controller.experiment.data
    assert isinstance(data, PointsData)
    assert data.class_names == ("elm", "oak")
    assert lab.controller.target.class_names == ("elm", "oak")
