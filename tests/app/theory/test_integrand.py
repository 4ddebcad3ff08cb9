"""The integrand in the window: its point is dragged, its surface is turned."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.integrand import View, relief
from ganlab.theory.integrand.bench import BENCH, Integrand
from tests.app.theory.conftest import MakeDesk, drag, kept


@pytest.fixture
def view(qtbot: QtBot, make_desk: MakeDesk) -> View:
    return kept(qtbot, View(make_desk(BENCH)), 900, 700)


def test_the_point_is_dragged_along_the_curve(qtbot: QtBot, view: View) -> None:
    drag(qtbot, view.curve, "d", 0.7, -1.0)
    assert view.desk.controls.d == pytest.approx(0.7, abs=0.01)
    spot = view.surface.canvas.relief
    assert spot is not None
    assert spot.spots[0].at[1] == pytest.approx(view.desk.controls.d)


def test_the_surface_is_turned_with_the_mouse_and_with_keys(qtbot: QtBot, view: View) -> None:
    desk, canvas = view.desk, view.surface.canvas
    azimuth, elevation = desk.controls.azimuth, desk.controls.elevation
    middle = QPoint(canvas.width() // 2, canvas.height() // 2)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(canvas, middle + QPoint(30, 10))
    qtbot.mouseMove(canvas, middle + QPoint(60, 20))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 20))
    assert desk.controls.azimuth == pytest.approx(azimuth + 27)
    assert desk.controls.elevation == pytest.approx(elevation + 9)
    assert desk.stack.count() == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert desk.controls.elevation == pytest.approx(elevation + 4)
    for _ in range(20):
        qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert desk.controls.elevation == 90
    desk.set({"azimuth": 178.0})
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert desk.controls.azimuth == pytest.approx(-177)


def test_the_surface_is_read_under_the_mouse(qtbot: QtBot, view: View) -> None:
    canvas = view.surface.canvas
    assert canvas.reading == ""
    qtbot.mouseMove(canvas, QPoint(canvas.width() // 2, canvas.height() // 2))
    assert canvas.reading.startswith("p_data ")


@pytest.mark.parametrize("axes", ["p_data and D", "p_g and D", "p_data and p_g"])
@pytest.mark.parametrize("azimuth", [-180.0, -52.0, 0.0, 90.0])
def test_every_surface_is_painted_from_everywhere(view: View, axes: str, azimuth: float) -> None:
    for elevation in (0.0, 30.0, 90.0):
        controls = Integrand.model_validate(
            {"axes": axes, "azimuth": azimuth, "elevation": elevation}
        )
        view.show_state(controls, {})
        image = QImage(view.surface.size(), QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            view.surface.paint_into(painter)
        colours = {image.pixel(x, y) for x in range(0, 300, 5) for y in range(0, 500, 5)}
        assert len(colours) > 5


def test_the_ridge_is_highest_for_every_density() -> None:
    found = relief(Integrand())
    ridge = found.curves[0].points
    for i, (density, d, height) in enumerate(ridge):
        if np.isfinite(density):
            assert np.all(found.z[i] <= height + 1e-12)
            assert d == pytest.approx(density / (density + 0.5))


def test_what_is_nearer_is_painted_later() -> None:
    found = relief(Integrand(azimuth=0.0, elevation=20.0))
    near = found.nearness(found.corners)
    assert np.all(np.diff(near, axis=1) < 0)  # y points away from who looks
