"""The criterion in the window: densities are dragged, D is drawn, V stays below C."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.criterion import (
    View,
    area_picture,
    d_picture,
    values_picture,
)
from ganlab.app.rooms.theory.plots.marks import Area, Dots, Line, Picture
from ganlab.theory.criterion.bench import BENCH, Criterion
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import between
from tests.app.theory.conftest import MakeDesk, drag, kept


def mark(picture: Picture, name: str) -> object:
    return next(m for m in picture.marks if m.name == name)


@pytest.fixture
def view(qtbot: QtBot, make_desk: MakeDesk) -> View:
    return kept(qtbot, View(make_desk(BENCH)), 900, 700)


def test_a_handle_moves_density_numbers_and_pictures(qtbot: QtBot, view: View) -> None:
    desk, before = view.desk, view.densities.picture
    first = {number.name: number.computed for number in desk.numbers}
    drag(qtbot, view.densities, "p_data mean 0", 0.5, 0.3)
    assert desk.controls.p_data.mean == pytest.approx(0.5, abs=0.05)
    assert view.densities.picture is not before
    now = {number.name: number.computed for number in desk.numbers}
    assert now["V(D, G)"] < first["V(D, G)"]
    drag(qtbot, view.densities, "p_g width 1", 4.5, 0.1)
    assert desk.controls.p_g.parts[1].width == pytest.approx(2, abs=0.1)
    assert desk.stack.count() == 2


def test_a_drawn_d_leaves_something_out_until_it_is_d_star_again(view: View) -> None:
    desk = view.desk
    view.d.drawn.emit(np.array([-3.0, 3.0]), np.array([0.2, 1.4]))
    assert len(desk.controls.d) == 121
    assert max(desk.controls.d) < 1
    rows = {number.name: number for number in desk.numbers}
    gap = rows["C(G) − V(D, G)"]
    assert gap.computed > 0.1
    assert gap.difference == pytest.approx(0, abs=1e-6)
    assert isinstance(mark(view.d.picture, "D*"), Line)
    assert view.best.isEnabled()
    view.best.click()
    assert desk.controls.d == ()
    assert not view.best.isEnabled()


@pytest.mark.parametrize("area", ["KL", "reverse KL", "JS"])
def test_the_area_between_the_curves_is_the_divergence(area: str) -> None:
    controls = Criterion.model_validate({"area": area, "p_g": "N(.5, 2)"})
    picture = area_picture(controls)
    added, taken = mark(picture, "added"), mark(picture, "taken")
    assert isinstance(added, Area)
    assert isinstance(taken, Area)
    whole = np.trapezoid(added.high - added.low, added.x)
    whole -= np.trapezoid(taken.high - taken.low, taken.x)
    name = {"KL": "kl", "reverse KL": "reverse_kl", "JS": "js"}[area]
    known = between(controls.p_data, controls.p_g).value(name)
    assert whole == pytest.approx(known, abs=2e-3)


def test_disjoint_supports_are_infinite_and_still_drawn() -> None:
    controls = Criterion(p_data=Mixture.read("U(0, 1)"), p_g=Mixture.read("U(2, 3)"))
    assert "∞" in area_picture(controls).note
    dots = mark(values_picture(controls), "C")
    assert isinstance(dots, Dots)
    assert dots.y == pytest.approx([0, 0], abs=1e-9)
    d = mark(d_picture(controls), "D")
    assert isinstance(d, Line)
    assert np.isfinite(d.y).all()
