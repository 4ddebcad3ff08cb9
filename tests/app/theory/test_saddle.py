"""The bench of saddle points in the window: what is dragged moves controls, pictures, numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.saddle import View, pictures
from ganlab.app.rooms.theory.benches.saddle.lines import level_lines, seen
from ganlab.app.rooms.theory.plots.marks import Dots, Field, Line, Picture, Segments
from ganlab.app.rooms.theory.view import Desk
from ganlab.theory.saddle.bench import BENCH, SaddleControls
from ganlab.theory.saddle.descent import Method
from ganlab.theory.saddle.game import Game
from tests.app.theory.conftest import MakeDesk, drag


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(BENCH)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> View:
    view = View(desk)
    qtbot.addWidget(view)
    view.resize(760, 620)
    view.show()
    desk.changed.connect(lambda: view.show_state(desk.controls, desk.results))
    view.show_state(desk.controls, desk.results)
    return view


def line(picture: Picture, name: str) -> Line | Dots:
    return next(m for m in picture.marks if isinstance(m, Line | Dots) and m.name == name)


def test_the_start_is_dragged(qtbot: QtBot, view: View, desk: Desk) -> None:
    before = {row.name: row.computed for row in desk.numbers}
    drag(qtbot, view.plane, "start", -1.5, 0.5)
    assert (desk.controls.x, desk.controls.y) == pytest.approx((-1.5, 0.5), abs=0.05)
    way = line(view.plane.picture, "way")
    assert (way.x[0], way.y[0]) == (desk.controls.x, desk.controls.y)
    assert {row.name: row.computed for row in desk.numbers} != before
    desk.stack.undo()
    assert (desk.controls.x, desk.controls.y) == (1, 1)
    assert line(view.plane.picture, "way").x[0] == 1


def test_the_step_is_dragged_along_the_spectral_radius(
    qtbot: QtBot, view: View, desk: Desk
) -> None:
    drag(qtbot, view.radii, "step", 2.5, 0.0)
    assert desk.controls.step == pytest.approx(2.5, abs=0.03)
    assert "ran away" in view.plane.picture.note
    drag(qtbot, view.radii, "step", 0.5, 0.0)
    assert "ran away" not in view.plane.picture.note


def test_a_click_plays_the_games_of_the_lectures(qtbot: QtBot, view: View, desk: Desk) -> None:
    for button, slopes in zip(reversed(view.games), ((4, 0, 4), (0, 1, 0)), strict=True):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        c = desk.controls
        assert (c.alpha, c.beta, c.gamma) == slopes


def test_the_table_has_the_six_steps_of_the_homework(view: View) -> None:
    model = view.steps.table.model()
    columns = [tuple(model.index(row, k).data() for row in range(2)) for k in range(7)]
    assert columns == [
        *(("1", "1"), ("−1", "2"), ("−2", "1"), ("−1", "−1")),
        *(("1", "−2"), ("2", "−1"), ("1", "1")),
    ]
    assert model.columnCount() == SaddleControls().steps + 1


def test_the_table_follows_the_number_of_steps(view: View, desk: Desk) -> None:
    for steps, columns in ((9, 10), (500, 101), (70, 71)):
        desk.set({"steps": steps})
        assert view.steps.table.model().columnCount() == columns
    desk.set({"alpha": 0.5})
    values = view.steps.table.model().index(2, 0).data()
    assert values == "1.5"


def test_continuous_time_is_drawn_as_a_circle() -> None:
    controls = SaddleControls()
    flow = line(pictures.plane(controls), "flow")
    np.testing.assert_allclose(np.hypot(flow.x, flow.y), math.sqrt(2), atol=1e-9)


def test_level_lines_lie_on_levels() -> None:
    controls = SaddleControls(alpha=0.5, beta=1, gamma=0.25)
    picture = pictures.plane(controls)
    levels = next(m for m in picture.marks if isinstance(m, Segments))
    assert any(isinstance(mark, Field) for mark in picture.marks)
    at = np.asarray(controls.game.value(levels.x, levels.y))
    assert np.abs(np.diff(at, axis=1)).max() < 0.15


@pytest.mark.parametrize(
    "slopes", [(0, 1, 0), (0, -5, 0), (4, 0, 4), (1, 0, 0), (2, 1, -1), (-5, 5, -5), (1, 2, -1)]
)
def test_level_lines_are_those_of_the_game(slopes: tuple[float, float, float]) -> None:
    game = Game(*map(float, slopes))
    ends = level_lines(game, 1.0, 3, 5.0)
    levels = np.asarray(game.value(ends[..., 0], ends[..., 1]))
    allowed = np.array([-9, -4, -1, 0, 1, 4, 9])
    nearest = allowed[np.abs(levels[..., None] - allowed).argmin(axis=-1)]
    np.testing.assert_allclose(levels, nearest, atol=1e-9)
    assert (nearest[:, 0] == nearest[:, 1]).all()


def test_no_level_of_a_game_without_slopes() -> None:
    assert level_lines(Game(0.0, 0.0, 0.0), 1.0, 3, 5.0).shape == (0, 2, 2)


def test_what_lies_far_outside_is_cut_off() -> None:
    way = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 0.0], [5.0, 9.0], [-5.0, -9.0]])
    cut = seen(way, 2.0)
    gap = (math.nan, math.nan)
    expected = np.array([(0, 0), (1, 0), (2, 0), gap, (10 / 9, 2), (-10 / 9, -2)])
    np.testing.assert_allclose(cut[:6], expected, atol=1e-12)
    assert np.isnan(cut[6:]).all()
    np.testing.assert_array_equal(seen(way[:2], 2.0), way[:2])
    assert len(seen(np.full((3, 2), 7.0), 2.0)) == 0


@pytest.mark.parametrize(
    "method", ["simultaneous", "alternating", "extra-gradient", "optimistic", "consensus"]
)
@pytest.mark.parametrize("slopes", [(0, 1, 0), (4, 0, 4), (0, 0, 0), (-5, 5, -5), (5, -5, 5)])
@pytest.mark.parametrize("step", [0.001, 1.0, 3.0])
def test_every_game_is_drawn(
    view: View, method: Method, slopes: tuple[float, float, float], step: float
) -> None:
    alpha, beta, gamma = slopes
    controls = SaddleControls(alpha=alpha, beta=beta, gamma=gamma, method=method, step=step)
    view.show_state(controls, {})
    view.grab()
    assert View.thumbnail(controls).marks


def test_what_is_said_of_the_step() -> None:
    for method, said in {
        "simultaneous": "no step converges",
        "alternating": "bounded below 2",
        "extra-gradient": "converges below 1",
    }.items():
        picture = pictures.radii(SaddleControls(method=method))
        assert picture.note == said


def test_the_table_gets_into_files(view: View) -> None:
    sheet = QPixmap(view.steps.size())
    sheet.fill(Qt.GlobalColor.transparent)
    empty = sheet.toImage()
    with QPainter(sheet) as painter:
        view.steps.paint_into(painter)
    assert sheet.toImage() != empty


def test_plain_cells_of_the_steps_look_as_qt_would_paint_them(view: View, desk: Desk) -> None:
    desk.set({"alpha": 1.7, "steps": 9})  # figures that are cut off, and a place beyond the last
    table = view.steps.table
    own = table.viewport().grab().toImage()

    class Styled(type(table)):  # type: ignore[misc]
        def paintEvent(self, event: QPaintEvent) -> None:
            QTableView.paintEvent(self, event)

    styled = Styled(table.model())
    for ours, its in (
        (table.horizontalHeader(), styled.horizontalHeader()),
        (table.verticalHeader(), styled.verticalHeader()),
    ):
        its.setMinimumSectionSize(ours.minimumSectionSize())
        its.setDefaultSectionSize(ours.defaultSectionSize())
    assert table.rowHeight(0) == styled.rowHeight(0)
    styled.setParent(table.parentWidget())
    styled.setFrameShape(table.frameShape())
    styled.setFixedSize(table.size())
    styled.horizontalHeader().setFixedHeight(table.horizontalHeader().height())
    styled.verticalHeader().setFixedWidth(table.verticalHeader().width())
    styled.show()
    assert own == styled.viewport().grab().toImage()
