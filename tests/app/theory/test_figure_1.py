"""Figure 1 of 2014 in the window: dragged, drawn, trained, stepped, and of the run that trains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.rooms.theory.benches.figure_1 import View
from ganlab.app.rooms.theory.benches.figure_1.run import missing, moment_of_run, needed
from ganlab.app.rooms.theory.plots.marks import Line
from ganlab.app.rooms.theory.plots.plot import Plot
from ganlab.app.rooms.theory.work_row import WorkRow
from ganlab.games.game import make_game
from ganlab.games.shown.views import EXTENT, HOME, Field, Look, Mesh, Picture, own
from ganlab.lab.frame import Frame, State
from ganlab.presets import load_preset
from ganlab.theory.figure_1.bench import BENCH, OPTIMUM, RUN
from ganlab.theory.figure_1.moment import criterion, theorem, value
from ganlab.theory.figure_1.state import CELLS, EDGES, moment_of
from tests.app.theory.conftest import HeldJob, MakeDesk, drag, kept

CENTRES = (EDGES[1:] + EDGES[:-1]) / 2


@pytest.fixture
def view(qtbot: QtBot, make_desk: MakeDesk) -> View:
    return kept(qtbot, View(make_desk(BENCH)), 900, 700)


def line(plot: Plot, name: str) -> Line:
    """A curve of a plot."""
    found = next(mark for mark in plot.picture.marks if mark.name == name)
    assert isinstance(found, Line)
    return found


def test_dragging_p_data_moves_the_best_d_and_the_numbers(qtbot: QtBot, view: View) -> None:
    before, numbers = line(view.curves, "best").y, view.desk.numbers
    drag(qtbot, view.curves, "p_data mean 0", 1.0, 0.3)
    assert view.desk.controls.p.mean == pytest.approx(1, abs=0.05)
    assert not np.array_equal(line(view.curves, "best").y, before, equal_nan=True)
    assert view.desk.numbers[1].computed < numbers[1].computed, "p_g lies nearer"
    view.desk.stack.undo()
    assert view.desk.controls.p.mean == -1


def test_p_data_is_drawn_with_the_mouse_and_forgotten(view: View) -> None:
    view.draw.click()
    assert not view.curves.canvas.grips
    view.curves.drawn.emit(np.array([2.0, 3.0, 4.0]), np.array([0.0, 0.8, 0.0]))
    assert view.desk.controls.drawn
    p = line(view.curves, "p").y
    assert p[np.abs(CENTRES - 3).argmin()] > p[np.abs(CENTRES + 1).argmin()]
    assert view.desk.numbers[4].computed == pytest.approx(1)
    view.desk.stack.undo()
    assert not view.desk.controls.drawn
    view.desk.stack.redo()
    view.erase.click()
    assert not view.desk.controls.drawn
    assert not view.erase.isVisible()


def test_d_is_trained_in_a_job_and_stays_where_it_came_to(
    held_job: type[HeldJob], view: View
) -> None:
    desk = view.desk
    desk.start(OPTIMUM)
    desk.cancel()
    assert not desk.running
    assert not desk.controls.discriminator
    desk.start(OPTIMUM)
    at = moment_of(desk.controls)
    best = np.log(np.maximum(at.p, 1e-300)) - np.log(np.maximum(at.g, 1e-300))
    held_job.newest.come_to({"logits": np.clip(best, -30, 30), "values": np.zeros(1)})
    assert not desk.running
    said, best = line(view.curves, "d").y, line(view.curves, "best").y
    assert np.nanmax(np.abs(said - best)[150:330]) < 0.1
    rows = desk.numbers
    assert rows[0].difference is not None
    assert rows[0].difference < 2e-3
    desk.set({"p": "N(2, 1)"})
    np.testing.assert_array_equal(line(view.curves, "d").y, said)
    desk.stack.undo()
    desk.stack.undo()
    assert (line(view.curves, "d").y == 0.5).all(), "undo takes back what D has learned"


def test_one_step_of_g_moves_it_and_can_be_taken_back(view: View) -> None:
    desk = view.desk
    said: list[str] = []
    desk.refused.connect(said.append)
    view.step.click()
    assert "train D first" in said[0]
    assert not desk.stack.canUndo()
    desk.set({"discriminator": tuple(-np.tanh(CENTRES))})
    before = view.ways.picture.marks[0]
    numbers = desk.numbers
    for _ in range(3):
        view.step.click()
    assert view.ways.picture.marks[0] is not before
    assert desk.numbers[1].computed < numbers[1].computed
    for _ in range(3):
        desk.stack.undo()
    assert desk.numbers[1].computed == numbers[1].computed


def test_with_noise_of_two_dimensions_p_g_says_that_it_is_estimated(view: View) -> None:
    assert line(view.curves, "g").title.startswith("p_g, exact")
    view.desk.set({"dimension": 2})
    assert "kernel estimate" in line(view.curves, "g").title
    view.desk.set({"discriminator": tuple(-np.tanh(CENTRES))})
    view.step.click()
    assert len(view.desk.controls.generator) > 73
    view.desk.set({"dimension": 1})
    assert line(view.curves, "g").title.startswith("p_g, exact")


def test_the_list_shows_it_small() -> None:
    assert len(View.thumbnail(BENCH.controls()).marks) == 3


# --- the run of the window ---


@pytest.mark.parametrize("noise", [1, 2])
def test_a_run_on_a_line_is_a_moment_of_the_figure(noise: int) -> None:
    experiment = load_preset("mixture-1d").with_values({"noise.dimension": noise})
    from ganlab.data import make_target

    target = make_target(experiment.data)
    game = make_game(experiment, target)
    game.run(20)
    scene = game.scene()
    scene.begin()
    taken = {name: scene.takers[name](Look()) for name in needed(experiment)}
    moment = moment_of_run(experiment, target, taken)
    assert moment is not None
    assert moment.exact == (noise == 1)
    assert moment.p.sum() == pytest.approx(1) == moment.g.sum()
    assert criterion(moment) == pytest.approx(theorem(moment), abs=1e-9)
    assert value(moment) <= criterion(moment) + 1e-9
    made = game.sample(20_000, 1, average=False)[:, 0]
    assert moment.g @ moment.centres == pytest.approx(made.mean(), abs=0.05)
    assert len(moment.z) == len(moment.x) > 20


def test_what_is_no_game_on_a_line_says_why() -> None:
    assert "not of data on a line" in missing(load_preset("ring-8"))
    line = load_preset("mixture-1d")
    assert missing(line) == ""
    assert "no probability" in missing(line.with_values({"game.objective": "least-squares"}))
    assert "no discriminator" in missing(line.with_values({"game.kind": "moments"}))


def frame_of(controller: Controller, d: float) -> Frame:
    """A picture of a run whose D says that everywhere."""
    from ganlab.games.shown.views import Values
    from ganlab.theory.push_forward.noise import knots

    x = own(knots("gaussian") / 5)
    corners = np.zeros((1, len(x), 2), dtype=np.float32)
    corners[0, :, 0] = x
    mass = own(np.full((1, len(x) - 1), 1 / (len(x) - 1)))
    pictures: dict[str, Picture] = {
        "belief": Field(own(np.full((1, 192), d)), HOME),
        "pushed": Values(x),
        "mapping": Mesh(own(corners), own(corners), mass),
    }
    return Frame(controller.generation, 1, State.RUNNING, 0.0, pictures)


def test_the_playgrounds_run_is_followed_while_it_trains(
    view: View, controller: Controller
) -> None:
    assert not view.live.isEnabled()
    assert "on a line" in view.live.toolTip()
    controller.replace("preset", load_preset("mixture-1d"))
    assert view.live.isEnabled()
    own_value = view.desk.numbers[0].computed
    view.live.click()
    assert needed(controller.experiment) <= controller.request.views
    controller.frame_ready.emit(frame_of(controller, 0.25))
    assert RUN in view.desk.results
    assert (line(view.curves, "d").y == 0.25).all()
    assert view.desk.numbers[0].computed != own_value
    assert not view.draw.isEnabled()
    x = line(view.curves, "d").x
    assert x[-1] == pytest.approx(controller.target.view.scales[0] * EXTENT, rel=0.02)
    controller.frame_ready.emit(frame_of(controller, 0.75))
    assert (line(view.curves, "d").y == 0.75).all()
    view.live.click()
    assert RUN not in view.desk.results
    assert view.desk.numbers[0].computed == own_value
    assert "belief" not in controller.request.views


def followed(view: View, controller: Controller) -> WorkRow:
    """The run is followed, and its D begins to be trained; the row that says how far it is."""
    controller.replace("preset", load_preset("mixture-1d"))
    view.live.click()
    row = WorkRow(view.desk)
    row.buttons[OPTIMUM].click()
    return row


def test_the_d_of_the_run_is_trained_alone_until_v_stops_rising(
    qtbot: QtBot, held_job: type[HeldJob], view: View, controller: Controller
) -> None:
    row = followed(view, controller)
    qtbot.addWidget(row)
    assert controller.experiment.game.model_dump()["train"] == "discriminator"
    assert row.cancel.isVisibleTo(row)
    assert row.doing.text() == "Train D to its optimum…"
    bars = []
    for step, d in ((100, 0.4), (350, 0.5), (600, 0.5)):
        controller.state = State.RUNNING
        controller.frame_ready.emit(replace(frame_of(controller, d), step=step))
        assert view.alone.active
        bars.append(row.bar.value() / row.bar.maximum())
    assert bars == [0, 0, 250 / 400], "how long V has not risen"
    controller.frame_ready.emit(replace(frame_of(controller, 0.5), step=751))
    assert not view.alone.active
    assert controller.experiment.game.model_dump()["train"] == "both"
    assert not row.cancel.isVisibleTo(row)
    assert not view.desk.running
    assert not view.desk.controls.discriminator, "the bench's own D is another"


def test_training_the_d_of_the_run_can_be_cancelled(
    qtbot: QtBot, held_job: type[HeldJob], view: View, controller: Controller
) -> None:
    row = followed(view, controller)
    qtbot.addWidget(row)
    row.cancel.click()
    assert not view.alone.active
    assert not view.desk.running
    assert controller.experiment.game.model_dump()["train"] == "both"
    row.buttons[OPTIMUM].click()
    controller.edit("Train", {"game.train": "both"})  # somebody chose otherwise
    assert not view.desk.running


def test_another_game_ends_following(view: View, controller: Controller) -> None:
    controller.replace("preset", load_preset("mixture-1d"))
    view.live.click()
    controller.frame_ready.emit(frame_of(controller, 0.25))
    controller.replace("preset", load_preset("ring-8"))
    assert not view.live.isChecked()
    assert RUN not in view.desk.results
    assert len(line(view.curves, "d").y) == CELLS
