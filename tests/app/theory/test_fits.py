"""The bench of fits in the window: fits follow what is dragged, on a line and in the plane."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.fits import View
from ganlab.app.rooms.theory.benches.fits.line_pictures import map_picture
from ganlab.app.rooms.theory.plots.marks import Dots, Label, Line
from ganlab.app.rooms.theory.view import Desk
from ganlab.theory.densities import Mixture
from ganlab.theory.fits.bench import BENCH
from ganlab.theory.fits.controls import TITLES, FitsControls
from ganlab.theory.fits.search import WANTED, Fit
from tests.app.theory.conftest import MakeDesk, computed, drag, kept, mark


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(BENCH)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> View:
    return kept(qtbot, View(desk), 900, 600)


def test_fits_follow_a_mean_that_is_dragged(qtbot: QtBot, view: View, desk: Desk) -> None:
    before, curve = computed(desk), mark(view.line.picture, "fit 0")
    drag(qtbot, view.line, "p mean 0", -2.0, 0.3)
    assert desk.controls.p.parts[0].mean == pytest.approx(-2.0, abs=0.05)
    after = computed(desk)
    assert after["KL(p‖q): μ"] == pytest.approx(desk.controls.p.mean)
    assert all(after[f"{TITLES[name]}: μ"] != before[f"{TITLES[name]}: μ"] for name in WANTED)
    assert not np.array_equal(mark(view.line.picture, "fit 0").y, curve.y)
    desk.stack.undo()
    assert computed(desk) == before


def test_fits_follow_a_width(qtbot: QtBot, view: View, desk: Desk) -> None:
    drag(qtbot, view.line, "p width 1", 4.5, 0.1)
    assert desk.controls.p.parts[1].width == pytest.approx(2.5, abs=0.05)
    assert computed(desk)["KL(p‖q): σ"] == pytest.approx(desk.controls.p.std)


def test_other_minima_of_the_chosen_divergence_are_shown(view: View, desk: Desk) -> None:
    desk.set({"divergence": "reverse_kl"})
    lines = [m for m in view.line.picture.marks if isinstance(m, Line) and "fit" in m.name]
    assert [line.dash for line in lines] == ["solid", "dashed"]
    rings: Dots = mark(view.map.picture, "minima")
    assert rings.x[0] == pytest.approx(-0.955, abs=0.01)


def test_where_no_gaussian_will_do_there_is_none(view: View, desk: Desk) -> None:
    desk.set({"divergence": "jeffrey", "p": Mixture.uniform(0, 1)})
    assert "∞" in view.line.picture.note
    assert not [m for m in view.line.picture.marks if m.name.startswith("fit")]


def test_names_in_the_map_keep_apart() -> None:
    picture = map_picture(FitsControls(), {})
    names = sorted(m.y for m in picture.marks if isinstance(m, Label))
    assert len(names) == len(WANTED)
    assert np.diff(names).min() > 0.05 * (picture.y[1] - picture.y[0])
    assert picture.y[0] < names[0] < names[-1] < picture.y[1]


def test_what_works_return_is_shown(view: View, desk: Desk) -> None:
    game = {"js": {"fit": (1.3, 1.7), "path": np.ones((5, 2)), "bound": 0.127}}
    starts = {"js": (Fit(1.307, 1.754, 0.128), Fit(-1.0, 0.3, 0.5))}
    view.show_state(desk.controls, {"game": game, "starts": starts})
    assert mark(view.line.picture, "game").title == "q by the game"
    assert mark(view.map.picture, "game").x == pytest.approx([1.3])
    assert mark(view.map.picture, "tried").x == pytest.approx([-1.0])


def test_in_the_plane_parts_are_dragged(qtbot: QtBot, view: View, desk: Desk) -> None:
    desk.set({"on": "plane"})
    assert view.plane.isVisible()
    assert not view.line.isVisible()
    before = computed(desk)
    drag(qtbot, view.plane, "mean 1", 2.0, -1.0)
    part = desk.controls.plane.parts[1]
    assert (part.x, part.y) == pytest.approx((2.0, -1.0), abs=0.1)
    drag(qtbot, view.plane, "width 0", 0.5, 0.0)
    assert desk.controls.plane.parts[0].sigma == pytest.approx(1.5, abs=0.1)
    after = computed(desk)
    assert all(after[name] != before[name] for name in ("KL(p‖q): μ₁", "MMD²: σ", "JS: σ"))
    desk.stack.undo()
    desk.stack.undo()
    assert computed(desk) == before
