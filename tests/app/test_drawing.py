"""Drawing on the plane: gestures become strokes of the experiment, each an edit of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.drawing.mode import DrawingMode
from ganlab.app.drawing.painting import OPACITY, ink_image
from ganlab.app.drawing.paper import Paper
from ganlab.app.look.classes import class_color
from ganlab.app.look.theme import Theme
from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.app.shell.actions import Actions
from ganlab.experiment import DrawingData, ImageData, Stroke, ToyData
from ganlab.lab import commands
from tests.app.conftest import RecordingLink

Point = tuple[float, float]
PATH: tuple[Point, ...] = ((-0.5, -0.5), (-0.2, 0.1), (0.3, 0.0), (0.5, 0.5))
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, controller: Controller, theme: Theme) -> QMainWindow:
    """A window with the shortcuts of the real one, and the plane in it."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.addActions(list(Actions(controller, theme, window).by_name.values()))
    window.setCentralWidget(DistributionsPanel(controller, theme))
    window.resize(760, 640)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def mode(window: QMainWindow, controller: Controller, theme: Theme) -> DrawingMode:
    """The plane, drawn on."""
    panel = window.centralWidget()
    assert isinstance(panel, DistributionsPanel)
    mode = DrawingMode(controller, theme, panel)
    mode.enter()
    QApplication.processEvents()
    return mode


def press(mode: DrawingMode, points: Sequence[Point]) -> None:
    """Put the pen down and draw through points, in view units."""
    canvas = mode.canvas
    pixels = [canvas.pixel(point).toPoint() for point in points]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=pixels[0])
    for pixel in pixels[1:]:
        QTest.mouseMove(canvas, pixel)
        QApplication.processEvents()


def draw(mode: DrawingMode, points: Sequence[Point] = PATH) -> None:
    """One whole stroke."""
    press(mode, points)
    release(mode, points[-1])


def release(mode: DrawingMode, point: Point) -> None:
    """The pen comes up."""
    end = mode.canvas.pixel(point).toPoint()
    QTest.mouseRelease(mode.canvas, Qt.MouseButton.LeftButton, pos=end)


