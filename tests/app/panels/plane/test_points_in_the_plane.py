"""A person's points in the plane: equal units, outliers, and where the mouse is, in data units."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.graph.model_graph import ModelGraph
from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.app.panels.plane.readout import coordinate
from ganlab.data.pictures import base_from_points, decode_base
from ganlab.data.points import points_from_array
from ganlab.data.target import Array
from ganlab.experiment import PointsData, ToyData
from ganlab.games.shown.views import Points
from ganlab.lab.commands import Build, RequestFrame
from tests.app.conftest import MakeFrame, RecordingLink

EPOCH = 1.7e9


def circle(across: float = 1.0, up: float = 1.0, x: float = 0.0) -> Array:
    angle = 2 * np.pi * np.arange(1000) / 1000
    return np.column_stack([x + across * np.cos(angle), up * np.sin(angle)])


def learn(controller: Controller, points: Array) -> None:
    controller.edit("points", {"data": points_from_array(points, "mine.csv")})


def reach(panel: DistributionsPanel) -> Array:
    return np.abs(panel.view.item("real").points).max(axis=0)


def test_a_built_in_target_has_no_choice_of_units(panel: DistributionsPanel) -> None:
    assert not panel.units_button.isVisible()
    assert not panel.corners.outliers.isVisible()


def test_a_circle_is_round_and_unlike_columns_fill_the_plane(
    panel: DistributionsPanel, controller: Controller
) -> None:
    learn(controller, circle(1.0, 2.0))
    assert panel.units_button.isVisible()
    assert panel.units_button.isChecked()
    np.testing.assert_allclose(reach(panel), (0.475, 0.95), rtol=0.01)
    learn(controller, circle(1.0, 1e4))
    assert not panel.units_button.isChecked()
    np.testing.assert_allclose(reach(panel), (0.95, 0.95), rtol=0.01)


def test_equal_units_are_a_matter_of_the_view_alone(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    theme: Theme,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    learn(controller, circle(1.0, 1e4))
    graph = ModelGraph(controller, theme)
    qtbot.addWidget(graph)
    with qtbot.waitSignal(controller.frame_ready):
        link.frames.append(make_frame(controller))
    builds, document = len(link.commands(Build)), controller.experiment
    qtbot.mouseClick(panel.units_button, Qt.MouseButton.LeftButton)
    assert panel.units_button.isChecked()
    assert link.commands(RequestFrame)[-1].request.look.equal_units is True
    assert len(link.commands(Build)) == builds
    assert controller.experiment == document
    np.testing.assert_allclose(reach(panel), (0.95e-4, 0.95), rtol=0.01)
    assert not len(panel.view.item("generated").points)  # those of the other scale
    real = graph.canvas.pictures["real"]
    assert isinstance(real, Points)
    assert np.abs(real.at[:, 0]).max() < 1e-3
    controller.want("distributions", frozenset({"generated"}))
    assert controller.request.look.equal_units is True  # whatever is shown
    learn(controller, circle(1.0, 3e4))  # other columns, another choice
    assert controller.request.look.equal_units is None
    assert not panel.units_button.isChecked()


def test_outliers_are_said_left_out_and_taken_back(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller
) -> None:
    learn(controller, np.vstack([circle(), [[1e6, 2.5]]]))
    button = panel.corners.outliers
    assert button.isVisible()
    assert button.text() == "1 outlier outside the view"
    assert "point 1,001: 1000000, 2.5" in button.toolTip()
    np.testing.assert_allclose(reach(panel), (0.95, 0.95), rtol=0.01)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    data = controller.experiment.data
    assert isinstance(data, PointsData)
    assert data.outliers == "leave-out"
    assert button.text() == "1 outlier left out"
    controller.undo_stack.undo()
    assert button.text() == "1 outlier outside the view"
    controller.edit("ring", {"data": ToyData()})
    assert not button.isVisible()


def test_the_mouse_tells_seconds_since_1970_apart(
    panel: DistributionsPanel, controller: Controller
) -> None:
    learn(controller, circle(1800.0, 1e-3, x=EPOCH))
    told = []
    for x in (0.0, 0.01):
        panel.view.pointed.emit((x, 0.95))
        told.append(re.findall(r"<td>&nbsp;&nbsp;(.*?)</td>", panel.point_label.text())[0])
    assert told == ["1,700,000,000, 0.001000", "1,700,000,019, 0.001000"]


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        (1.7e9 + 3.25, 1800.0, "1,700,000,003"),
        (-0.00042, 1e-3, "−0.000420"),
        (5e-9, 1e-8, "5.00e−09"),
        (12.5, 1e4, "12"),
        (1e200 + 1e198, 1e198, "1.01000e+200"),
        (0.0, 1e-300, "0"),
        (float("inf"), 1.0, "∞"),
    ],
)
def test_coordinates_are_as_fine_as_the_view_shows(value: float, scale: float, text: str) -> None:
    assert coordinate(value, scale) == text


def test_a_drawing_can_start_from_points_with_an_outlier() -> None:
    ink = decode_base(base_from_points(points_from_array(np.vstack([circle(), [[1e6, 0.0]]]))))
    rows, columns = np.nonzero(ink > 0.3)
    assert np.ptp(rows) > 220
    assert np.ptp(columns) > 220
    wide = decode_base(base_from_points(points_from_array(circle(1.0, 2.0))))
    rows, columns = np.nonzero(wide > 0.3)
    assert np.ptp(columns) == pytest.approx(np.ptp(rows) / 2, abs=3)
