"""Walking through latent space: the window, what it asks for, and a real generator behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMenu, QSlider, QToolTip
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.rooms.images.latent.explorer import LatentExplorer
from ganlab.app.rooms.images.latent.pad import PLACES, map_places
from ganlab.app.rooms.images.latent.pins import Pin
from ganlab.app.rooms.images.latent.strip import STEPS
from ganlab.app.shell.actions import Actions
from ganlab.app.widgets.chevron import ComboBox
from ganlab.experiment import Experiment
from ganlab.games.shown.views import own
from ganlab.lab.commands import DrawImages, FindDirections
from ganlab.lab.frame import DirectionsFound, ImagesDrawn, Notice, State
from tests.app.conftest import MakeFrame, RecordingLink
from tests.app.labs import opened, wait_for_step, wait_until_ready

DIMENSION = 6
ALL = 1 + 3 + len(map_places()) + 2 * STEPS
"""Images on show: the point, three anchors, the map, the strip."""


def tiny(**networks: Any) -> Experiment:
    """A very small game of 40 images."""
    return Experiment().with_values(
        {
            "data": {"kind": "images", "subset": 40},
            "image_networks": {"kind": "dcgan", "channels": 5, **networks},
            "noise.dimension": DIMENSION,
            "training.batch_size": 4,
            "game.ema": 0.9,
        }
    )


@pytest.fixture
def controller(qtbot: QtBot, link: RecordingLink) -> Iterator[Controller]:
    """A conditional game on a link that records."""
    controller = Controller(tiny(conditional=True), link)
    controller.start()
    yield controller
    controller.stop()
    controller.deleteLater()


@pytest.fixture
def explorer(qtbot: QtBot, controller: Controller, theme: Theme) -> LatentExplorer:
    """The window, open."""
    explorer = LatentExplorer(controller, theme)
    qtbot.addWidget(explorer)
    with qtbot.waitExposed(explorer):
        explorer.show()
    return explorer


def asked(link: RecordingLink) -> DrawImages:
    """What was asked for last."""
    last: DrawImages = link.commands(DrawImages)[-1]
    return last


def answer(controller: Controller, link: RecordingLink, **overrides: Any) -> None:
    """Answer the last request: image i is of the grey i."""
    last = asked(link)
    grey = (np.arange(len(last.noise)) % 256).astype(np.uint8)
    images = np.broadcast_to(grey[:, None, None], (len(grey), 28, 28))
    fields = {"token": last.token, "generation": controller.generation} | overrides
    controller.on_reply(ImagesDrawn(images, **fields))


def settle(controller: Controller, link: RecordingLink) -> None:
    """Answer until nothing more is asked."""
    n = 0
    while len(link.commands(DrawImages)) > n:
        n = len(link.commands(DrawImages))
        answer(controller, link)


def drag(explorer: LatentExplorer, *places: tuple[float, float]) -> None:
    """Press the mouse at the first place of the plane and move through the others."""
    pad = explorer.parts.pad
    first, *others = (pad.pixel(*place).toPoint() for place in places)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for pixel in others:
        QTest.mouseMove(pad, pixel)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=([first, *others])[-1])


def choose(explorer: LatentExplorer, button: QAbstractButton, text: str) -> None:
    """Click an image and take a line of its menu."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    menus = [menu for menu in explorer.findChildren(QMenu) if menu.isVisible()]
    (action,) = [action for action in menus[-1].actions() if action.text() == text]
    action.trigger()
    menus[-1].close()


# --- what it asks for -----------------------------------------------------------------------


def test_dragging_never_floods_and_the_newest_place_is_drawn(
    explorer: LatentExplorer, controller: Controller, link: RecordingLink
) -> None:
    settle(controller, link)
    before = len(link.commands(DrawImages))
    drag(explorer, (0, 0.5), *((0.01 * k, 0) for k in range(40)))
    assert len(link.commands(DrawImages)) == before + 1
    answer(controller, link)
    assert len(link.commands(DrawImages)) == before + 2
    np.testing.assert_allclose(asked(link).noise, explorer.noise[None], rtol=1e-6)
    answer(controller, link)
    assert len(link.commands(DrawImages)) == before + 2


def test_an_anchor_is_what_is_drawn_at_its_place(
    explorer: LatentExplorer, controller: Controller, link: RecordingLink
) -> None:
    settle(controller, link)
    explorer.parts.new.click()
    anchors = asked(link).noise[:3]
    settle(controller, link)
    explorer.parts.samples.setFocus()
    for place, anchor in zip(PLACES, anchors, strict=True):
        explorer.parts.pad.go(*place)
        np.testing.assert_allclose(explorer.noise, anchor, rtol=1e-5, atol=1e-6)


