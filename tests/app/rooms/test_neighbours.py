"""Is it a copy: a click on a generated image, and the training images nearest to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.rooms.images.latent.explorer import LatentExplorer
from ganlab.app.rooms.images.neighbours.panel import NeighboursPanel, copy_or_not
from ganlab.data.image_target import ImageTarget
from ganlab.lab.figures.neighbourhood import Neighbourhood, Usual
from tests.app.conftest import RecordingLink
from tests.app.labs import opened, wait_for_step, wait_until_ready
from tests.app.rooms.test_latent_explorer import choose
from tests.small_images import own_images, small_images

PATIENCE_MS = 60_000
N, SIDE = 60, 12


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Images of noise, image i of class i modulo 3."""
    return own_images(tmp_path, N, SIDE)


@pytest.fixture
def controller(qtbot: QtBot, link: RecordingLink, file: Path) -> Iterator[Controller]:
    game = small_images(changes={"data.path": str(file), "data.subset": 30})
    controller = Controller(game, link)
    controller.start()
    yield controller
    controller.stop()
    controller.deleteLater()


@pytest.fixture
def window(qtbot: QtBot, controller: Controller, theme: Theme) -> Iterator[NeighboursPanel]:
    window = NeighboursPanel(controller, theme)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.stop()


def training(controller: Controller) -> np.ndarray:
    target = controller.target
    assert isinstance(target, ImageTarget)
    return target.image_set.images


def test_a_copy_is_found_out(qtbot: QtBot, window: NeighboursPanel, controller: Controller) -> None:
    copied = training(controller)[4]
    with qtbot.waitSignal(window.finder.measured, timeout=PATIENCE_MS):
        window.look(copied, "Image 1, at step 10")
        assert window.picture.pixels is copied
    assert window.near[0].pixels is not None
    np.testing.assert_array_equal(window.near[0].pixels, copied)
    distances = [float(label.text().replace(",", "")) for label in window.distances]
    assert distances[0] == 0
    assert distances == sorted(distances)
    assert window.verdict.text() == "It is a training image, pixel by pixel."
    assert {label.text() for label in window.classes} <= {"class 0", "class 1", "class 2"}


def test_the_newest_question_is_the_one_that_is_answered(
    qtbot: QtBot, window: NeighboursPanel, controller: Controller
) -> None:
    images = training(controller)
    with qtbot.waitSignal(window.finder.measured, timeout=PATIENCE_MS):
        for number in (1, 2, 3):
            window.look(images[number], f"Image {number}")
    assert window.title.text() == "Image 3"
    assert window.near[0].pixels is not None
    np.testing.assert_array_equal(window.near[0].pixels, images[3])


def test_an_answer_that_is_overtaken_on_its_way_is_not_given(
    qtbot: QtBot, window: NeighboursPanel, controller: Controller
) -> None:
    images, finder = training(controller), window.finder
    heard: list[object] = []
    for news in (finder.found, finder.measured, finder.failed):
        news.connect(heard.append)
    window.look(images[1], "Image 1")
    assert finder.wait(PATIENCE_MS)  # all of its answer is on its way now
    with qtbot.waitSignal(finder.measured, timeout=PATIENCE_MS):
        window.look(images[3], "Image 3")
    assert len(heard) == 2
    assert window.near[0].pixels is not None
    np.testing.assert_array_equal(window.near[0].pixels, images[3])
    window.look(images[1], "Image 1")
    assert finder.wait(PATIENCE_MS)
    finder.forget()
    QApplication.processEvents()
    assert len(heard) == 2


def test_images_that_are_gone_are_said_to_be(
    qtbot: QtBot, window: NeighboursPanel, controller: Controller, file: Path
) -> None:
    file.unlink()
    with qtbot.waitSignal(window.finder.failed, timeout=PATIENCE_MS):
        window.look(training(controller)[0], "Image 1")
    assert "could not be compared" in window.verdict.text()
    assert window.explanation.text().endswith(".")


def test_the_verdict_compares_with_real_images_of_the_same_class() -> None:
    usual = Usual(overall=1000.0, by_class={"1": 400.0}, unseen=True)
    one_image = np.zeros((1, 2, 2), np.uint8)

    def said(distance: float, *classes: str) -> tuple[str, str]:
        return copy_or_not(Neighbourhood(one_image, (distance,), classes), usual)

    assert "may be a copy" in said(300.0)[0]
    assert "No training image is near enough" in said(300.0, "1")[0]
    assert "images of class 1" in said(300.0, "1")[1]
    assert "400" in said(300.0, "1")[1]
    assert "1,000" in said(300.0, "7")[1]
    assert "never seen" in said(300.0)[1]
    seen = Usual(overall=1000.0, by_class={}, unseen=False)
    assert "never seen" not in copy_or_not(Neighbourhood(one_image, (300.0,), ()), seen)[1]


def test_a_click_on_a_generated_image_shows_its_neighbours(
    tmp_path: Path, file: Path, qtbot: QtBot
) -> None:
    game = small_images(changes={"data.path": str(file)})
    with opened(tmp_path, game) as lab:
        wait_until_ready(qtbot, lab)
        lab.controller.step_once()
        wait_for_step(qtbot, lab, 1)
        images = lab.window.images_shown
        assert images is not None
        real, generated = images.views["real"], images.views["generated"]
        qtbot.waitUntil(lambda: generated.grid is not None and images.drawn_at == 1)
        QTest.mouseClick(real, Qt.MouseButton.LeftButton, pos=real.place_of(1))
        assert not lab.window.findChildren(NeighboursPanel)
        QTest.mouseClick(generated, Qt.MouseButton.LeftButton, pos=generated.place_of(1))
        (window,) = lab.window.findChildren(NeighboursPanel)
        assert window.isVisible()
        assert window.title.text() == "Image 2, at step 1"
        qtbot.waitUntil(lambda: "median" in window.explanation.text(), timeout=PATIENCE_MS)
        lab.window.actions_table["latent"].trigger()
        (explorer,) = lab.window.findChildren(LatentExplorer)
        qtbot.waitUntil(lambda: explorer.parts.picture.pixels is not None)
        QTest.mouseClick(explorer.parts.picture, Qt.MouseButton.LeftButton)
        assert window.title.text() == "From the latent space"
        np.testing.assert_array_equal(window.picture.pixels, explorer.parts.picture.pixels)
        place = explorer.parts.strip.pictures[2]
        qtbot.waitUntil(lambda: place.pixels is not None)
        choose(explorer, place, "Nearest training images")
        np.testing.assert_array_equal(window.picture.pixels, place.pixels)
