"""The slopes in the window: a point is dragged, the run is measured, G is held and D trained."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.rooms.theory.benches.slopes.pictures import losses_picture
from ganlab.app.rooms.theory.benches.slopes.view import VIEWS, View
from ganlab.app.rooms.theory.plots import ground
from ganlab.app.rooms.theory.plots.marks import Bars, Dots, Label, Line, Picture
from ganlab.app.rooms.theory.plots.reading_box import ReadingBox
from ganlab.app.rooms.theory.view import Desk
from ganlab.experiment import Experiment
from ganlab.games.shown.views import Values, own
from ganlab.lab.frame import Frame, State
from ganlab.theory.slopes.bench import BENCH, FREEZE
from ganlab.theory.slopes.controls import Slopes
from ganlab.theory.slopes.losses import LOSSES
from tests.app.theory.conftest import MakeDesk, drag


def words(picture: Picture) -> list[str]:
    return [mark.text for mark in picture.marks if isinstance(mark, Label)]


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(BENCH)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> View:
    view = View(desk)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show_state(desk.controls, desk.results)
    desk.changed.connect(lambda: view.show_state(desk.controls, desk.results))
    desk.results_changed.connect(lambda: view.show_state(desk.controls, desk.results))
    view.show()
    return view


@pytest.mark.parametrize("axis", ["logit", "D"])
def test_the_point_is_dragged_on_either_axis(qtbot: QtBot, view: View, axis: str) -> None:
    desk = view.desk
    desk.set({"axis": axis})
    drag(qtbot, view.losses, "at", 2.0 if axis == "logit" else 0.9, 0.0)
    wanted = 2.0 if axis == "logit" else float(np.log(9))
    assert desk.controls.logit == pytest.approx(wanted, abs=0.15)
    rows = {number.name: number for number in desk.numbers}
    assert rows["slope of hinge"].difference == pytest.approx(0, abs=1e-6)
    drag(qtbot, view.slopes, "slope", 0.3, 1.0)
    assert desk.controls.logit == pytest.approx(0.3 if axis == "logit" else -0.85, abs=0.15)


def test_every_loss_is_drawn_with_a_look_of_its_own() -> None:
    lines = [m for m in losses_picture(Slopes()).marks if isinstance(m, Line)]
    assert [line.name for line in lines] == list(LOSSES)
    assert len({(line.colour, line.dash) for line in lines}) == len(LOSSES)


def test_the_run_is_asked_and_measured_only_while_it_is_shown(
    view: View, controller: Controller
) -> None:
    assert not controller.request.views & VIEWS
    assert words(view.samples.picture) == ["Press Play: the run is measured here."]
    view.enter()
    assert controller.request.views >= VIEWS
    pictures = {
        "logits": Values(own(np.array([-2.0, -1.0, 30.0, np.nan]))),
        "arriving": Values(own(np.array([1e-6, 0.5, 1.0, 0.7, np.inf]))),
    }
    controller.frame_ready.emit(Frame(1, 40, State.RUNNING, 0.0, pictures))
    bars = next(m for m in view.samples.picture.marks if isinstance(m, Bars))
    assert bars.heights.sum() == pytest.approx(1)
    assert bars.heights[-1] > 0, "what lies beyond is counted at the end"
    dots = next(m for m in view.arriving.picture.marks if isinstance(m, Dots))
    assert dots.y[:2] == pytest.approx([1e-6, 0.5])
    assert view.samples.picture.note == "step 40"
    controller.rebuilt.emit()
    assert words(view.samples.picture)
    view.leave()
    assert not controller.request.views & VIEWS


def test_a_game_without_a_discriminator_says_so(view: View, controller: Controller) -> None:
    controller.replace("moments", Experiment().with_values({"game": {"kind": "moments"}}))
    view.enter()
    view.show_state(view.desk.controls, {})
    assert "no discriminator" in words(view.samples.picture)[0]
    view.leave()


def test_what_waits_has_words_and_no_axes(qtbot: QtBot, view: View) -> None:
    for plot in (view.samples, view.frozen, view.arriving):
        [said] = words(plot.picture)
        assert said.endswith("here.")
        qtbot.mouseMove(plot.canvas, plot.scale.point(0.9, 0.9).toPoint())
        [box] = plot.canvas.findChildren(ReadingBox)
        assert not box.isVisible(), "there is nothing to be read"
        image = QImage(plot.canvas.size(), QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            ground.Frame.of(plot.picture, plot.canvas.size()).paint(painter, view.desk.theme)
        seen = range(0, image.width(), 3), range(0, image.height())
        assert len({image.pixel(x, y) for x in seen[0] for y in seen[1]}) == 1


def test_the_work_is_drawn_once_it_is_done(desk: Desk, view: View) -> None:
    steps, names = np.array([0.0, 10.0, 100.0]), list(LOSSES)
    norms: dict[str, Any] = {name: np.array([1.0, 1.0, 1.0]) for name in names}
    norms["saturating"] = np.array([1.0, 0.1, 1e-3])
    assert words(view.frozen.picture)
    result = {"steps": steps, "norms": norms, "values": np.array([-1.4, -0.5, 0.0])}
    view.show_state(desk.controls, {FREEZE: result})
    lines = [m for m in view.frozen.picture.marks if isinstance(m, Line)]
    assert len(lines) == len(names)
    assert "1,000 times" in view.frozen.picture.note