def test_two_directions_cross_at_zero(explorer: LatentExplorer) -> None:
    explorer.parts.directions.click()
    explorer.parts.pad.go(0, 0)
    assert not explorer.noise.any()
    explorer.parts.pad.go(1, 0)
    assert np.linalg.norm(explorer.noise) == pytest.approx(np.sqrt(DIMENSION))


def test_a_class_is_drawn_when_it_is_chosen(
    explorer: LatentExplorer, controller: Controller, link: RecordingLink
) -> None:
    settle(controller, link)
    assert isinstance(explorer.parts.classes, ComboBox), "its arrow says that it opens"
    explorer.parts.classes.setCurrentIndex(7)
    last = asked(link)
    assert last.labels is not None
    np.testing.assert_array_equal(last.labels, np.full(ALL, 7))
    settle(controller, link)
    explorer.parts.average.click()
    assert not asked(link).average
    assert not link.commands(FindDirections)[-1].average


def test_a_generator_that_is_told_no_class_is_told_none(
    qtbot: QtBot, link: RecordingLink, theme: Theme
) -> None:
    controller = Controller(tiny(), link)
    controller.start()
    explorer = LatentExplorer(controller, theme)
    qtbot.addWidget(explorer)
    explorer.show()
    assert asked(link).labels is None
    assert not explorer.parts.classes.isVisible()
    controller.stop()


def test_sliders_move_along_the_directions_and_reset_comes_back(
    explorer: LatentExplorer, controller: Controller
) -> None:
    start = explorer.noise
    vectors = np.eye(DIMENSION)[::-1]
    found = DirectionsFound(own(vectors), own(np.ones(DIMENSION)), 0, controller.generation)
    controller.on_reply(found)
    board = explorer.parts.board
    enabled = [slider.isEnabled() for slider in board.sliders]
    assert enabled == [True] * DIMENSION + [False] * (8 - DIMENSION)
    board.sliders[1].setValue(20)
    np.testing.assert_allclose(explorer.noise - start, 2 * vectors[1])
    board.reset_button.click()
    np.testing.assert_array_equal(explorer.noise, start)


def test_a_pinned_image_stays_and_can_become_an_anchor_or_an_end(
    explorer: LatentExplorer, controller: Controller, link: RecordingLink
) -> None:
    settle(controller, link)
    parts = explorer.parts
    parts.pad.go(0.3, 0.4)
    settle(controller, link)
    here = explorer.noise
    parts.pin.click()
    (pin,) = parts.pins.pins
    np.testing.assert_array_equal(pin.noise, here)
    choose(explorer, parts.pins.pictures[0], "Make it anchor 2")
    settle(controller, link)
    parts.pad.go(*PLACES[1])
    np.testing.assert_allclose(explorer.noise, here, atol=1e-12)
    choose(explorer, parts.pins.pictures[0], "End the strip here")
    for row in (STEPS - 1, 2 * STEPS - 1):
        np.testing.assert_allclose(parts.strip.noise[row], here, atol=1e-12)
    settle(controller, link)
    choose(explorer, parts.strip.pictures[3], "Pin")
    np.testing.assert_array_equal(parts.pins.pins[1].noise, parts.strip.noise[3])
    choose(explorer, parts.pins.pictures[0], "Unpin")
    assert len(parts.pins.pins) == len(parts.pins.pictures) == 1


def test_the_strip_goes_from_here_to_there(explorer: LatentExplorer) -> None:
    parts = explorer.parts
    parts.pad.go(0.5, 0.5)
    here = explorer.noise
    parts.begin.click()
    parts.pad.go(-0.5, 0.5)
    parts.end.click()
    for row in (parts.strip.noise[:STEPS], parts.strip.noise[STEPS:]):
        np.testing.assert_allclose(row[[0, -1]], [here, explorer.noise], atol=1e-12)


