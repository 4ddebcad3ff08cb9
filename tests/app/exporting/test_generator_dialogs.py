"""The two windows around an export of the generator: what is asked before, what is told after."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from ganlab.app.exporting.exported_dialog import ExportedDialog
from ganlab.app.exporting.generator_dialog import GeneratorDialog
from ganlab.app.look.theme import Theme
from ganlab.export.generator.request import Exported
from tests.small import small
from tests.small_images import small_images


def texts(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_every_form_is_explained_and_the_whole_folder_is_proposed(
    theme: Theme, qtbot: QtBot
) -> None:
    dialog = GeneratorDialog(small_images())
    qtbot.addWidget(dialog)
    assert [b.text() for b in dialog.choices.values()] == [
        "Everything", "ONNX", "torch.export", "Python script", "Weights", "Pictures",
    ]  # fmt: skip
    assert dialog.chosen.format == "all"
    assert dialog.summary.text().startswith("The moving average of G")
    assert dialog.summary.text().endswith("goes into a new folder.")
    dialog.choices["script"].click()
    assert dialog.summary.text().endswith("goes into a .py file, with its weights beside it.")
    assert not dialog.seed_box.isEnabled()
    dialog.choices["pictures"].click()
    assert dialog.seed_box.isEnabled()


def test_points_have_no_pictures(theme: Theme, qtbot: QtBot) -> None:
    dialog = GeneratorDialog(small())
    qtbot.addWidget(dialog)
    dialog.show()
    assert "pictures" not in dialog.choices
    assert not dialog.seed_box.isVisible()


def test_the_result_lists_a_folder_with_its_pictures_as_one(tmp_path: Path, qtbot: QtBot) -> None:
    names = [
        "generator.onnx",
        "generator.pt2",
        "pictures/grid.png",
        "pictures/single/000.png",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * 2500)
    exported = Exported(
        tuple(tmp_path / name for name in names),
        {"generator.onnx": 6e-8, "generator.pt2": 0.0},
    )
    dialog = ExportedDialog(exported, tmp_path)
    qtbot.addWidget(dialog)
    assert texts(dialog)[:10] == [
        f"Wrote 4 files to {tmp_path}",
        "generator.onnx", "differs by 6.0e-08", "2.5 kB",
        "generator.pt2", "differs by 0", "2.5 kB",
        "pictures/", "2 files", "5.0 kB",
    ]  # fmt: skip
    assert "the largest difference is 6.0e-08. Above 0.0001 nothing" in dialog.verdict.text()
