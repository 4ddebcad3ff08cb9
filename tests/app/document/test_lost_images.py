"""A run whose images were moved, in the window: it opens, and asks for them when it needs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ganlab.app.shell.application import Laboratory
from ganlab.data.image_target import with_record
from ganlab.experiment import Experiment, ImageData
from ganlab.lab.files.archive import Run, load_run, save_run
from ganlab.lab.frame import State
from ganlab.lab.headless import train
from tests.app.answering import answering, click
from tests.app.labs import opened
from tests.small_images import image_set, own_images, small_images


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """A file of 30 images with labels."""
    folder = tmp_path / "images"
    folder.mkdir()
    return own_images(folder, 30, 8)


@pytest.fixture
def run(tmp_path: Path, images: Path) -> Path:
    """A run of two steps that learned from them."""
    game = with_record(small_images(changes={"data.path": str(images)}))
    save_run(tmp_path / "run.ganlab", train(Run.fresh(game), 2).run)
    return tmp_path / "run.ganlab"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Laboratory]:
    with opened(tmp_path / "lab") as lab:
        yield lab


def take_up(qtbot: QtBot, lab: Laboratory, run: Path) -> None:
    """Open it and wait until it stands."""
    assert lab.dialogs.files.open_path(run)
    qtbot.waitUntil(lambda: lab.controller.state is State.PAUSED, timeout=60_000)


def data_of(experiment: Experiment) -> ImageData:
    assert isinstance(experiment.data, ImageData)
    return experiment.data


def answer_path(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """What the file dialog, which is the system's own, would say."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def test_it_plays_on_when_they_are_found(
    qtbot: QtBot, lab: Laboratory, run: Path, images: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = Path(images.parent.rename(images.parent.with_name("moved"))) / images.name
    take_up(qtbot, lab, run)
    controller = lab.controller
    assert controller.target.absent
    answer_path(monkeypatch, moved)
    with answering(click("Find the file…", "own-images.npy")):
        lab.window.actions_table["play"].trigger()
        qtbot.waitUntil(lambda: controller.step > 3, timeout=20_000)
    controller.pause()
    assert not controller.target.absent
    assert controller.modified
    assert data_of(controller.experiment).path == str(moved)
    lab.dialogs.files.save()
    qtbot.waitUntil(lambda: not controller.modified, timeout=20_000)
    assert data_of(load_run(run).experiment).path == str(moved)


def test_nobody_has_to_find_them(qtbot: QtBot, lab: Laboratory, run: Path, images: Path) -> None:
    images.unlink()
    take_up(qtbot, lab, run)
    with answering(click("Cancel")):
        lab.window.actions_table["step_all"].trigger()
    assert lab.controller.step == 2
    assert not lab.controller.modified


def test_measuring_asks_first(qtbot: QtBot, lab: Laboratory, run: Path, images: Path) -> None:
    images.unlink()
    take_up(qtbot, lab, run)
    lab.dialogs.evaluate()
    stage = lab.window.images_room.images
    with answering(click("Cancel")):
        stage.quality.parts.measure.click()
    assert not stage.quality.job.running
    with answering(click("Cancel")):
        stage.show_neighbours(image_set().images[0], "an image")
    assert stage.current == "quality"


def test_other_images_are_gone_on_with_only_when_asked(
    qtbot: QtBot, lab: Laboratory, run: Path, images: Path
) -> None:
    np.save(images, np.load(images)[::-1][:29])
    np.save(images.with_name("own-labels.npy"), np.arange(29, dtype=np.uint8) % 3)
    take_up(qtbot, lab, run)
    controller = lab.controller
    with answering(click("Go on with these images", "30 then, 29 now")):
        lab.window.actions_table["play"].trigger()
        qtbot.waitUntil(lambda: controller.step > 3, timeout=20_000)
    controller.pause()
    record = data_of(controller.experiment).record
    assert record is not None
    assert record.count == 29
    assert not controller.target.absent


def test_images_that_do_not_fit_are_refused(
    qtbot: QtBot, lab: Laboratory, run: Path, images: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images.unlink()
    (images.parent / "large").mkdir()
    answer_path(monkeypatch, own_images(images.parent / "large", 30, 10))
    take_up(qtbot, lab, run)
    with answering(click("Find the file…"), click("OK", "8 x 8 there, 10 x 10 here")):
        lab.window.actions_table["play"].trigger()
    assert lab.controller.target.absent