def test_the_arrow_keys_move_the_point(explorer: LatentExplorer) -> None:
    pad = explorer.parts.pad
    pad.go(0, 0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(pad, key)
    QTest.keyClick(pad, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert pad.place == pytest.approx((0.04, 0.1))
    QTest.keyClick(pad, Qt.Key.Key_Home)
    assert pad.place == (0, 0)


def test_every_control_says_what_it_is(explorer: LatentExplorer) -> None:
    for kind in (QAbstractButton, QComboBox, QSlider):
        for control in explorer.findChildren(kind):
            if control.focusPolicy() != Qt.FocusPolicy.NoFocus and control.isVisible():
                assert control.toolTip(), control
                words = control.text() if isinstance(control, QAbstractButton) else ""
                assert control.accessibleName() or words


# --- while other things go on ---------------------------------------------------------------


def test_nothing_is_asked_for_while_it_is_closed(
    explorer: LatentExplorer, controller: Controller, link: RecordingLink, make_frame: MakeFrame
) -> None:
    settle(controller, link)
    explorer.close()
    before = len(link.commands(DrawImages))
    link.frames.append(make_frame(controller))
    controller._poll()
    explorer.parts.pad.go(0.1, 0.9)
    assert len(link.commands(DrawImages)) == before
    explorer.show()
    assert len(asked(link).noise) == ALL


def test_another_generator_is_asked_again(
    explorer: LatentExplorer, controller: Controller, link: RecordingLink
) -> None:
    explorer.parts.pins.add(Pin(explorer.noise, np.zeros((28, 28), np.uint8)))
    controller.reset()  # the answer to what was asked before will never come
    assert len(asked(link).noise) == ALL
    assert len(explorer.parts.pins.pins) == 1
    controller.edit("noise", {"noise.dimension": 9})
    assert asked(link).noise.shape == (ALL, 9)
    assert not explorer.parts.pins.pins


def test_nothing_is_asked_for_where_there_are_no_images(
    explorer: LatentExplorer, controller: Controller, theme: Theme, link: RecordingLink
) -> None:
    actions = Actions(controller, theme)
    assert actions["latent"].isEnabled()
    controller.edit("data", {"data": {"kind": "toy", "name": "ring-8"}})
    before = len(link.commands(DrawImages))
    explorer.parts.pad.go(0.1, 0.9)
    assert len(link.commands(DrawImages)) == before
    assert not actions["latent"].isEnabled()


# --- with a real generator ------------------------------------------------------------------


def test_the_image_follows_the_mouse_while_a_real_generator_rests_and_trains(
    tmp_path: Path, qtbot: QtBot
) -> None:
    torch.set_num_threads(1)
    with opened(tmp_path, tiny(conditional=True)) as lab:
        wait_until_ready(qtbot, lab)
        notices: list[Notice] = []
        lab.controller.notice.connect(notices.append)
        lab.window.actions_table["latent"].trigger()
        explorer = lab.window.images_room.images.explorer
        picture = explorer.parts.picture
        qtbot.waitUntil(lambda: picture.pixels is not None)
        qtbot.waitUntil(explorer.parts.board.sliders[DIMENSION - 1].isEnabled)

        def follows(*places: tuple[float, float]) -> None:
            before = picture.pixels
            drag(explorer, *places)
            qtbot.waitUntil(lambda: picture.pixels is not before)

        follows((0, 0), (0.4, 0.4), (0.8, 0.8))
        lab.controller.train_until(3)
        wait_for_step(qtbot, lab, 1)
        follows((0.8, 0.8), (-0.5, -0.5))
        qtbot.waitUntil(lambda: lab.controller.state is State.PAUSED)
        lab.controller.edit("noise", {"noise.dimension": 3})
        qtbot.waitUntil(lambda: lab.controller.state is State.IDLE)
        follows((0, 0), (0.5, 0.5))
        lab.controller.edit("classes", {"data.classes": (3, 7)})
        qtbot.waitUntil(lambda: lab.controller.state is State.IDLE)
        assert explorer.parts.classes.count() == 2
        follows((0, 0.2), (0.3, 0.5))
        assert [n.text for n in notices if n.level == "error"] == []


def test_the_tooltip_of_a_pinned_image_can_be_read(
    explorer: LatentExplorer, theme: Theme, qtbot: QtBot
) -> None:
    explorer.parts.pins.add(Pin(explorer.noise, np.zeros((28, 28), np.uint8)))
    (picture,) = explorer.parts.pins.pictures
    place = picture.mapToGlobal(picture.rect().center())
    QToolTip.showText(place, picture.toolTip(), picture)
    (tip,) = (w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel"))
    qtbot.waitUntil(tip.isVisible)
    ground = tip.grab().toImage().pixelColor(3, 3)
    assert ground.name() == theme.color("panel").name()
    QToolTip.hideText()
    around = explorer.parts.pins.widget()
    assert around is not None
    for widget in (picture, around, explorer.parts.pins):
        assert not widget.styleSheet(), "a sheet without a selector reaches its tooltips"
