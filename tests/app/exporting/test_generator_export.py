"""File > Export Generator, by clicks: what is asked, what is written, what a person reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QProgressBar
from pytestqt.qtbot import QtBot
from safetensors.numpy import load_file

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.file_names import unused
from ganlab.app.document.saving.files import FileKeeper
from ganlab.app.exporting import generator_exporter
from ganlab.app.exporting.exported_dialog import ExportedDialog
from ganlab.app.exporting.generator_dialog import GeneratorDialog
from ganlab.app.exporting.generator_exporter import GeneratorExporter
from ganlab.app.look.theme import Theme
from ganlab.app.shell import messages
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab.commands import RequestCheckpoint
from ganlab.lab.files.autosave import RecoveryStore
from ganlab.lab.frame import CheckpointTaken, Notice
from tests.app.answering import answering, click, press
from tests.app.conftest import RecordingLink
from tests.app.exporting.test_exporter import Shelf
from tests.app.exporting.test_generator_dialogs import texts
from tests.export.trained_runs import train
from tests.lab import works
from tests.lab.test_job import named

PATIENCE_MS = 120_000
Monkey = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def trained() -> tuple[Any, Checkpoint]:
    """A small generator of points: its experiment and its state."""
    trainer = train("plane", 2)
    return trainer.experiment, trainer.state()


@pytest.fixture
def said(controller: Controller) -> list[str]:
    """What stood in the status line."""
    notices: list[str] = []

    def note(notice: Notice) -> None:
        notices.append(notice.text)

    controller.notice.connect(note)
    return notices


@pytest.fixture
def exporter(
    controller: Controller, theme: Theme, trained: tuple[Any, Checkpoint], tmp_path: Path
) -> Iterator[GeneratorExporter]:
    """In a window whose game has been trained."""
    controller.open(*trained, controller.history)
    window = QMainWindow()
    window.show()
    files = FileKeeper(controller, window, Shelf(), RecoveryStore(tmp_path / "recovery"))
    exporter = GeneratorExporter(controller, window, files)
    yield exporter
    exporter.stop()
    files.stop()
    window.hide()
    window.deleteLater()


def goes_to(monkeypatch: Monkey, path: Path | None) -> None:
    monkeypatch.setattr(messages, "ask_save_path", lambda *_: path)
    monkeypatch.setattr(messages, "ask_new_folder", lambda *_: path)


def choose(title: str) -> Any:
    """Click on a form, and on Export."""

    def act(dialog: GeneratorDialog) -> None:
        (button,) = [b for b in dialog.choices.values() if b.text() == title]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center() * 0.2)
        assert button.isChecked()
        click("Export…")(dialog)

    return act


Answer = Callable[[], None]


@pytest.fixture
def answer(controller: Controller, link: RecordingLink) -> Answer:
    """The engine answers the question for its state: with the one that it was opened with."""

    def send() -> None:
        assert controller.last_checkpoint is not None
        token = link.commands(RequestCheckpoint)[-1].token
        taken = CheckpointTaken(controller.last_checkpoint, controller.generation, token)
        controller.on_reply(taken)

    return send


def export(exporter: GeneratorExporter, title: str, answer: Answer) -> None:
    """Ask for an export, up to the moment at which the process starts."""
    with answering(choose(title)):
        exporter.export()
    answer()


# --- what is asked --------------------------------------------------------------------------


def test_before_the_first_step_there_is_nothing(
    exporter: GeneratorExporter, controller: Controller
) -> None:
    controller.reset()
    with answering(click("OK", "no trained generator yet")):
        exporter.export()


def test_turning_it_down_anywhere_writes_nothing(
    exporter: GeneratorExporter, monkeypatch: Monkey, link: RecordingLink
) -> None:
    with answering(press(Qt.Key.Key_Escape)):
        exporter.export()
    goes_to(monkeypatch, None)
    with answering(choose("ONNX")):
        exporter.export()
    assert not link.commands(RequestCheckpoint)
    assert exporter.dialog is None


@pytest.mark.parametrize(
    ("title", "name", "says"),
    [
        ("ONNX", "g.txt", "g.txt does not end in .onnx."),
        ("Weights", "g", "g does not end in .safetensors."),
        ("Everything", "g.onnx", "g.onnx is the name of a file; name a folder."),
    ],
)
def test_a_name_that_does_not_fit_is_refused_at_once(
    exporter: GeneratorExporter,
    tmp_path: Path,
    monkeypatch: Monkey,
    link: RecordingLink,
    title: str,
    name: str,
    says: str,
) -> None:
    goes_to(monkeypatch, tmp_path / name)
    with answering(choose(title), click("OK", says)):
        exporter.export()
    assert not link.commands(RequestCheckpoint)


def test_a_folder_is_new_and_named_by_the_person(tmp_path: Path, theme: Theme) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a 2").mkdir()
    start = unused(tmp_path, "a")
    assert start == tmp_path / "a 3"
    window = QMainWindow()
    with answering(press(Qt.Key.Key_Return)):
        assert messages.ask_new_folder(window, "Export generator", start) == start
    with answering(press(Qt.Key.Key_Escape)):
        assert messages.ask_new_folder(window, "Export generator", start) is None
    window.deleteLater()


# --- what is written ------------------------------------------------------------------------


def test_a_process_writes_the_file_and_the_window_says_what_came_of_it(
    exporter: GeneratorExporter,
    tmp_path: Path,
    monkeypatch: Monkey,
    qtbot: QtBot,
    said: list[str],
    answer: Answer,
) -> None:
    path = tmp_path / "out" / "g.safetensors"
    path.parent.mkdir()
    goes_to(monkeypatch, path)
    export(exporter, "Weights", answer)
    assert exporter.dialog is not None
    assert not exporter.dialog.isModal(), "training can be watched meanwhile"
    with qtbot.waitSignal(exporter.runner.finished, timeout=PATIENCE_MS):
        pass
    assert exporter.dialog is None
    assert said[-1] == "Exported g.safetensors."
    assert load_file(path)["4.bias"].shape == (2,)
    assert os.listdir(path.parent) == ["g.safetensors"]
    result = exporter._window.findChild(ExportedDialog)
    assert result.isVisible()
    assert "g.safetensors" in texts(result)
    assert not result.verdict.isVisible(), "there is nothing to compare"
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    click("Open folder")(result)
    assert opened == [str(path.parent)]
    with answering(click("OK", f"The folder is {path.parent}.")):  # where nothing can open it
        click("Open folder")(result)
    click("Close")(result)
    assert not result.isVisible()


# --- what can go wrong ----------------------------------------------------------------------


def test_why_it_could_not_be_written_is_said(
    exporter: GeneratorExporter, tmp_path: Path, monkeypatch: Monkey, qtbot: QtBot, answer: Answer
) -> None:
    monkeypatch.setattr(generator_exporter, "WORK", named(works.disk_full))
    goes_to(monkeypatch, tmp_path / "g.safetensors")
    export(exporter, "Weights", answer)
    with answering(click("OK", "g.safetensors: the disk is full.")):
        qtbot.waitUntil(lambda: not exporter.runner.running, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: exporter.dialog is None)


def test_it_shows_how_far_it_is_and_can_be_cancelled(
    exporter: GeneratorExporter,
    tmp_path: Path,
    monkeypatch: Monkey,
    qtbot: QtBot,
    said: list[str],
    answer: Answer,
) -> None:
    monkeypatch.setattr(generator_exporter, "WORK", named(works.hold))
    goes_to(monkeypatch, tmp_path / "g")
    export(exporter, "Everything", answer)
    exporter.export()  # one at a time: asks nothing
    dialog = exporter.dialog
    assert dialog is not None
    (bar,) = dialog.findChildren(QProgressBar)
    assert bar.maximum() == 0, "it moves until something is done"
    qtbot.waitUntil(lambda: (bar.value(), bar.maximum()) == (1, 3), timeout=PATIENCE_MS)
    click("Cancel")(dialog)
    assert exporter.dialog is None, "at once"
    assert said[-1] == "Nothing was exported."
    qtbot.waitUntil(lambda: not exporter.runner.running, timeout=PATIENCE_MS)
    assert not (tmp_path / "g").exists()


def test_cancelled_before_the_engine_answers(
    exporter: GeneratorExporter, tmp_path: Path, monkeypatch: Monkey, answer: Answer
) -> None:
    goes_to(monkeypatch, tmp_path / "g.onnx")
    with answering(choose("ONNX")):
        exporter.export()
    assert exporter.dialog is not None
    click("Cancel")(exporter.dialog)
    answer()
    assert not exporter.runner.running


def test_closing_the_window_ends_it(
    exporter: GeneratorExporter, tmp_path: Path, monkeypatch: Monkey, qtbot: QtBot, answer: Answer
) -> None:
    """No process, thread or timer is left: conftest sees to that."""
    monkeypatch.setattr(generator_exporter, "WORK", named(works.hold))
    goes_to(monkeypatch, tmp_path / "g")
    export(exporter, "Everything", answer)
    with qtbot.waitSignal(exporter.runner.progress, timeout=PATIENCE_MS):
        pass
    exporter.stop()
    assert not exporter.runner.running
    assert exporter.dialog is None
