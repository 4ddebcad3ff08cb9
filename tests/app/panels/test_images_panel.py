"""The images workspace: what is asked for, what is on the sheets, and how far the game has come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.items.image_sheet import Grid, belief_colors, compose, fit
from ganlab.app.look.theme import Theme
from ganlab.app.panels.images.progress import Stopwatch, duration, epochs, seconds_left
from ganlab.app.panels.images.progress_line import ImageProgress
from ganlab.app.panels.images.sheet_view import lined_up
from ganlab.app.panels.images.workspace import ImagesPanel
from ganlab.data.sheet import ON_SCREEN
from ganlab.experiment import Experiment, ImageData, Training
from ganlab.games.shown.views import Images, Values, own
from ganlab.lab.files.opening import with_images
from ganlab.lab.frame import State
from ganlab.presets import load_preset
from tests.app.conftest import MakeFrame
from tests.app.labs import importing, opened, settle, wait_for_step, wait_until_ready
from tests.small_images import own_images

SIDE = 12
N = 60


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """A file of 60 images of 12 x 12 pixels, with labels: image i is of class i modulo 3."""
    return own_images(tmp_path, N, SIDE)


@pytest.fixture
def small(images: Path) -> Experiment:
    """A tiny DCGAN for them."""
    return load_preset("mnist-dcgan").with_values(
        {
            "data": ImageData(path=str(images)),
            "game.image_networks.channels": 8,
            "training.batch_size": 10,
            "training.steps": 100,
            "game.k": 2,
        }
    )


@pytest.fixture
def panel(qtbot: QtBot, controller: Controller, theme: Theme, small: Experiment) -> ImagesPanel:
    controller.replace("images", small)
    panel = ImagesPanel(controller, theme)
    qtbot.addWidget(panel)
    panel.resize(600, 560)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def drawn(belief: float = 0.25) -> dict[str, Any]:
    """Views of a frame: 100 images, each of one grey, and D's opinion of them."""
    greys = np.arange(100, dtype=np.uint8)[:, None, None]
    return {
        "generated": Images(np.broadcast_to(greys, (100, SIDE, SIDE)).copy()),
        "d_real": np.linspace(0, 1, 500, dtype=np.float32),
        "d_fake": np.full(100, belief, np.float32),
    }


# --- the sheet ------------------------------------------------------------------------------


@given(
    room=st.tuples(st.integers(1, 900), st.integers(1, 900)),
    image=st.tuples(st.integers(8, 64), st.integers(8, 64)),
    most=st.integers(1, 100),
    least=st.integers(1, 60),
    classes=st.sampled_from([0, 2, 10]),
)
def test_a_grid_never_holds_more_than_there_is_nor_runs_over(
    room: tuple[int, int], image: tuple[int, int], most: int, least: int, classes: int
) -> None:
    grid = fit(*room, image, most, least, classes)
    assert 1 <= grid.count <= most
    if min(room) >= 80:  # a border takes its pixels, however little room there is
        assert grid.seen[0] <= room[0] + 2
        assert grid.seen[1] <= room[1] + 2
    if classes and grid.columns >= classes:
        assert grid.columns % classes == 0


def test_pixels_are_sharp_and_images_stand_in_their_places(theme: Theme) -> None:
    grid = Grid(2, 2, 3, 2, 2, frame=2, gap=2)
    images = np.array([[[0, 50], [100, 150]], [[200, 255], [1, 2]]], dtype=np.uint8)
    borders = belief_colors(
        np.array([0.0, 1.0]), np.arange(256, dtype=np.uint32) | np.uint32(0xFF000000)
    )
    picture = compose(images, grid, QColor("red"), borders)
    assert (picture.height(), picture.width()) == grid.size == (22, 22)
    for row in range(2):
        for column in range(2):
            seen = {
                picture.pixelColor(2 + 3 * column + x, 2 + 3 * row + y).red()
                for x in range(3)
                for y in range(3)
            }
            assert seen == {int(images[0, row, column])}
    assert picture.pixelColor(0, 0).blue() == 0
    assert picture.pixelColor(12, 0).blue() == 255
    assert picture.pixelColor(11, 0) == QColor("red")  # between the images
    assert picture.pixelColor(15, 15) == QColor("red")  # where there is none
    assert grid.at(13, 1) == 1
    assert grid.at(1, 13) == 2
    assert grid.at(40, 1) is None


