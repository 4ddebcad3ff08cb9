"""The gallery: a click is one edit of the whole recipe, and keys reach every target."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.gallery.gallery import Gallery
from ganlab.data.toy.catalog import TARGETS
from ganlab.experiment import DrawingData, Stroke, ToyData
from ganlab.gan.settings import two_player
from ganlab.lab.commands import Build
from ganlab.presets import GROUPS, STUDIES, load_preset
from tests.app.conftest import RecordingLink

FEW = {"data": {"kind": "images", "subset": 40}, "game.image_networks.channels": 5}


@pytest.fixture
def gallery(qtbot: QtBot, controller: Controller, theme: Theme) -> Gallery:
    gallery = Gallery(controller, theme)
    qtbot.addWidget(gallery)
    gallery.resize(276, 160)
    gallery.show()
    qtbot.waitExposed(gallery)
    return gallery


def test_every_target_is_shown_and_painted(qtbot: QtBot, gallery: Gallery, theme: Theme) -> None:
    qtbot.waitUntil(lambda: all(gallery.thumbnail(name).painted for name in TARGETS))
    assert not gallery.thumbnail("").isVisible()
    for name, title in TARGETS.items():
        thumbnail = gallery.thumbnail(name)
        assert title in thumbnail.toolTip()
        assert thumbnail.accessibleName() == f"Target: {title}"
        assert "real" in _meanings(thumbnail.grab().toImage(), theme)


def test_a_click_takes_the_whole_recipe_and_keeps_the_seed(
    qtbot: QtBot, gallery: Gallery, controller: Controller
) -> None:
    controller.edit("seed", {"seed": 42})
    before = controller.experiment
    qtbot.mouseClick(gallery.thumbnail("grid-25"), Qt.MouseButton.LeftButton)
    preset = load_preset("grid-25")
    assert controller.experiment == preset.model_copy(update={"seed": 42})
    assert gallery.thumbnail("grid-25").isChecked()
    assert not gallery.thumbnail("ring-8").isChecked()
    assert controller.undo_stack.undoText() == "target: 25 Gaussians"
    controller.undo_stack.undo()
    assert controller.experiment == before
    assert gallery.thumbnail("ring-8").isChecked()


def test_only_the_data(gallery: Gallery, controller: Controller) -> None:
    controller.edit("k", {"game.k": 4})
    menu = gallery.thumbnail("moons").menu()
    next(action for action in menu.actions() if action.text() == "Only the data").trigger()
    assert controller.experiment.data == ToyData(name="moons")
    assert two_player(controller.experiment.game).k == 4
    menu.deleteLater()


def test_arrows_and_enter_choose_a_target(
    qtbot: QtBot, gallery: Gallery, controller: Controller
) -> None:
    names = list(GROUPS["Plane"])
    gallery.thumbnail("ring-8").setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(gallery.focusWidget(), key)
    assert gallery.focusWidget() is gallery.thumbnail(names[8])
    qtbot.keyClick(gallery.focusWidget(), Qt.Key.Key_Return)
    assert controller.experiment.data == ToyData(name=names[8])


def test_a_drawing_has_a_thumbnail_of_its_own(gallery: Gallery, controller: Controller) -> None:
    drawing = DrawingData(strokes=(Stroke(points=((-0.5, 0.0), (0.5, 0.0))),))
    controller.edit("drawing", {"data": drawing})
    own = gallery.thumbnail("")
    assert own.isVisible()
    assert own.isChecked()
    assert own.painted
    assert own.accessibleName() == "Target: Your drawing"
    controller.undo_stack.undo()
    assert not own.isVisible()


def test_thumbnails_follow_the_theme(gallery: Gallery, theme: Theme) -> None:
    gallery.settle()
    thumbnail = gallery.thumbnail("ring")
    light = thumbnail.grab().toImage()
    theme.choose("dark")
    assert thumbnail.grab().toImage() != light
    assert "sunken" in _meanings(thumbnail.grab().toImage(), theme)


def _meanings(image: QImage, theme: Theme) -> set[str]:
    """The palette's names of the colours in a picture, within a little."""
    names = ("real", "sunken")
    found = set()
    for x in range(image.width()):
        for y in range(image.height()):
            pixel = image.pixelColor(x, y)
            found |= {name for name in names if _close(pixel, theme.color(name))}
    return found


