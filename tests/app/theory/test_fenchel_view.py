"""Fenchel in the window: a tangent that is dragged, a T that is drawn, a bound that rises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.fenchel import View, critics, functions
from ganlab.app.rooms.theory.desk import Desk
from ganlab.app.rooms.theory.plots.marks import Handle, Line, Picture
from ganlab.theory.divergences.f_divergences import F_DIVERGENCES
from ganlab.theory.fenchel import bounds
from ganlab.theory.fenchel.bench import BENCH, DRAWN_X, FenchelControls, critic
from ganlab.theory.fenchel.conjugates import slope_through
from tests.app.theory.conftest import HeldJob, MakeDesk, drag, kept, mark

ROWS = pytest.mark.parametrize("name", list(F_DIVERGENCES))


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(BENCH)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> View:
    return kept(qtbot, View(desk), 680, 520)


def test_the_tangent_is_dragged_where_it_touches_and_at_its_end(
    qtbot: QtBot, desk: Desk, view: View
) -> None:
    drag(qtbot, view.f, "touch", 1.0, 0.0)
    assert desk.controls.slope == pytest.approx(1.0, abs=0.1)  # f'(1) of u log u
    drag(qtbot, view.f, "end", functions.RIGHT, 0.0)
    end = functions.RIGHT * desk.controls.slope - math.exp(desk.controls.slope - 1)
    assert end == pytest.approx(0, abs=0.1)
    drag(qtbot, view.conjugate, "slope", -1.0, 0.2)
    assert desk.controls.slope == pytest.approx(-1, abs=0.1)


@ROWS
@pytest.mark.parametrize("slope", [-8.0, -2.0, -0.5, -0.4, 0.0, 0.5, 3.0, 8.0])
def test_pictures_are_finite_at_every_slope(name: str, slope: float) -> None:
    controls = FenchelControls.model_validate({"f": name, "slope": slope})
    made = (
        functions.f_picture(controls),
        functions.conjugate_picture(controls),
        functions.activation_picture(controls),
        critics.critic_picture(controls, {}),
        critics.bound_picture(controls, {}),
    )
    for picture in made:
        assert all(math.isfinite(edge) for edge in (*picture.x, *picture.y))
        assert picture.y[0] < picture.y[1]
        for shape in picture.marks:
            if isinstance(shape, Handle):
                assert picture.x[0] <= shape.x <= picture.x[1]
                assert picture.y[0] <= shape.y <= picture.y[1]
    finite = math.isfinite(float(controls.row.conjugate(np.array(slope))))
    assert ("∞" in made[0].note) != finite


@ROWS
def test_a_divergence_that_is_infinite_is_shown_so(name: str) -> None:
    controls = FenchelControls.model_validate({"f": name, "p": "U(0, 1)", "q": "U(1, 2)"})
    for how in ("optimal", "drawn"):
        shown = controls.model_copy(update={"critic": how})
        picture = critics.bound_picture(shown, {})
        assert all(math.isfinite(edge) for edge in picture.y)
        assert picture.note.endswith("∞") == math.isinf(controls.row.value(controls.pair))


@ROWS
def test_a_slope_is_found_by_the_end_of_its_tangent(name: str) -> None:
    row = F_DIVERGENCES[name]
    for t in (-3.0, -0.45, -0.2):
        lowest, highest = row.slope(np.array([1e-9, functions.RIGHT]))
        if not lowest < t < highest:
            continue  # touches at 0, or right of the handle
        y = functions.RIGHT * t - float(row.conjugate(np.array(t)))
        assert slope_through(row, functions.RIGHT, y, 8.0) == pytest.approx(t, abs=1e-6)


def test_t_is_drawn_with_the_mouse_and_its_bound_is_below(
    qtbot: QtBot, desk: Desk, view: View
) -> None:
    canvas = view.critic.canvas
    start = view.critic.scale.point(-2.0, 0.5).toPoint()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        qtbot.mouseMove(canvas, start + QPoint(10 * step, 0))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(80, 0))
    controls = desk.controls
    assert controls.critic == "drawn"
    assert len(controls.drawn) == len(DRAWN_X)
    assert controls.drawn[np.argmin(np.abs(DRAWN_X + 1.5))] == pytest.approx(0.5, abs=0.2)
    numbers = {number.name: number for number in desk.numbers}
    drawn = numbers["F(T), T drawn"]
    assert drawn.exact is not None
    assert drawn.computed < drawn.exact
    assert numbers["Donsker-Varadhan, T drawn"].computed >= drawn.computed
    qtbot.mouseClick(view.best, Qt.MouseButton.LeftButton)
    assert desk.controls.critic == "optimal"
    desk.stack.undo()
    desk.stack.undo()
    assert desk.controls == FenchelControls()


@ROWS
def test_a_drawing_outside_of_the_domain_is_held_inside(name: str) -> None:
    controls = FenchelControls.model_validate(
        {"f": name, "critic": "drawn", "drawn": (3.0,) * len(DRAWN_X)}
    )
    below = bounds.bound(controls.row, controls.pair, critic(controls, {}))
    assert not math.isnan(below)
    assert below <= controls.row.value(controls.pair) + 1e-9


def test_a_trained_t_shows_how_the_bound_rose(desk: Desk, view: View) -> None:
    controls = FenchelControls.model_validate({"critic": "trained"})
    rising = 0.42 * (1 - np.exp(-np.arange(801) / 100))
    results = {"trained": {"x": DRAWN_X, "t": 1 - DRAWN_X, "bound": rising}}
    view.show_state(controls, results)
    picture: Picture = view.bound.picture
    line = next(shape for shape in picture.marks if isinstance(shape, Line))
    assert np.array_equal(line.y, rising)
    assert picture.x_title == "training step"


def test_the_bound_is_seen_to_rise_while_t_is_trained(
    held_job: type[HeldJob], desk: Desk, view: View
) -> None:
    def come(steps: int) -> dict[str, object]:
        t = np.linspace(0.2, 1.0, 400)[steps - 1] * (1 - DRAWN_X)
        return {"x": DRAWN_X, "t": t, "bound": 0.42 * (1 - np.exp(-np.arange(steps) / 100))}

    desk.start("trained")
    job = held_job.newest
    seen = []
    for steps in (10, 100, 250):
        job.progress.emit(steps, 400)
        job.so_far.emit(come(steps))
        line = mark(view.bound.picture, "bound")
        seen.append((len(line.y), mark(view.critic.picture, "T").y[0]))
        assert desk.running == "trained"
        assert desk.controls.critic == "trained"
        assert any(n.name == "F(T), T trained" for n in desk.numbers)
    assert [steps for steps, _ in seen] == [10, 100, 250]
    assert seen[0][1] < seen[1][1] < seen[2][1], "T is seen to change, too"
    desk.set({"critic": "optimal"})
    job.so_far.emit(come(300))
    assert desk.controls.critic == "optimal", "who looks at T* is left alone"
    desk.set({"critic": "trained"})
    job.come_to(come(400))
    assert not desk.running
    assert len(mark(view.bound.picture, "bound").y) == 400


def test_what_a_cancelled_training_came_to_is_shown_no_more(
    held_job: type[HeldJob], desk: Desk, view: View
) -> None:
    desk.start("trained")
    held_job.newest.so_far.emit({"x": DRAWN_X, "t": 1 - DRAWN_X, "bound": np.arange(5) / 20})
    assert "trained" in desk.results
    desk.cancel()
    assert not desk.running
    assert desk.results == {}
    assert not any(shape.name == "bound" for shape in view.bound.picture.marks)
