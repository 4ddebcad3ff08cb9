"""Drawing a target: gestures become strokes of the experiment, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.drawing.dialog import DrawingDialog
from ganlab.app.look.theme import Theme
from ganlab.app.shell.actions import Actions
from ganlab.experiment import DrawingData, Stroke
from ganlab.gan.settings import two_player
from ganlab.lab import commands
from ganlab.lab.frame import State, StateChanged
from tests.app.conftest import RecordingLink

Point = tuple[float, float]
PATH: tuple[Point, ...] = ((-0.5, -0.5), (-0.2, 0.1), (0.3, 0.0), (0.5, 0.5))


@pytest.fixture
def dialog(qtbot: QtBot, controller: Controller, theme: Theme) -> DrawingDialog:
    """An open window with empty paper."""
    return opened(qtbot, controller, theme)


def opened(qtbot: QtBot, controller: Controller, theme: Theme) -> DrawingDialog:
    """The window, open and active."""
    dialog = DrawingDialog(controller, theme)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def press(dialog: DrawingDialog, points: Sequence[Point]) -> None:
    """Put the pen down and draw through points, in view units."""
    canvas = dialog.parts.canvas
    pixels = [canvas.pixel(point).toPoint() for point in points]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=pixels[0])
    for pixel in pixels[1:]:
        QTest.mouseMove(canvas, pixel)
        QApplication.processEvents()


def draw(dialog: DrawingDialog, points: Sequence[Point] = PATH) -> None:
    """One whole stroke."""
    press(dialog, points)
    end = dialog.parts.canvas.pixel(points[-1]).toPoint()
    QTest.mouseRelease(dialog.parts.canvas, Qt.MouseButton.LeftButton, pos=end)


def click(dialog: DrawingDialog) -> None:
    """Press Apply."""
    QTest.mouseClick(dialog.parts.apply, Qt.MouseButton.LeftButton)


def strokes(controller: Controller) -> tuple[Stroke, ...]:
    """The strokes that the experiment holds."""
    data = controller.experiment.data
    assert isinstance(data, DrawingData)
    return data.strokes


def density_at(dialog: DrawingDialog, point: Point) -> float:
    """How much is drawn there."""
    raster = dialog.parts.canvas.paper.ink.total
    column, row = (int((c + 1) / 2 * len(raster)) for c in point)
    return float(raster[row, column])


def test_a_drawing_is_not_called_after_the_target_before_it(
    dialog: DrawingDialog, controller: Controller
) -> None:
    controller.edit("name", {"name": "ring-8", "about": "Eight narrow Gaussians."})
    draw(dialog)
    click(dialog)
    assert (controller.experiment.name, controller.experiment.about) == ("drawing", "")
    controller.edit("name", {"name": "my smile"})
    draw(dialog, ((-0.5, -0.5), (0.5, -0.5)))
    click(dialog)
    assert controller.experiment.name == "my smile"
    assert len(strokes(controller)) == 2


def test_a_drawing_is_kept_in_the_experiment(
    dialog: DrawingDialog, controller: Controller, link: RecordingLink
) -> None:
    draw(dialog)
    link.sent.clear()
    click(dialog)
    [stroke] = strokes(controller)
    assert stroke.tool == "brush"
    np.testing.assert_allclose(stroke.points, PATH, atol=0.01)
    [build] = link.commands(commands.Build)
    assert build.experiment == controller.experiment
    assert not dialog.parts.apply.isEnabled()


def test_what_is_drawn_is_what_is_sampled(dialog: DrawingDialog, controller: Controller) -> None:
    draw(dialog, ((-0.6, 0.6), (-0.4, 0.6)))
    click(dialog)
    target = controller.target
    points = target.view.forward(target.sample(500, np.random.default_rng(0)).rows)
    assert (points[:, 0] < 0).mean() > 0.99
    assert (points[:, 1] > 0).mean() > 0.99


def test_empty_paper_is_refused_with_a_reason(
    dialog: DrawingDialog, controller: Controller
) -> None:
    before = controller.experiment
    assert not dialog.parts.apply.isEnabled()
    assert "Nothing is drawn" in dialog.parts.message.text()
    dialog.parts.live.click()
    assert controller.experiment == before
    draw(dialog)
    dialog.parts.clear.click()
    assert "Nothing is drawn" in dialog.parts.message.text()
    assert not dialog.parts.apply.isEnabled()


def test_a_line_is_straight_and_shift_holds_its_direction(
    qtbot: QtBot, dialog: DrawingDialog
) -> None:
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_L)
    draw(dialog, ((-0.5, 0.0), (0.0, 0.9), (0.5, 0.2)))
    [line] = dialog.model.paper.data.strokes
    assert line.tool == "line"
    np.testing.assert_allclose(line.points, ((-0.5, 0.0), (0.5, 0.2)), atol=0.01)
    assert density_at(dialog, (0.0, 0.1)) > 0
    assert density_at(dialog, (0.0, 0.8)) == 0

    canvas = dialog.parts.canvas
    start, end = canvas.pixel((-0.5, -0.5)), canvas.pixel((0.5, -0.4))
    shift = Qt.KeyboardModifier.ShiftModifier
    canvas._begin(start)
    canvas._move(end, 1.0, shift)
    canvas._end()
    (x0, y0), (x1, y1) = dialog.model.paper.data.strokes[-1].points
    assert y1 == pytest.approx(y0)
    assert x1 > x0


def test_the_eraser_takes_away(qtbot: QtBot, dialog: DrawingDialog) -> None:
    draw(dialog, ((-0.5, 0.0), (0.5, 0.0)))
    before = density_at(dialog, (0.0, 0.0))
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_E)
    draw(dialog, ((0.0, -0.3), (0.0, 0.3)))
    assert dialog.model.paper.data.strokes[-1].tool == "eraser"
    assert density_at(dialog, (0.0, 0.0)) < before
    assert density_at(dialog, (-0.4, 0.0)) > 0


def test_over_the_window_it_undoes_strokes_and_lets_space_play(
    qtbot: QtBot, controller: Controller, theme: Theme, link: RecordingLink
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.addActions(list(Actions(controller, theme, window).by_name.values()))
    window.show()
    controller.edit("k", {"game.k": 3})
    controller.on_reply(StateChanged(State.IDLE, controller.generation, 0, "CPU"))
    dialog = DrawingDialog(controller, theme, window)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    draw(dialog)
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.model.paper.empty
    assert two_player(controller.experiment.game).k == 3
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_Space)
    assert link.sent[-1] == commands.Play()
    dialog.close()


def test_every_stroke_can_be_taken_back_and_drawn_again(
    qtbot: QtBot, dialog: DrawingDialog, controller: Controller
) -> None:
    draw(dialog)
    draw(dialog, ((0.0, 0.0), (0.0, 0.5)))
    dialog.parts.clear.click()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    for left in (2, 1, 0):
        qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_Z, control)
        assert len(dialog.model.paper.data.strokes) == left
    assert dialog.model.paper.empty
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_Z, control | shift)
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_Y, control)
    assert len(dialog.model.paper.data.strokes) == 2
    # The raster is the one that the strokes make from nothing.
    from_nothing = type(dialog.model.paper).of(dialog.model.paper.data)
    np.testing.assert_allclose(dialog.model.paper.ink.total, from_nothing.ink.total, atol=1e-6)


def test_what_is_seen_while_drawing_is_what_is_kept(dialog: DrawingDialog) -> None:
    press(dialog, PATH)
    preview = dialog.parts.canvas.paper.ink.total.copy()
    end = dialog.parts.canvas.pixel(PATH[-1]).toPoint()
    QTest.mouseRelease(dialog.parts.canvas, Qt.MouseButton.LeftButton, pos=end)
    np.testing.assert_allclose(dialog.model.paper.ink.total, preview, atol=1e-6)


def test_the_target_follows_while_drawing(
    dialog: DrawingDialog, controller: Controller, link: RecordingLink
) -> None:
    draw(dialog)
    before = controller.experiment
    dialog.parts.live.click()
    assert len(strokes(controller)) == 1
    link.sent.clear()
    press(dialog, ((0.0, 0.0), (0.0, 0.5)))
    assert link.commands(commands.Apply)
    assert len(strokes(controller)) == 2
    draw(dialog, ((0.0, 0.0), (0.4, 0.5)))
    assert not link.commands(commands.Build)
    assert strokes(controller) == dialog.model.paper.data.strokes
    assert link.commands(commands.Apply)[-1].experiment == controller.experiment
    assert "is the target" in dialog.parts.message.text()
    assert not dialog.parts.apply.isEnabled()
    controller.undo_stack.undo()
    assert controller.experiment == before


def test_escape_gives_up_a_stroke_and_then_closes(qtbot: QtBot, dialog: DrawingDialog) -> None:
    press(dialog, PATH)
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.model.paper.empty
    assert dialog.parts.canvas.paper.empty
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_goes_on_with_the_drawing_of_the_experiment(
    qtbot: QtBot, dialog: DrawingDialog, controller: Controller, theme: Theme
) -> None:
    draw(dialog)
    click(dialog)
    again = opened(qtbot, controller, theme)
    assert again.model.paper.data == controller.experiment.data
    draw(again, ((0.0, 0.0), (0.0, 0.5)))
    click(again)
    assert len(strokes(controller)) == 2
    assert len(dialog.model.paper.data.strokes) == 2
    controller.undo_stack.undo()
    assert len(again.model.paper.data.strokes) == 1


def test_brackets_size_the_brush_and_edges_differ(qtbot: QtBot, dialog: DrawingDialog) -> None:
    size = dialog.parts.tools.brush.size
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_BracketRight)
    assert dialog.parts.tools.brush.size > size
    qtbot.keyClick(dialog.parts.canvas, Qt.Key.Key_BracketLeft)
    assert dialog.parts.tools.brush.size == pytest.approx(size, rel=0.05)
    dialog.parts.tools.edges[False].click()
    dialog.parts.tools.strength_slider.setValue(30)
    draw(dialog)
    [stroke] = dialog.model.paper.data.strokes
    assert not stroke.soft
    assert stroke.strength == pytest.approx(0.3)


def test_a_pen_pressed_lightly_draws_thinner(dialog: DrawingDialog) -> None:
    for kind, point, pressure in (
        (QEvent.Type.TabletPress, (-0.5, 0.0), 0.2),
        (QEvent.Type.TabletMove, (0.0, 0.0), 0.2),
        (QEvent.Type.TabletMove, (0.5, 0.0), 1.0),
        (QEvent.Type.TabletRelease, (0.5, 0.0), 0.0),
    ):
        QApplication.sendEvent(
            dialog.parts.canvas, tablet(kind, dialog.parts.canvas.pixel(point), pressure)
        )
    thin, thick = dialog.model.paper.data.strokes
    assert thin.size < thick.size
    assert thin.points[-1] == thick.points[0]
    assert dialog.model.undo_stack.count() == 1


def tablet(kind: QEvent.Type, where: QPointF, pressure: float) -> QTabletEvent:
    """What a tablet's pen sends."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    device = QPointingDevice.primaryPointingDevice()
    return QTabletEvent(kind, device, where, where, pressure, 0, 0, 0, 0, 0, none, left, left)


