"""Generators that come trained, in the window: from the menu, and from the latent explorer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ganlab.app.look.words import in_tooltip
from ganlab.app.rooms.images.latent.explorer import LatentExplorer
from ganlab.app.shell import messages
from ganlab.app.shell.application import Laboratory
from ganlab.app.shell.pretrained_menu import PretrainedMenu
from ganlab.lab.files.archive import load_run
from ganlab.lab.frame import Notice, State
from ganlab.pretrained import (
    pretrained_card,
    pretrained_names,
    pretrained_path,
    pretrained_summary,
    pretrained_title,
)
from tests.app.answering import answering, click
from tests.app.labs import opened, wait_until_ready
from tests.small_images import small_images

NAME = pretrained_names()[0]
STEPS: int = pretrained_card(NAME)["steps"]
PATIENCE = 20_000
"""Longest wait for a generator of full size, ms."""


@pytest.fixture
def lab(tmp_path: Path, qtbot: QtBot) -> Iterator[Laboratory]:
    """A laboratory with a very small game of images that stands at step 0."""
    game = small_images(changes={"data": {"kind": "images", "subset": 40}})
    with opened(tmp_path, game) as lab:
        wait_until_ready(qtbot, lab)
        yield lab


def menu_of(lab: Laboratory) -> PretrainedMenu:
    """File > Open Pre-trained."""
    (menu,) = lab.window.findChildren(PretrainedMenu)
    return menu


def take(lab: Laboratory, qtbot: QtBot, name: str) -> None:
    """Click on a line of the menu."""
    menu = menu_of(lab)
    menu.popup(lab.window.mapToGlobal(QPoint(20, 40)))
    qtbot.waitUntil(menu.isVisible)
    (action,) = (action for action in menu.actions() if action.objectName() == name)
    place = menu.actionGeometry(action).center()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: not menu.isVisible())


def wait_until_open(qtbot: QtBot, lab: Laboratory) -> None:
    """Wait until the trained networks are there."""
    controller = lab.controller
    qtbot.waitUntil(
        lambda: controller.state is State.PAUSED and controller.step == STEPS, timeout=PATIENCE
    )


def explorer_of(lab: Laboratory) -> LatentExplorer:
    """The latent explorer, opened by its keys."""
    QTest.keyClick(lab.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    return lab.window.images_room.images.explorer


def test_the_menu_shows_what_each_draws_and_how_well(lab: Laboratory, qtbot: QtBot) -> None:
    menu = menu_of(lab)
    assert [a.text() for a in menu.actions()] == [pretrained_title(n) for n in pretrained_names()]
    menu.popup(lab.window.mapToGlobal(QPoint(20, 40)))
    for action, name in zip(menu.actions(), pretrained_names(), strict=True):
        assert action.icon().actualSize(action.icon().availableSizes()[0]).width() == 56
        assert action.toolTip() == in_tooltip(pretrained_summary(name))
    menu.close()


def test_one_that_is_finished_goes_on_at_a_constant_rate(lab: Laboratory, qtbot: QtBot) -> None:
    take(lab, qtbot, NAME)
    wait_until_open(qtbot, lab)
    controller, button = lab.controller, lab.window.status.at_once
    assert controller.experiment.ends_at == STEPS
    qtbot.waitUntil(button.isVisible, timeout=PATIENCE)
    assert button.text() == "Go on at a constant rate"
    controller.edit("batch", {"training.batch_size": 2})
    button.click()
    qtbot.waitUntil(lambda: controller.step > STEPS, timeout=PATIENCE)
    controller.pause()
    qtbot.waitUntil(lambda: controller.state is State.PAUSED, timeout=PATIENCE)


def test_one_is_opened_and_stays_as_it_is_on_the_disk(
    lab: Laboratory, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, controller, files = (
        pretrained_path(NAME).read_bytes(),
        lab.controller,
        lab.dialogs.files,
    )
    notices: list[Notice] = []
    controller.notice.connect(notices.append)
    take(lab, qtbot, NAME)
    wait_until_open(qtbot, lab)
    assert pretrained_summary(NAME) in notices[-1].text
    assert controller.experiment.name == NAME
    assert controller.history.steps == STEPS
    assert not controller.modified
    assert files.path is None
    assert files.recent.paths == []

    controller.edit("batch", {"training.batch_size": 2})
    seen: list[int] = []
    controller.frame_ready.connect(lambda frame: seen.append(frame.step))
    lab.window.actions_table["step_all"].trigger()
    qtbot.waitUntil(lambda: STEPS + 1 in seen, timeout=PATIENCE)
    starts: list[Path] = []

    def ask(*words: object) -> Path:
        assert isinstance(words[2], Path)
        starts.append(words[2])
        return tmp_path / "mine.ganlab"

    monkeypatch.setattr(messages, "ask_save_path", ask)
    lab.window.actions_table["save"].trigger()
    qtbot.waitUntil(lambda: not controller.modified, timeout=PATIENCE)
    assert [path.name for path in starts] == [f"{NAME}.ganlab"]
    assert starts[0].parent != pretrained_path(NAME).parent
    saved = load_run(tmp_path / "mine.ganlab").checkpoint
    assert saved is not None
    assert saved.step == STEPS + 1
    assert files.recent.paths == [tmp_path / "mine.ganlab"]
    assert pretrained_path(NAME).read_bytes() == shipped


def test_what_is_unsaved_is_asked_about_first(lab: Laboratory, qtbot: QtBot) -> None:
    lab.controller.edit("name", {"name": "my work"})
    with answering(click("Cancel", reads="my work")):
        take(lab, qtbot, NAME)
    assert lab.controller.experiment.name == "my work"
    with answering(click("Don't save", reads="my work")):
        take(lab, qtbot, NAME)
    assert lab.controller.experiment.name == NAME


def test_the_explorer_of_an_untrained_generator_offers_trained_ones(
    lab: Laboratory, qtbot: QtBot
) -> None:
    explorer, controller = explorer_of(lab), lab.controller
    parts = explorer.parts
    assert parts.offer.isVisible()
    assert list(parts.offer.buttons) == list(pretrained_names())
    assert explorer.noise.shape == (5,)
    QTest.mouseClick(parts.offer.buttons[NAME], Qt.MouseButton.LeftButton)
    wait_until_open(qtbot, lab)
    assert explorer.isVisible()
    assert not parts.offer.isVisible()
    assert parts.average.isVisible()
    assert explorer.noise.shape == (controller.experiment.noise.dimension,)

    def inked() -> bool:  # an untrained one draws grey alone
        pixels = parts.picture.pixels
        return pixels is not None and int(pixels.max()) > 200

    qtbot.waitUntil(inked, timeout=PATIENCE)

    lab.window.actions_table["reset"].trigger()
    qtbot.waitUntil(lambda: controller.state is State.IDLE, timeout=PATIENCE)
    assert parts.offer.isVisible()
    assert not parts.average.isVisible()


def test_the_offer_goes_with_the_first_step(lab: Laboratory, qtbot: QtBot) -> None:
    parts = explorer_of(lab).parts
    lab.window.actions_table["step_all"].trigger()
    qtbot.waitUntil(lambda: not parts.offer.isVisible(), timeout=PATIENCE)