def _close(a: QColor, b: QColor) -> bool:
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return all(abs(x - y) < 50 for x, y in pairs)


def test_only_the_current_target_looks_chosen(
    qtbot: QtBot, gallery: Gallery, controller: Controller, theme: Theme
) -> None:
    def framed() -> list[str]:
        edge = theme.color("real").name()
        names = []
        for tile in gallery.thumbnails:
            if tile.isVisible():
                left = tile.grab().toImage().pixelColor(0, tile.height() // 2)
                names += [tile.name] if left.name() == edge else []
        return names

    other = gallery.thumbnail("moons")
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    assert framed() == ["moons"]
    controller.undo()
    assert framed() == ["ring-8"]
    other.setFocus(Qt.FocusReason.TabFocusReason)  # seen, and not taken for chosen
    assert framed() == ["ring-8"]


def test_a_study_stands_on_a_page_of_its_own_and_is_found_there(
    qtbot: QtBot, gallery: Gallery, controller: Controller
) -> None:
    pages, tile = gallery.pages, gallery.thumbnail("collapse")
    assert pages.current == "Plane"
    assert not tile.isVisible()
    qtbot.mouseClick(pages.buttons["Studies"], Qt.MouseButton.LeftButton)
    assert [name for name in STUDIES if gallery.thumbnail(name).isVisible()] == list(STUDIES)
    controller.edit("k", {"game.k": 2})  # an edit elsewhere turns no page
    assert pages.current == "Studies"
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert controller.experiment == load_preset("collapse")
    assert gallery.current is tile  # and not the target that it shares with others
    controller.undo()
    assert pages.current == "Plane"
    assert gallery.current is gallery.thumbnail("ring-8")


def test_nothing_below_moves_when_a_page_is_turned(qtbot: QtBot, gallery: Gallery) -> None:
    heights = set()
    for title in GROUPS:
        qtbot.mouseClick(gallery.pages.buttons[title], Qt.MouseButton.LeftButton)
        heights.add((gallery.sizeHint().height(), gallery.minimumSizeHint().height()))
    assert len(heights) == 1


def test_every_page_is_full_whatever_it_holds(
    qtbot: QtBot, gallery: Gallery, controller: Controller
) -> None:
    def bottoms() -> set[int]:
        """Where the pages end, from the gallery's top, pixels."""
        found = set()
        for title, tiles in gallery.pages.tiles.items():
            qtbot.mouseClick(gallery.pages.buttons[title], Qt.MouseButton.LeftButton)
            QApplication.processEvents()
            shown = [tile for tile in tiles if tile.isVisible()]
            places = [QRect(tile.mapTo(gallery, QPoint()), tile.size()) for tile in shown]
            assert {place.right() for place in places} >= {gallery.rect().right()}
            found.add(max(place.bottom() for place in places))
        return found

    gallery.setFixedHeight(gallery.sizeHint().height())
    assert bottoms() == {gallery.rect().bottom()}
    controller.edit("a tile more on a page of few", FEW)
    assert gallery.pages.page_of(gallery.current) == "Images"
    assert gallery.current.isVisible()
    assert bottoms() == {gallery.rect().bottom()}


def test_only_the_data_of_a_study_goes_by_the_name_of_its_target(
    gallery: Gallery, controller: Controller
) -> None:
    controller.edit("target", {"data.name": "moons"})
    menu = gallery.thumbnail("collapse").menu()
    next(action for action in menu.actions() if action.text() == "Only the data").trigger()
    assert controller.experiment.name == "ring-8"
    assert gallery.current is gallery.thumbnail("ring-8")
    menu.deleteLater()


def test_a_study_begins_at_its_first_step_and_plays_on_where_the_run_did(
    qtbot: QtBot, gallery: Gallery, controller: Controller, link: RecordingLink
) -> None:
    def took(name: str) -> bool:
        """Whether the run began anew for it."""
        before = len(link.commands(Build))
        qtbot.mouseClick(gallery.thumbnail(name), Qt.MouseButton.LeftButton)
        assert controller.experiment.name == name
        return len(link.commands(Build)) == before + 1

    assert not took("unstable-minimax")  # nothing was trained, and its networks are those of ring-8
    assert controller.undo_stack.undoText() == "study: Unstable minimax"
    controller.play()
    assert took("collapse")
    assert link.commands(Build)[-1].checkpoint is None
    assert controller.playing