@pytest.mark.parametrize("room", [(250, 300), (330, 380), (420, 310), (560, 440), (700, 640)])
@pytest.mark.parametrize("image", [(28, 28), (32, 32), (20, 28)])
def test_images_fill_their_panel_and_borders_are_seen(
    room: tuple[int, int], image: tuple[int, int]
) -> None:
    grid = fit(*room, image, ON_SCREEN, 20)
    height, width = grid.seen
    assert height * width >= 0.85 * room[0] * room[1]
    assert grid.frame * grid.zoom >= 3.2
    assert grid.scale * grid.zoom * min(image) >= 40


@pytest.mark.parametrize("room", [(200, 420), (200, 560), (240, 660), (320, 900)])
def test_every_class_has_a_column(room: tuple[int, int]) -> None:
    grid = fit(*room, (28, 28), ON_SCREEN, 20, 10)
    assert grid.columns % 10 == 0
    assert grid.seen[1] >= 0.85 * room[1] or grid.seen[0] >= 0.85 * room[0]


def test_real_images_stand_beside_generated_ones_of_their_class() -> None:
    labels = np.array([2, 2, 0, 1, 0, 1, 1], dtype=np.uint8)
    order = lined_up(labels, 3)
    assert sorted(order) == list(range(7))
    assert [int(labels[i]) for i in order[:6]] == [0, 1, 2, 0, 1, 2]


# --- the panel ------------------------------------------------------------------------------


def test_it_asks_for_images_only_while_it_is_visible(
    panel: ImagesPanel, controller: Controller
) -> None:
    assert {"generated", "d_real"} <= controller.request.views
    assert "average" not in controller.request.views
    panel.chips.buttons["average"].click()
    assert "average" in controller.request.views
    panel.hide()
    assert not {"generated", "average"} & controller.request.views
    panel.show()
    assert "average" in controller.request.views


def test_without_a_moving_average_there_is_none_to_show(
    panel: ImagesPanel, controller: Controller
) -> None:
    panel.chips.buttons["average"].click()
    controller.edit("average", {"game.ema": 0.0})
    assert not panel.views["average"].isVisible()
    assert "average" not in controller.request.views
    controller.undo_stack.undo()
    assert panel.views["average"].isVisible()


def test_a_frame_is_painted_with_what_d_believes(
    panel: ImagesPanel, controller: Controller, make_frame: MakeFrame, theme: Theme
) -> None:
    view = panel.views["generated"]
    assert view.picture() is None
    controller.frame_ready.emit(make_frame(controller, **drawn(0.0)))
    sheet, grid = view.picture(), view.grid
    assert sheet is not None
    assert grid is not None
    assert sheet.pixelColor(0, 0) == theme.color("generated")
    assert sheet.pixelColor(grid.frame, grid.frame).red() == 0
    assert sheet.pixelColor(grid.pitch[1] + grid.frame, grid.frame).red() == 1
    panel.chips.buttons["heatmap"].click()
    plain = view.picture()
    assert plain is not None
    assert plain.pixelColor(0, 0) == theme.color("panel")


