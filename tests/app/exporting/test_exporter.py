"""Pictures, curves and animations reach the disk whole, or a person reads why not."""

from __future__ import annotations

import csv
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMainWindow, QProgressDialog
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving.files import FileKeeper
from ganlab.app.exporting.animation import pixels_of
from ganlab.app.exporting.export_dialog import AnimationDialog, PictureDialog
from ganlab.app.exporting.exporter import Exporter
from ganlab.app.exporting.frame_recorder import MOST_FRAMES, FrameRecorder
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.app.shell import messages
from ganlab.experiment import DrawingData, Stroke
from ganlab.lab.files.autosave import RecoveryStore
from ganlab.lab.frame import Frame, Notice
from tests.app.answering import answering, click, press
from tests.app.conftest import MakeFrame
from tests.pictures import at


class Shelf:
    """The list of recent files and the last folder, in memory."""

    recent: list[str]
    folder = ""

    def __init__(self) -> None:
        self.recent = []


@pytest.fixture
def said(controller: Controller) -> list[Notice]:
    notices: list[Notice] = []
    controller.notice.connect(notices.append)
    return notices


@pytest.fixture
def exporter(
    controller: Controller, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> Iterator[Exporter]:
    window = QMainWindow()
    panel = DistributionsPanel(controller, theme)
    window.setCentralWidget(panel)
    window.resize(500, 540)
    window.show()
    files = FileKeeper(controller, window, Shelf(), RecoveryStore(tmp_path / "recovery"))
    exporter = Exporter(controller, theme, window, files, lambda: panel)
    yield exporter
    exporter.stop()
    files.stop()
    window.hide()
    window.deleteLater()


def goes_to(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    monkeypatch.setattr(messages, "ask_save_path", lambda *_: path)


def show(controller: Controller, frame: Frame) -> None:
    """What the controller does with a frame."""
    controller.step = frame.step
    controller.history.take(frame)
    controller.frame_ready.emit(frame)


@pytest.fixture
def filmed(exporter: Exporter, controller: Controller, make_frame: MakeFrame) -> Exporter:
    """An exporter that has seen five frames."""
    exporter.recorder._clock = iter(range(1000)).__next__
    for i in range(5):
        frame = make_frame(controller)
        show(controller, make_frame(controller, generated=at(frame) * (1 - 0.1 * i)))
    return exporter


# --- pictures -------------------------------------------------------------------------------


def test_a_png_of_the_chosen_size(
    exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[Notice]
) -> None:
    goes_to(monkeypatch, tmp_path / "a.png")
    chosen: list[QSize] = []

    def choose(dialog: PictureDialog) -> None:
        dialog.side_box.setValue(700)
        size = dialog.size_chosen
        assert size.width() == 700
        assert dialog.summary.text() == f"700 × {size.height()} pixels"
        chosen.append(size)
        click("Export…")(dialog)

    with answering(choose):
        exporter.export_picture()
    assert QImage(str(tmp_path / "a.png")).size() == chosen[0]
    assert [notice.text for notice in said] == ["Wrote a.png."]


def test_an_svg(exporter: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_to(monkeypatch, tmp_path / "a.svg")

    def choose(dialog: PictureDialog) -> None:
        dialog.kind_box.setCurrentIndex(1)
        assert not dialog.side_box.isEnabled()
        click("Export…")(dialog)

    with answering(choose):
        exporter.export_picture()
    assert (tmp_path / "a.svg").read_bytes().startswith(b"<?xml")


def test_cancelling_anywhere_writes_nothing(
    filmed: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[Notice]
) -> None:
    for export in (filmed.export_picture, filmed.export_animation):
        with answering(press(Qt.Key.Key_Escape)):
            export()
        goes_to(monkeypatch, None)
        with answering(click("Export…")):
            export()
    filmed.export_curves()
    assert not said
    assert not os.listdir(tmp_path)


# --- curves ---------------------------------------------------------------------------------


def test_curves_have_every_step(
    filmed: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[Notice]
) -> None:
    goes_to(monkeypatch, tmp_path / "a.csv")
    filmed.export_curves()
    rows = list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8")))
    assert [int(row["step"]) for row in rows] == list(range(1, 51))
    assert said[-1].text == "Wrote 50 rows to a.csv."


def test_before_the_first_step_there_is_nothing(exporter: Exporter) -> None:
    with answering(click("OK", "no curves yet")):
        exporter.export_curves()
    with answering(click("OK", "no frames yet")):
        exporter.export_animation()


@pytest.mark.parametrize("what", ["picture", "curves", "animation"])
def test_a_full_disk_is_said(
    filmed: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, qtbot: QtBot
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    goes_to(monkeypatch, path)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    fails = click("OK", "a could not be written: the disk is full.")
    if what == "picture":
        with answering(click("Export…"), fails):
            filmed.export_picture()
    elif what == "curves":
        with answering(fails):
            filmed.export_curves()
    else:
        with answering(click("Export…"), lambda _: None, fails):
            filmed.export_animation()
            qtbot.waitUntil(lambda: filmed.job is None)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


# --- animations -----------------------------------------------------------------------------


def test_an_animation_of_the_last_frames(
    filmed: Exporter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: list[Notice],
    qtbot: QtBot,
) -> None:
    goes_to(monkeypatch, tmp_path / "a.gif")
    chosen: list[tuple[int, int]] = []

    def choose(dialog: AnimationDialog) -> None:
        assert dialog.frames_box.maximum() == 5
        dialog.frames_box.setValue(3)
        dialog.side_box.setValue(200)
        dialog.rate_box.setValue(6)
        size = dialog.size_chosen
        assert dialog.summary.text() == f"0.5 seconds of 200 × {size.height()} pixels"
        chosen.append((size.width(), size.height()))
        click("Export…")(dialog)

    with answering(choose):
        filmed.export_animation()
    qtbot.waitUntil(lambda: filmed.job is None)
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.size == chosen[0]
        frames = [np.asarray(f.convert("RGB")).copy() for f in ImageSequence.Iterator(gif)]
    assert len(frames) == 3
    assert (frames[0] != frames[1]).any()
    assert said[-1].text == "Wrote 3 frames to a.gif."


@pytest.mark.parametrize("after", [0, 2])
def test_an_animation_can_be_cancelled(
    filmed: Exporter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: list[Notice],
    qtbot: QtBot,
    after: int,
) -> None:
    goes_to(monkeypatch, tmp_path / "a.gif")
    with answering(click("Export…")):
        filmed.export_animation()
    job = filmed.job
    assert job is not None
    assert isinstance(job.dialog, QProgressDialog)
    qtbot.waitUntil(lambda: job.dialog.value() >= after)
    filmed.export_animation()  # one at a time: asks nothing
    click("Cancel")(job.dialog)
    qtbot.waitUntil(lambda: filmed.job is None)
    assert not os.listdir(tmp_path)
    assert not said


def test_closing_waits_for_the_encoder(
    filmed: Exporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    goes_to(monkeypatch, tmp_path / "a.gif")
    with answering(click("Export…")):
        filmed.export_animation()
    job = filmed.job
    assert job is not None
    with qtbot.waitSignal(job._encoder.started):
        pass
    filmed.stop()
    assert not job._encoder.isRunning()


def test_padded_rows_are_read_right() -> None:
    image = QImage(3, 2, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.white)
    image.setPixelColor(2, 1, Qt.GlobalColor.red)
    pixels = pixels_of(image)
    assert pixels.shape == (2, 3, 3)
    assert pixels[1, 2].tolist() == [255, 0, 0]
    assert (pixels.reshape(-1, 3) == 255).all(axis=1).sum() == 5


# --- the recorder ---------------------------------------------------------------------------


@pytest.fixture
def time() -> list[float]:
    """What the recorder's clock says."""
    return [0.0]


@pytest.fixture
def recorder(controller: Controller, time: list[float]) -> FrameRecorder:
    return FrameRecorder(controller, controller, clock=lambda: time[0])


def film(controller: Controller, make_frame: MakeFrame, step: int, **overrides: Any) -> None:
    controller.frame_ready.emit(make_frame(controller, step=step, **overrides))


def test_at_most_ten_frames_a_second_and_so_many_in_all(
    controller: Controller, recorder: FrameRecorder, time: list[float], make_frame: MakeFrame
) -> None:
    for i in range(2 * MOST_FRAMES + 100):
        time[0] = i * 0.0625
        film(controller, make_frame, i + 1)
    assert len(recorder) == MOST_FRAMES
    steps = [film.frame.step for film in recorder.last(3)]
    assert np.diff(steps).tolist() == [2, 2]
    assert len(recorder.last(10_000)) == MOST_FRAMES


def test_frames_are_complete_though_views_come_only_when_they_change(
    controller: Controller, recorder: FrameRecorder, time: list[float], make_frame: MakeFrame
) -> None:
    film(controller, make_frame, 1)
    time[0] = 1
    film(controller, make_frame, 2, heatmap=None, mapping=None)
    first, second = (film.frame for film in recorder.last(2))
    assert second.pictures["heatmap"] is first.pictures["heatmap"]
    assert second.pictures["mapping"] is first.pictures["mapping"]
    assert second.scalars is None


def test_going_back_and_starting_again_leave_no_other_game_behind(
    controller: Controller, recorder: FrameRecorder, time: list[float], make_frame: MakeFrame
) -> None:
    for step in (1, 2, 3, 4):
        time[0] += 1
        film(controller, make_frame, step)
    film(controller, make_frame, 2)  # restored
    assert [film.frame.step for film in recorder.last(9)] == [1, 2]
    controller.reset()
    assert len(recorder) == 0


def test_a_frame_is_filmed_with_the_target_of_its_time(
    controller: Controller, exporter: Exporter, make_frame: MakeFrame
) -> None:
    exporter.recorder._clock = iter(range(1000)).__next__
    left, right = (Stroke(points=((x, -0.5), (x, 0.5))) for x in (-0.8, 0.8))
    for step, stroke in enumerate((left, right), start=1):
        controller.edit("drawing", {"data": DrawingData(strokes=(stroke,))})
        film(controller, make_frame, step)
    first, second = exporter.recorder.last(2)
    assert second.target is controller.target
    assert first.target is not second.target
    paint, size = exporter._plane().render_frame, QSize(200, 200)
    assert paint(second.frame, size, first.target) != paint(second.frame, size, second.target)
