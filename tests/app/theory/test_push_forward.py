"""The bench push-forward in the window: x is dragged, the playground's generator is taken."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.rooms.theory.benches.push_forward import View, density_picture, ways_picture
from ganlab.app.rooms.theory.plots.marks import Bars, Line, Segments
from ganlab.experiment import ToyData
from ganlab.games.shown.views import Values, own
from ganlab.lab.frame import Frame, State
from ganlab.presets import load_preset
from ganlab.theory.push_forward.bench import BENCH, PushForwardControls
from ganlab.theory.push_forward.noise import knots
from tests.app.theory.conftest import MakeDesk, drag


@pytest.fixture
def view(qtbot: QtBot, make_desk: MakeDesk) -> View:
    """The view of the bench, shown."""
    desk = make_desk(BENCH)
    view = View(desk)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show_state(desk.controls, desk.results)
    desk.changed.connect(lambda: view.show_state(desk.controls, desk.results))
    view.show()
    return view


def test_dragging_x_moves_the_control_the_numbers_and_both_pictures(
    qtbot: QtBot, view: View
) -> None:
    drag(qtbot, view.density, "x", -0.4, 0.2)
    assert view.desk.controls.x == pytest.approx(-0.4, abs=0.02)
    density = view.desk.numbers[1]
    assert density.difference == pytest.approx(0, abs=1e-9)
    assert f"{density.computed:.4g}" in view.density.picture.note
    preimages = next(m for m in view.ways.picture.marks if m.name == "preimages")
    assert isinstance(preimages, Segments)
    np.testing.assert_allclose(np.sin(preimages.x[:, 0]), preimages.x[:, 1], atol=1e-9)
    assert len(preimages.x) >= 4
    view.desk.stack.undo()
    assert view.desk.controls.x == 0.5


@pytest.mark.parametrize("f", ["sin", "cube", "absolute", "logistic", "exponential", "generator"])
@pytest.mark.parametrize("noise", ["gaussian", "uniform"])
def test_the_density_lies_over_the_histogram(f: str, noise: str) -> None:
    controls = PushForwardControls.model_validate({"f": f, "noise": noise, "samples": 20_000})
    picture = density_picture(controls)
    bars = next(m for m in picture.marks if isinstance(m, Bars))
    line = next(m for m in picture.marks if isinstance(m, Line))
    middles = (bars.edges[1:] + bars.edges[:-1]) / 2
    known = np.interp(middles, line.x, np.nan_to_num(line.y))
    apart = np.abs(bars.heights - known) / picture.y[1]
    assert np.quantile(apart, 0.8) < 0.1, "a bin of 300 samples errs by 6 %"
    assert bars.colour == line.colour == "generated", "blue is real"
    assert ways_picture(controls).marks
    assert View.thumbnail(controls).marks


def test_without_a_run_on_a_line_the_playgrounds_generator_is_grey_and_says_why(
    view: View, controller: Controller
) -> None:
    button = view.playground.button
    assert not button.isEnabled()
    assert "not of data on a line" in button.toolTip()
    controller.edit("target", {"data": ToyData(name="mixture-1d")})
    assert not button.isEnabled()
    assert "2 numbers" in button.toolTip()
    controller.edit("noise", {"noise.dimension": 1})
    assert button.isEnabled()


def test_the_playgrounds_generator_becomes_f(view: View, controller: Controller) -> None:
    controller.replace("preset", load_preset("mixture-1d"))
    view.playground.button.click()
    assert "pushed" in controller.request.views
    x = np.tanh(knots("gaussian")) / 2
    pictures = {"pushed": Values(own(x))}
    controller.frame_ready.emit(Frame(controller.generation, 1, State.PAUSED, 0.0, pictures))
    assert "pushed" not in controller.request.views
    assert view.desk.controls.f == "generator"
    in_data = controller.target.view.inverse(x[:, None])[:, 0]
    assert view.desk.controls.generator == pytest.approx(tuple(in_data), abs=1e-5)
    mass = view.desk.numbers[0]
    assert mass.computed == pytest.approx(1, abs=1e-5)
    view.desk.stack.undo()
    assert view.desk.controls.f == "sin"


def test_a_view_that_is_left_asks_for_nothing(view: View, controller: Controller) -> None:
    controller.replace("preset", load_preset("mixture-1d"))
    view.playground.button.click()
    view.leave()
    assert "pushed" not in controller.request.views