def key(mode: DrawingMode, name: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key on the canvas."""
    QTest.keyClick(mode.canvas, name, modifier or Qt.KeyboardModifier.NoModifier)


def strokes(controller: Controller) -> tuple[Stroke, ...]:
    """The strokes that the experiment holds."""
    data = controller.experiment.data
    assert isinstance(data, DrawingData)
    return data.strokes


def density_at(mode: DrawingMode, point: Point) -> float:
    """How much is drawn there."""
    raster = mode.canvas.paper.ink.total
    column, row = (int((c + 1) / 2 * len(raster)) for c in point)
    return float(raster[row, column])


def test_the_plane_stays_in_sight_and_the_controls_stand_beside_it(
    mode: DrawingMode, window: QMainWindow
) -> None:
    panel = window.centralWidget()
    assert isinstance(panel, DistributionsPanel)
    assert mode.canvas.window() is mode.column.window() is window, "no window over the window"
    assert panel.view.isVisible()
    assert mode.canvas.size() == panel.view.viewport().size()
    assert mode.column.geometry().left() > panel.view.geometry().right()
    draw(mode)
    picture = mode.canvas._paint().toImage()
    row, column = (
        round(c) for c in (mode.canvas.pixel(PATH[1]).y(), mode.canvas.pixel(PATH[1]).x())
    )
    assert 0 < picture.pixelColor(column, row).alphaF() <= OPACITY + 0.01, "seen through"
    assert picture.pixelColor(column, row + 60).alpha() == 0
    mode.leave()
    assert not mode.canvas.isVisible()
    assert not mode.column.isVisible()


def test_a_stroke_follows_the_zoom_of_the_plane(mode: DrawingMode, controller: Controller) -> None:
    mode._panel.view.look_at(QRectF(0.2, 0.2, 0.2, 0.2))
    draw(mode, ((0.25, 0.25), (0.35, 0.3)))
    [stroke] = strokes(controller)
    np.testing.assert_allclose(stroke.points, ((0.25, 0.25), (0.35, 0.3)), atol=0.002)


def test_a_drawing_is_not_called_after_the_target_before_it(
    mode: DrawingMode, controller: Controller
) -> None:
    controller.edit("name", {"name": "ring-8", "about": "Eight narrow Gaussians."})
    draw(mode)
    assert (controller.experiment.name, controller.experiment.about) == ("drawing", "")
    controller.edit("name", {"name": "my smile"})
    draw(mode, ((-0.5, -0.5), (0.5, -0.5)))
    assert controller.experiment.name == "my smile"
    assert len(strokes(controller)) == 2


def test_the_first_stroke_takes_the_place_of_a_target_under_networks_that_go_on(
    mode: DrawingMode, controller: Controller, link: RecordingLink
) -> None:
    before = controller.experiment
    link.sent.clear()
    assert "takes the target's place" in mode.column.message.text()
    draw(mode)
    [stroke] = strokes(controller)
    assert stroke.tool == "brush"
    np.testing.assert_allclose(stroke.points, PATH, atol=0.01)
    assert not link.commands(commands.Build)
    assert link.commands(commands.Apply)[-1].experiment == controller.experiment
    assert "learns what you draw" in mode.column.message.text()
    controller.undo()
    assert controller.experiment == before
    assert not link.commands(commands.Build)
    assert mode.paper.empty


def test_its_words_take_the_colour_of_another_theme(mode: DrawingMode, theme: Theme) -> None:
    for choice in ("dark", "light", "dark"):
        theme.choose(choice)
        message = mode.column.message
        assert message.palette().color(message.foregroundRole()) == theme.color("muted")


@pytest.mark.parametrize("data", [ToyData(name="mixture-1d"), ImageData()])
def test_where_the_networks_do_not_fit_a_stroke_begins_a_game_and_undo_brings_this_one_back(
    mode: DrawingMode, controller: Controller, link: RecordingLink, data: ToyData | ImageData
) -> None:
    controller.edit("target", {"data": data})
    assert mode.active == (data.kind != "images"), "images are seen elsewhere"
    mode.enter()
    before = controller.experiment
    assert not mode.column.onto.isEnabled()
    assert "a game of its own" in mode.column.message.text()
    link.sent.clear()
    press(mode, PATH)
    assert not link.commands(commands.Build), "not before the stroke is done"
    release(mode, PATH[-1])
    assert link.commands(commands.Build)[-1].experiment == controller.experiment
    assert len(strokes(controller)) == 1
    controller.undo()
    assert controller.experiment == before


def test_what_is_drawn_is_what_is_sampled(mode: DrawingMode, controller: Controller) -> None:
    draw(mode, ((-0.6, 0.6), (-0.4, 0.6)))
    target = controller.target
    points = target.view.forward(target.sample(500, np.random.default_rng(0)).rows)
    assert (points[:, 0] < 0).mean() > 0.99
    assert (points[:, 1] > 0).mean() > 0.99


def test_a_drawing_can_begin_on_top_of_the_present_target(
    mode: DrawingMode, controller: Controller
) -> None:
    controller.edit("target", {"data": ToyData(name="gaussians")})
    assert not mode.column.onto.isChecked()
    mode.column.onto.click()
    assert not mode.paper.empty
    assert isinstance(controller.experiment.data, ToyData), "nothing is drawn yet"
    draw(mode)
    data = controller.experiment.data
    assert isinstance(data, DrawingData)
    assert data.base is not None
    seen = controller.target.sample(2000, np.random.default_rng(0)).rows
    assert 0.1 < (np.hypot(*(seen - (0.3, 0.7)).T) < 0.15).mean() < 0.9


def test_a_rubbed_out_drawing_is_refused_with_a_reason(
    mode: DrawingMode, controller: Controller
) -> None:
    draw(mode, ((0.0, 0.0), (0.05, 0.0)))
    before = controller.experiment
    index = controller.undo_stack.index()
    key(mode, Qt.Key.Key_E)
    mode.column.tools.size_slider.setValue(100)
    mode.column.tools.strength_slider.setValue(100)
    mode.column.tools.choose_edge(False)
    draw(mode, ((0.0, 0.0), (0.05, 0.0)))
    assert "Nothing would be left" in mode.column.message.text()
    assert (controller.experiment, controller.undo_stack.index()) == (before, index)
    assert density_at(mode, (0.0, 0.0)) > 0


def test_an_empty_paper_waits_for_the_next_stroke(
    mode: DrawingMode, controller: Controller
) -> None:
    draw(mode)
    before = controller.experiment
    mode.column.clear.click()
    assert mode.canvas.paper.empty
    assert not mode.column.clear.isEnabled()
    assert controller.experiment == before, "the target stays until something is drawn"
    mode.column.onto.click()
    assert not mode.canvas.paper.empty
    mode.column.clear.click()
    draw(mode, ((0.0, 0.0), (0.0, 0.5)))
    assert len(strokes(controller)) == 1
    controller.undo()
    assert controller.experiment == before
    assert len(mode.paper.data.strokes) == 1


def test_a_line_is_straight_and_shift_holds_its_direction(mode: DrawingMode) -> None:
    key(mode, Qt.Key.Key_L)
    draw(mode, ((-0.5, 0.0), (0.0, 0.9), (0.5, 0.2)))
    [line] = mode.paper.data.strokes
    assert line.tool == "line"
    np.testing.assert_allclose(line.points, ((-0.5, 0.0), (0.5, 0.2)), atol=0.01)
    assert density_at(mode, (0.0, 0.1)) > 0
    assert density_at(mode, (0.0, 0.8)) == 0

    canvas = mode.canvas
    canvas._begin(canvas.pixel((-0.5, -0.5)))
    canvas._move(canvas.pixel((0.5, -0.4)), 1.0, SHIFT)
    canvas._end()
    (x0, y0), (x1, y1) = mode.paper.data.strokes[-1].points
    assert y1 == pytest.approx(y0)
    assert x1 > x0


def test_the_eraser_takes_away(mode: DrawingMode) -> None:
    draw(mode, ((-0.5, 0.0), (0.5, 0.0)))
    before = density_at(mode, (0.0, 0.0))
    key(mode, Qt.Key.Key_E)
    draw(mode, ((0.0, -0.3), (0.0, 0.3)))
    assert mode.paper.data.strokes[-1].tool == "eraser"
    assert density_at(mode, (0.0, 0.0)) < before
    assert density_at(mode, (-0.4, 0.0)) > 0


def test_every_stroke_is_an_edit_that_can_be_taken_back(
    mode: DrawingMode, controller: Controller, link: RecordingLink
) -> None:
    before = controller.experiment
    draw(mode)
    draw(mode, ((0.0, 0.0), (0.0, 0.5)))
    assert controller.undo_stack.count() == 2
    assert [controller.undo_stack.text(i) for i in range(2)] == ["brush stroke"] * 2
    key(mode, Qt.Key.Key_Z, CONTROL)
    assert len(strokes(controller)) == len(mode.paper.data.strokes) == 1
    mode.column.undo.click()
    assert controller.experiment == before
    assert mode.canvas.paper.empty
    assert not mode.column.undo.isEnabled()
    key(mode, Qt.Key.Key_Z, CONTROL | SHIFT)
    key(mode, Qt.Key.Key_Y, CONTROL)
    assert len(strokes(controller)) == 2
    assert not mode.column.redo.isEnabled()
    # The ink is what the strokes make from nothing.
    from_nothing = Paper.of(mode.paper.data)
    np.testing.assert_allclose(mode.paper.ink.total, from_nothing.ink.total, atol=1e-6)


def test_space_plays_while_one_draws(
    mode: DrawingMode, controller: Controller, link: RecordingLink
) -> None:
    controller.start()
    key(mode, Qt.Key.Key_Space)
    assert controller.playing


def test_what_is_seen_while_drawing_is_what_is_kept(mode: DrawingMode) -> None:
    press(mode, PATH)
    preview = mode.canvas.paper.ink.total.copy()
    release(mode, PATH[-1])
    np.testing.assert_allclose(mode.paper.ink.total, preview, atol=1e-6)


def test_the_target_follows_the_pen(
    mode: DrawingMode, controller: Controller, link: RecordingLink
) -> None:
    draw(mode)
    link.sent.clear()
    mode._pause.stop()  # the time between two strokes has passed
    press(mode, ((0.0, 0.0), (0.0, 0.5)))
    assert link.commands(commands.Apply)
    assert len(strokes(controller)) == 2
    release(mode, (0.0, 0.5))
    assert not link.commands(commands.Build)
    assert strokes(controller) == mode.paper.data.strokes
    assert link.commands(commands.Apply)[-1].experiment == controller.experiment
    assert controller.undo_stack.count() == 2, "one step a stroke"


def test_what_redo_holds_is_not_lost_before_the_stroke_is_done(
    mode: DrawingMode, controller: Controller, link: RecordingLink
) -> None:
    draw(mode)
    controller.undo()
    link.sent.clear()
    press(mode, PATH)
    assert not link.commands(commands.Apply)
    assert controller.undo_stack.canRedo()
    release(mode, PATH[-1])
    assert len(strokes(controller)) == 1
    assert not controller.undo_stack.canRedo()


def test_a_pen_that_came_up_elsewhere_draws_no_more(
    mode: DrawingMode, controller: Controller
) -> None:
    press(mode, PATH)
    where, none = mode.canvas.pixel((0.9, 0.9)), Qt.MouseButton.NoButton
    kind = QEvent.Type.MouseMove
    move = QMouseEvent(kind, where, where, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(mode.canvas, move)
    assert mode.canvas.gesture is None
    [stroke] = strokes(controller)
    assert max(x for x, _ in stroke.points) < 0.6


def test_escape_gives_up_a_stroke_and_then_leaves(
    mode: DrawingMode, controller: Controller
) -> None:
    before = controller.experiment
    press(mode, PATH)
    key(mode, Qt.Key.Key_Escape)
    assert mode.active
    assert mode.canvas.paper.empty
    assert controller.experiment == before
    assert controller.undo_stack.count() == 0
    release(mode, PATH[-1])
    assert controller.experiment == before
    key(mode, Qt.Key.Key_Escape)
    assert not mode.active
    assert mode._panel.view.hasFocus()


def test_leaving_gives_up_the_stroke_that_goes_on(
    mode: DrawingMode, controller: Controller
) -> None:
    before = controller.experiment
    press(mode, PATH)
    mode.column.close_button.click()
    assert controller.experiment == before
    mode.enter()
    assert mode.canvas.paper.empty


def test_goes_on_with_the_drawing_of_the_experiment(
    mode: DrawingMode, controller: Controller
) -> None:
    draw(mode)
    mode.column.close_button.click()
    controller.undo()
    controller.redo()
    mode.enter()
    assert mode.paper.data == controller.experiment.data
    assert mode.column.onto.isChecked()
    draw(mode, ((0.0, 0.0), (0.0, 0.5)))
    assert len(strokes(controller)) == 2


def test_keys_are_the_windows_again_when_one_has_left(mode: DrawingMode) -> None:
    mode.leave()
    tool = mode.column.tools.brush.tool
    QTest.keyClick(mode._panel.view, Qt.Key.Key_E)
    assert mode.column.tools.brush.tool == tool


def test_brackets_size_the_brush_and_edges_differ(mode: DrawingMode) -> None:
    tools = mode.column.tools
    size = tools.brush.size
    key(mode, Qt.Key.Key_BracketRight)
    assert tools.brush.size > size
    key(mode, Qt.Key.Key_BracketLeft)
    assert tools.brush.size == pytest.approx(size, rel=0.05)
    tools.edges[False].click()
    tools.strength_slider.setValue(30)
    draw(mode)
    [stroke] = mode.paper.data.strokes
    assert not stroke.soft
    assert stroke.strength == pytest.approx(0.3)


def test_over_images_the_plane_is_empty(
    qtbot: QtBot, mode: DrawingMode, controller: Controller
) -> None:
    view = mode._panel.view
    qtbot.waitUntil(lambda: len(view.item("real").points) > 0)
    controller.edit("target", {"data": ImageData()})
    mode.enter()
    assert not len(view.item("real").points)


# --- classes -------------------------------------------------------------------------------------


def test_a_swatch_says_the_class_of_what_is_drawn_next(
    mode: DrawingMode, controller: Controller
) -> None:
    draw(mode)
    swatches = mode.column.tools.swatches
    swatches.buttons[2].click()
    draw(mode, ((0.0, 0.6), (0.5, 0.6)))
    key(mode, Qt.Key.Key_C)
    draw(mode, ((0.0, 0.8), (0.5, 0.8)))
    key(mode, Qt.Key.Key_C, SHIFT)
    assert swatches.buttons[2].isChecked()
    assert [stroke.label for stroke in strokes(controller)] == [0, 2, 3]
    assert list(controller.target.class_names) == ["A", "C", "D"]
    controller.undo()
    assert list(controller.target.class_names) == ["A", "C"]
    key(mode, Qt.Key.Key_E)
    draw(mode, ((0.0, 0.6), (0.1, 0.6)))
    assert strokes(controller)[-1].label == 0, "an eraser is of no class"
    assert all(button.toolTip() and button.accessibleName() for button in swatches.buttons)


def test_classes_are_seen_by_tint_and_mark(mode: DrawingMode, theme: Theme) -> None:
    mode.column.tools.choose_edge(False)
    mode.column.tools.strength_slider.setValue(100)
    draw(mode, ((-0.5, 0.0), (-0.4, 0.0)))
    plain = mode.canvas._paint().toImage()
    key(mode, Qt.Key.Key_C)
    draw(mode, ((0.4, 0.0), (0.5, 0.0)))
    ink = mode.paper.ink
    image = ink_image(ink, theme.palette)
    for label, x in ((0, -0.45), (1, 0.45)):
        color = image.pixelColor(int((x + 1) / 2 * 256), 128)
        expected = class_color(theme.palette, label)
        assert abs(color.red() - expected.red()) < 6
        assert abs(color.blue() - expected.blue()) < 6
    # The marks lie on what has been there before, too: now there are classes to be told apart.
    box = QRectF(mode.canvas.pixel((-0.6, 0.1)), mode.canvas.pixel((-0.3, -0.1))).toRect()
    assert plain.copy(box) != mode.canvas._paint().toImage().copy(box)


@pytest.mark.parametrize("label", [0, 1, 5])
def test_a_drawing_of_one_class_looks_like_one_without(
    mode: DrawingMode, controller: Controller, theme: Theme, label: int
) -> None:
    mode.column.tools.choose_class(label)
    draw(mode, ((0.0, 0.0), (0.3, 0.0)))
    color = ink_image(mode.paper.ink, theme.palette).pixelColor(140, 128)
    real = theme.color("real")
    assert (color.red(), color.blue()) == pytest.approx((real.red(), real.blue()), abs=6)
    assert controller.target.class_names == ()
    before = mode.canvas._paint().toImage()
    mode.column.tools.choose_class(0)
    assert mode.canvas._paint().toImage() == before, "no mark of a class is on it"


# --- pens and starts -----------------------------------------------------------------------------


def test_a_pen_pressed_lightly_draws_thinner(mode: DrawingMode, controller: Controller) -> None:
    for kind, point, pressure in (
        (QEvent.Type.TabletPress, (-0.5, 0.0), 0.2),
        (QEvent.Type.TabletMove, (0.0, 0.0), 0.2),
        (QEvent.Type.TabletMove, (0.5, 0.0), 1.0),
        (QEvent.Type.TabletRelease, (0.5, 0.0), 0.0),
    ):
        QApplication.sendEvent(mode.canvas, tablet(kind, mode.canvas.pixel(point), pressure))
    thin, thick = mode.paper.data.strokes
    assert thin.size < thick.size
    assert thin.points[-1] == thick.points[0]
    assert controller.undo_stack.count() == 1


def tablet(kind: QEvent.Type, where: QPointF, pressure: float) -> QTabletEvent:
    """What a tablet's pen sends."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    device = QPointingDevice.primaryPointingDevice()
    return QTabletEvent(kind, device, where, where, pressure, 0, 0, 0, 0, 0, none, left, left)


@pytest.mark.parametrize("name", ["ring-8", "spiral"])
def test_starts_from_a_target(mode: DrawingMode, controller: Controller, name: str) -> None:
    mode.column.sources.from_target(name)
    assert not mode.paper.empty
    draw(mode)
    data = controller.experiment.data
    assert isinstance(data, DrawingData)
    assert data.base is not None
    assert len(data.strokes) == 1
    assert controller.undo_stack.count() == 2


def test_starts_from_a_picture_and_from_points(
    mode: DrawingMode, controller: Controller, tmp_path: Path
) -> None:
    picture, points = tmp_path / "cat.png", tmp_path / "points.csv"
    mode.column.grab().save(str(picture))
    np.savetxt(points, np.random.default_rng(1).normal(size=(50, 2)), delimiter=",")
    mode.column.sources.from_image(picture)
    assert isinstance(controller.experiment.data, DrawingData)
    first = controller.experiment.data.base
    mode.column.sources.from_points(points)
    assert controller.experiment.data.base not in (None, first)


@pytest.mark.parametrize("start", ["from_image", "from_points"])
def test_a_bad_file_gets_a_plain_message_and_changes_nothing(
    mode: DrawingMode, controller: Controller, tmp_path: Path, start: str
) -> None:
    draw(mode)
    before = controller.experiment
    bad = tmp_path / "bad.png"
    for content in (b"", b"\x89PNG\r\n\x1a\nbroken", b"one,two\nthree,four"):
        bad.write_bytes(content)
        getattr(mode.column.sources, start)(bad)
        assert mode.column.message.text()
        assert "Traceback" not in mode.column.message.text()
        assert controller.experiment == before
    getattr(mode.column.sources, start)(tmp_path / "missing.png")
    assert controller.experiment == before


def test_the_controls_follow_one_another_as_one_reads(mode: DrawingMode) -> None:
    column = mode.column
    column.undo.setEnabled(True)
    controls: list[QWidget] = [
        control  # of buttons that exclude one another Tab goes to the pressed one
        for control in column.tools.in_order
        if not isinstance(control, QToolButton) or control.isChecked()
    ]
    controls[0].setFocus()
    for before, after in pairwise([*controls, column.undo]):
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert after.hasFocus()