@pytest.mark.parametrize("name", ["ring-8", "spiral"])
def test_starts_from_a_target(dialog: DrawingDialog, controller: Controller, name: str) -> None:
    dialog.parts.sources.from_target(name)
    assert not dialog.model.paper.empty
    draw(dialog)
    click(dialog)
    data = controller.experiment.data
    assert isinstance(data, DrawingData)
    assert data.base is not None
    assert len(data.strokes) == 1


def test_starts_from_a_picture_and_from_points(dialog: DrawingDialog, tmp_path: Path) -> None:
    picture, points = tmp_path / "cat.png", tmp_path / "points.csv"
    dialog.grab().save(str(picture))
    np.savetxt(points, np.random.default_rng(1).normal(size=(50, 2)), delimiter=",")
    dialog.parts.sources.from_image(picture)
    assert not dialog.model.paper.empty
    dialog.parts.clear.click()
    dialog.parts.sources.from_points(points)
    assert not dialog.model.paper.empty


@pytest.mark.parametrize("start", ["from_image", "from_points"])
def test_a_bad_file_gets_a_plain_message_and_changes_nothing(
    dialog: DrawingDialog, tmp_path: Path, start: str
) -> None:
    draw(dialog)
    before = dialog.model.paper
    bad = tmp_path / "bad.png"
    for content in (b"", b"\x89PNG\r\n\x1a\nbroken", b"one,two\nthree,four"):
        bad.write_bytes(content)
        getattr(dialog.parts.sources, start)(bad)
        assert dialog.parts.message.text()
        assert "Traceback" not in dialog.parts.message.text()
        assert dialog.model.paper is before
    getattr(dialog.parts.sources, start)(tmp_path / "missing.png")
    assert dialog.model.paper is before


def test_closed_and_opened_again_the_drawing_is_still_there(
    qtbot: QtBot, dialog: DrawingDialog
) -> None:
    draw(dialog)
    QTest.mouseClick(dialog.parts.close, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    dialog.show()
    assert len(dialog.model.paper.data.strokes) == 1
