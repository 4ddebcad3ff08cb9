"""All divergences in the window: what is dragged, chosen and trained."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.all_divergences import View
from ganlab.app.rooms.theory.benches.all_divergences import pictures as made
from ganlab.app.rooms.theory.desk import Desk
from ganlab.app.rooms.theory.plots.marks import Area, Dots, Handle, Line, Picture
from ganlab.theory.all_divergences.bench import BENCH, PRESETS
from ganlab.theory.all_divergences.controls import DivergencesControls
from ganlab.theory.all_divergences.sweep import SHIFTS
from ganlab.theory.densities import Mixture
from ganlab.theory.divergences.between import DIVERGENCES
from tests.app.theory.conftest import MakeDesk, drag, kept


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(BENCH)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> View:
    return kept(qtbot, View(desk), 680, 520)


def named(picture: Picture, name: str) -> object:
    return next(mark for mark in picture.marks if mark.name == name)


def test_dragging_a_mean_moves_the_density_its_numbers_and_the_sweep(
    qtbot: QtBot, desk: Desk, view: View
) -> None:
    before = view.sweep.picture
    drag(qtbot, view.densities, "q mean 0", 1.4, 1.0)
    assert desk.controls.q.mean == pytest.approx(1.4, abs=0.05)
    assert desk.controls.pair.value("w1") == pytest.approx(0.9, abs=0.05)
    handle = named(view.densities.picture, "q mean 0")
    assert isinstance(handle, Handle)
    assert handle.x == pytest.approx(desk.controls.q.mean)
    old, new = named(before, "w1"), named(view.sweep.picture, "w1")
    assert isinstance(old, Line)
    assert isinstance(new, Line)
    assert not np.allclose(old.y, new.y)
    assert view.gallery.cells["kl"].value == "∞"
    desk.stack.undo()
    assert desk.controls == DivergencesControls()


def test_widths_are_dragged_where_q_has_been_shifted_to(
    qtbot: QtBot, desk: Desk, view: View
) -> None:
    desk.set({"shift": 0.5})
    drag(qtbot, view.densities, "q width 0", 1.75, 0.5)
    assert desk.controls.q.parts[0].width == pytest.approx(0.25, abs=0.05)
    assert desk.controls.q.mean == pytest.approx(1.0)


def test_the_shift_is_dragged_in_the_sweep(qtbot: QtBot, desk: Desk, view: View) -> None:
    drag(qtbot, view.sweep, "shift", -0.5, 0.2)
    assert desk.controls.shift == pytest.approx(-0.5, abs=0.03)
    assert desk.controls.pair.value("js") < 0.05


def test_every_integrand_is_drawn_and_one_of_them_large(
    qtbot: QtBot, desk: Desk, view: View
) -> None:
    assert len(view.gallery.cells) == len(DIVERGENCES) == 14
    for name, cell in view.gallery.cells.items():
        qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)
        assert desk.controls.shown == name
        assert cell.isChecked()
        assert cell.accessibleName().startswith(DIVERGENCES[name].title)
        assert DIVERGENCES[name].short in view.integrand.head.title


def test_a_cell_painted_from_memory_is_the_cell_painted_anew(
    qtbot: QtBot, desk: Desk, view: View
) -> None:
    cells = view.gallery.cells
    for shift, shown in ((0.0, "js"), (0.4, "js"), (0.4, "kl")):
        desk.set({"shift": shift, "shown": shown})
        for name in ("js", "kl"):
            fresh = QImage(cells[name].size(), QImage.Format.Format_RGB32)
            fresh.fill(desk.theme.color("ground"))
            with QPainter(fresh) as painter:
                cells[name].paint_into(painter)
            seen = cells[name].grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
            assert seen == fresh


def test_presets_are_the_densities_that_they_are_named_after(
    qtbot: QtBot, desk: Desk, view: View
) -> None:
    qtbot.mouseClick(view.presets["U[0,1], U[1,2]"], Qt.MouseButton.LeftButton)
    assert view.gallery.cells["js"].value == "0.6931"
    assert view.gallery.cells["kl"].value == "∞"
    assert view.gallery.cells["w1"].value == "1"
    for name, (p, q) in PRESETS.items():
        qtbot.mouseClick(view.presets[name], Qt.MouseButton.LeftButton)
        assert (desk.controls.p, desk.controls.q) == (Mixture.read(p), Mixture.read(q))


@pytest.mark.parametrize("name", list(DIVERGENCES))
@pytest.mark.parametrize(("p", "q"), [("U(0, 1)", "U(1, 2)"), ("N(0, 1)", "N(3, 9)")])
def test_pictures_are_finite_whatever_is_shown(name: str, p: str, q: str) -> None:
    controls = DivergencesControls.model_validate({"p": p, "q": q, "shown": name})
    for picture in (made.integrand_picture(controls), made.sparks(controls)[name]):
        assert all(math.isfinite(edge) for edge in (*picture.x, *picture.y))
        assert picture.y[0] < picture.y[1]
        area = next(mark for mark in picture.marks if isinstance(mark, Area))
        assert np.isfinite(area.high).all()


@pytest.mark.parametrize(
    ("p", "q", "x", "known"),
    [
        ("U(0, 1)", "U(.5, 1.5)", 0.2, math.inf),
        ("N(0, 1)", "N(1, 1)", 2.0, -1.5 * math.exp(-2) / math.sqrt(2 * math.pi)),
    ],
)
def test_an_integrand_is_read_as_it_is(p: str, q: str, x: float, known: float) -> None:
    controls = DivergencesControls.model_validate({"p": p, "q": q, "shown": "kl"})
    picture = made.integrand_picture(controls)
    line = next(mark for mark in picture.marks if isinstance(mark, Line))
    assert line.title, "what has no title is not read"
    assert float(np.interp(x, line.x, line.y)) == pytest.approx(known, abs=1e-3)


def test_dots_of_the_critics_lie_at_21_shifts() -> None:
    found = {"js": np.full(21, 0.3), "w1": np.full(21, 0.4)}
    picture = made.sweep_picture(DivergencesControls(), {"sweep": found})
    dots = [mark for mark in picture.marks if isinstance(mark, Dots)]
    assert [len(some.x) for some in dots] == [21, 21]
    assert np.array_equal(dots[0].x, SHIFTS)
    assert dots[0].shape != dots[1].shape


def test_supports_that_touch_share_no_point() -> None:
    controls = DivergencesControls.model_validate(
        {"p": "U(0, 1)", "q": "U(1, 2)", "shown": "bhattacharyya"}
    )
    picture = made.integrand_picture(controls)
    line = next(mark for mark in picture.marks if isinstance(mark, Line))
    assert not line.y.any()