def test_what_other_rooms_ask_of_d_is_no_opinion_of_a_sheet(
    panel: ImagesPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    controller.frame_ready.emit(make_frame(controller, **drawn()))
    before = {name: view.picture() for name, view in panel.views.items()}
    asked = {"logits": Values(own(np.zeros(500))), "arriving": Values(own(np.ones(5)))}
    controller.frame_ready.emit(make_frame(controller, **drawn() | asked))
    assert {name: view.picture() for name, view in panel.views.items()} == before


def test_a_new_training_forgets_what_was_generated(
    panel: ImagesPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    controller.frame_ready.emit(make_frame(controller, **drawn()))
    controller.reset()
    assert panel.views["generated"].picture() is None
    assert panel.views["real"].picture() is not None


def test_the_mouse_is_told_number_class_and_belief(
    panel: ImagesPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    controller.edit("conditional", {"game.conditional": True})
    controller.frame_ready.emit(make_frame(controller, **drawn()))
    view = panel.views["generated"]
    assert view.number_at(QPointF(view.place_of(4))) == 4
    view.pointed.emit(4)
    assert panel.readout.isVisible()
    assert panel.readout.text() == "image 5 · class 1 · D(G(z)) 0.25"
    panel.views["real"].pointed.emit(2)
    assert panel.readout.text().startswith("real image 3 · class 2 · D(x) ")
    view.pointed.emit(None)
    assert not panel.readout.isVisible()
    assert view.number_at(QPointF(-5, -5)) is None


def test_sheets_of_classes_stand_where_their_columns_have_more_room(
    panel: ImagesPanel, controller: Controller, make_frame: MakeFrame, qtbot: QtBot
) -> None:
    def tops() -> set[int]:
        return {panel.views[name].y() for name in ("generated", "real")}

    controller.frame_ready.emit(make_frame(controller, **drawn()))
    qtbot.waitUntil(lambda: len(tops()) == 1)
    controller.edit("conditional", {"game.conditional": True})
    controller.frame_ready.emit(make_frame(controller, **drawn()))
    qtbot.waitUntil(lambda: len(tops()) == 2)
    for name in ("generated", "real"):
        grid = panel.views[name].grid
        assert grid is not None
        assert grid.columns % len(panel.views[name].classes) == 0
    controller.undo_stack.undo()
    qtbot.waitUntil(lambda: len(tops()) == 1)


def test_a_picture_for_an_animation_has_the_size_asked_for(
    panel: ImagesPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    picture = panel.render_frame(
        make_frame(controller, **drawn()), QSize(320, 320), controller.target
    )
    assert picture.size() == QSize(320, 320)


def test_a_game_of_the_plane_is_none_of_its_business(
    panel: ImagesPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    panel.hide()
    controller.undo_stack.undo()
    controller.frame_ready.emit(make_frame(controller))
    assert not {"generated", "average"} & controller.request.views


# --- how far --------------------------------------------------------------------------------


def test_nor_is_one_of_the_plane_that_came_after_images(
    panel: ImagesPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    """What D says of samples of one class are fewer numbers than there are images on a sheet."""
    controller.edit("classes", {"game.conditional": True})
    controller.replace("plane", Experiment())
    panel._on_frame(make_frame(controller, d_real=np.full(51, 0.5, np.float32)))


def test_epochs_and_time_left() -> None:
    training = Training(steps=1000)
    assert epochs(300, 100, 60_000) == 0.5
    assert seconds_left(400, training, 20.0) == 30.0
    assert seconds_left(2000, training, 20.0) == 0.0
    assert duration(seconds_left(400, training, 0.0)) == "–"
    assert duration(187.4) == "3:07"
    assert duration(3787) == "1:03:07"


def test_the_stopwatch_counts_training_and_no_pauses() -> None:
    times = iter([0.0, 1.0, 2.0, 50.0, 51.0, 100.0])
    watch = Stopwatch(lambda: next(times))
    for running in (True, True, False, True, True, True):
        watch.look(running)
    assert watch.seconds == 52.0  # not the pause; a step may take as long as it likes
    watch.reset()
    assert watch.seconds == 0.0


def test_training_out_of_sight_is_counted(
    controller: Controller, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    now = 0.0
    progress = ImageProgress(controller)
    qtbot.addWidget(progress)
    progress.stopwatch = Stopwatch(lambda: now)
    for seconds, state in (0.0, State.RUNNING), (30.0, State.PAUSED), (50.0, State.RUNNING):
        now = seconds
        monkeypatch.setattr(controller, "state", state, raising=False)
        controller.state_changed.emit(state)
    assert progress.stopwatch.seconds == 30.0


# --- files ----------------------------------------------------------------------------------


def test_images_keep_the_game_they_come_into(images: Path) -> None:
    plane = with_images(Experiment(seed=7), images)
    preset = load_preset("mnist-dcgan")
    assert (plane.seed, plane.noise, plane.training) == (7, preset.noise, preset.training)
    assert plane.data == ImageData(path=str(images))
    conditional = load_preset("mnist-2014-conditional")
    assert with_images(conditional, images).game == conditional.game


# --- the real thing -------------------------------------------------------------------------


def test_the_window_plays_images_that_were_dropped_on_it(
    qtbot: QtBot, tmp_path: Path, images: Path, small: Experiment
) -> None:
    with opened(tmp_path) as lab:
        window = lab.window
        wait_until_ready(qtbot, lab)
        assert window.rooms.current == "playground"
        assert window.distributions.isVisible()
        bad = tmp_path / "bad-idx3-ubyte"
        bad.write_bytes(b"nothing of the kind")
        drop(lab.window, bad)
        refused = importing(lab, qtbot)
        assert "there are no points in it" in refused.fault.text()
        assert not refused.use_button.isEnabled()
        refused.reject()
        settle()
        drop(lab.window, images)
        qtbot.mouseClick(importing(lab, qtbot).use_button, Qt.MouseButton.LeftButton)
        images_panel = window.images_shown
        assert window.rooms.current == "images"
        assert images_panel is not None
        assert images_panel.isVisible()
        assert lab.controller.experiment.noise == small.noise
        lab.controller.replace("tiny", small)
        wait_until_ready(qtbot, lab)
        lab.controller.play()
        wait_for_step(qtbot, lab, 3)
        lab.controller.pause()
        view = images_panel.views["generated"]
        qtbot.waitUntil(lambda: view.picture() is not None, timeout=20_000)
        epoch = images_panel.progress.figures["epoch"]
        qtbot.waitUntil(lambda: epoch.text() not in ("–", "0.00"))
        lab.controller.set_modified(False)
        lab.controller.undo_stack.setIndex(0)
        assert window.rooms.current == "playground"
        assert window.distributions.isVisible()
        lab.controller.set_modified(False)


def drop(window: Any, *paths: Path) -> None:
    """Drop files on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, copy = QPointF(QPoint(50, 50)), Qt.DropAction.CopyAction
    window.dropEvent(
        QDropEvent(where, copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )


def test_the_histogram_keeps_what_a_frame_does_not_tell(
    panel: ImagesPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    """D's opinion of real and of generated images comes in different frames."""
    controller.frame_ready.emit(make_frame(controller, **drawn() | {"d_real": None}))
    real = drawn() | {"generated": None, "d_fake": None}
    controller.frame_ready.emit(make_frame(controller, **real))
    words = panel.histogram.accessibleDescription()
    assert "0.50 over real, 0.25 over generated" in words
    controller.frame_ready.emit(make_frame(controller, **drawn(0.75) | {"d_real": None}))
    assert "0.50 over real, 0.75 over generated" in panel.histogram.accessibleDescription()


def test_an_image_is_told_with_the_step_it_was_drawn_at(
    qtbot: QtBot, panel: ImagesPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    """The game goes on between two pictures."""
    asked: list[str] = []
    panel.neighbours_wanted.connect(lambda _pixels, title: asked.append(title))
    controller.frame_ready.emit(make_frame(controller, step=40, **drawn()))
    later = drawn() | {"generated": None, "d_fake": None, "average": None}
    controller.frame_ready.emit(make_frame(controller, step=77, **later))
    view = panel.views["generated"]
    view.chosen.emit(np.zeros((8, 8), np.uint8), 1)
    assert asked == ["Image 2, at step 40"]
