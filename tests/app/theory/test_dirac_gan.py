"""The bench of the Dirac-GAN in the window: eleven small pictures, one large, its eigenvalues."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap
from pytestqt.qtbot import QtBot

from ganlab.app.rooms.theory.benches.dirac_gan import View, pictures
from ganlab.app.rooms.theory.benches.dirac_gan.ground import REACH, nullclines, thinned
from ganlab.app.rooms.theory.benches.dirac_gan.sheet import Sheet
from ganlab.app.rooms.theory.plots.marks import Dots, Line, Picture
from ganlab.app.rooms.theory.view import Desk
from ganlab.theory.dirac_gan.bench import BENCH, paths, way
from ganlab.theory.dirac_gan.controls import Chosen, DiracControls
from ganlab.theory.dirac_gan.methods import METHODS, Strengths
from ganlab.theory.dirac_gan.training import Updates
from tests.app.theory.conftest import MakeDesk, drag, kept


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(BENCH)


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> View:
    return kept(qtbot, View(desk), 760, 560)


def mark(picture: Picture, name: str) -> Line | Dots:
    return next(m for m in picture.marks if isinstance(m, Line | Dots) and m.name == name)


@pytest.mark.parametrize("name", list(METHODS))
def test_one_click_enlarges_one(qtbot: QtBot, view: View, desk: Desk, name: str) -> None:
    small = view.multiples
    qtbot.mouseClick(
        small,
        Qt.MouseButton.LeftButton,
        pos=small.sheet.scales[name].area.bottomLeft().toPoint() + QPoint(8, -8),
    )
    assert desk.controls.method == name
    assert view.plane.head.title == METHODS[name].title
    assert METHODS[name].title in small.accessibleDescription()
    walked = way(desk.controls, name)
    assert mark(view.plane.picture, "steps").x[1] == walked[1, 0]


def test_the_start_is_dragged_in_the_large_picture(qtbot: QtBot, view: View, desk: Desk) -> None:
    before = {row.name: row.computed for row in desk.numbers}
    drag(qtbot, view.plane, "start", -0.5, 1.5)
    assert (desk.controls.theta, desk.controls.psi) == pytest.approx((-0.5, 1.5), abs=0.05)
    assert {row.name: row.computed for row in desk.numbers} != before
    assert all(
        tuple(walked[0]) == (desk.controls.theta, desk.controls.psi)
        for name, walked in paths(desk.controls).items()
        if name != "wgan"
    )


def test_and_in_each_of_the_small_ones(qtbot: QtBot, view: View, desk: Desk) -> None:
    small = view.multiples
    scale = small.sheet.scales["consensus"]
    start, end = scale.point(1, 1), scale.point(-1, 0.5)
    qtbot.mousePress(small, Qt.MouseButton.LeftButton, pos=start.toPoint())
    for share in (0.5, 1.0):
        qtbot.mouseMove(small, (start + (end - start) * share).toPoint())
    qtbot.mouseRelease(small, Qt.MouseButton.LeftButton, pos=end.toPoint())
    assert (desk.controls.theta, desk.controls.psi) == pytest.approx((-1, 0.5), abs=0.1)
    assert desk.controls.method == "gan"
    assert desk.stack.count() == 1  # one drag is one step back
    desk.stack.undo()
    assert (desk.controls.theta, desk.controls.psi) == (1, 1)


def test_a_press_beside_the_start_that_moves_is_nothing(
    qtbot: QtBot, view: View, desk: Desk
) -> None:
    small = view.multiples
    corner = small.sheet.scales["r1"].area.bottomLeft() + QPointF(6, -6)
    qtbot.mousePress(small, Qt.MouseButton.LeftButton, pos=corner.toPoint())
    qtbot.mouseMove(small, (corner + QPointF(20, 0)).toPoint())
    qtbot.mouseRelease(small, Qt.MouseButton.LeftButton, pos=corner.toPoint())
    assert desk.stack.count() == 0


def test_the_arrow_keys_enlarge_a_neighbour(qtbot: QtBot, view: View, desk: Desk) -> None:
    small, names = view.multiples, list(METHODS)
    qtbot.keyClick(small, Qt.Key.Key_Left)
    assert desk.controls.method == "gan"
    qtbot.keyClick(small, Qt.Key.Key_Right)
    assert desk.controls.method == names[1]
    qtbot.keyClick(small, Qt.Key.Key_Down)
    assert desk.controls.method == names[1 + small.sheet.columns]
    qtbot.keyClick(small, Qt.Key.Key_Up)
    qtbot.keyClick(small, Qt.Key.Key_Up)
    assert desk.controls.method == names[1]


@pytest.mark.parametrize("size", [(220, 240), (300, 430), (430, 300), (900, 200)])
def test_twelve_places_do_not_overlap(size: tuple[int, int]) -> None:
    from PySide6.QtCore import QSize

    sheet = Sheet.of(QSize(*size))
    areas = [scale.area for scale in sheet.scales.values()] + [sheet.free]
    assert len(areas) == 12
    for i, one in enumerate(areas):
        assert one.right() <= size[0]
        assert one.bottom() <= size[1]
        assert not any(one.intersects(other) for other in areas[:i])
    for name, scale in sheet.scales.items():
        assert sheet.at(scale.area.center()) == name


@pytest.mark.parametrize("name", get_args(Chosen))
@pytest.mark.parametrize("updates", get_args(Updates))
def test_every_method_is_drawn(view: View, name: Chosen, updates: Updates) -> None:
    for rate in (0.2, 2.0):
        controls = DiracControls(
            method=name, updates=updates, generator_rate=rate, discriminator_rate=rate, n_d=5
        )
        view.show_state(controls, {})
        view.grab()
        assert View.thumbnail(controls).marks


def test_eigenvalues_lie_on_the_theorys_line() -> None:
    for name in get_args(Chosen):
        controls = DiracControls(method=name)
        picture = pictures.circle(controls)
        unit = mark(picture, "unit")
        np.testing.assert_allclose(np.hypot(unit.x, unit.y), 1)
        if name == "wgan-gp":
            assert picture.note == "no derivative at 0"
            continue
        exact, found = mark(picture, "exact"), mark(picture, "found")
        np.testing.assert_allclose(found.x, exact.x, atol=1e-4)
        np.testing.assert_allclose(np.abs(found.y), np.abs(exact.y), atol=1e-4)
        line = mark(picture, "line 1"), mark(picture, "line 2")
        for x, y in zip(exact.x, exact.y, strict=True):
            assert min(np.hypot(way.x - x, way.y - y).min() for way in line) < 0.05, name


def test_the_line_of_r1_is_that_of_the_paper() -> None:
    controls = DiracControls(method="r1", generator_rate=1.0, discriminator_rate=1.0)
    picture = pictures.circle(controls)
    gamma = np.linspace(0, 3, pictures.ALONG)
    root = np.sqrt((gamma**2 / 4 - 0.25).astype(complex))
    expected = np.sort_complex(np.array([1 - gamma / 2 + root, 1 - gamma / 2 - root]).ravel())
    lines = [mark(picture, f"line {i}") for i in (1, 2)]
    got = np.sort_complex(np.concatenate([way.x + 1j * way.y for way in lines]))
    np.testing.assert_allclose(got, expected, atol=1e-7)


@pytest.mark.parametrize("name", list(METHODS))
def test_nullclines_lie_where_a_player_stands_still(name: str) -> None:
    field = METHODS[name].field(Strengths())
    still = nullclines(name, Strengths())
    for lines, pull in (
        (still.generator, field.generator),
        (still.discriminator, field.discriminator),
    ):
        middles = lines.mean(axis=1)
        inside = middles[np.abs(middles).max(axis=1) < REACH]
        assert len(inside)
        # WGAN-GP's ψ̇ jumps at ψ = 0 from one side of nothing to the other.
        jumps = name == "wgan-gp"
        left = [abs(pull(*at)) for at in inside.tolist() if not (jumps and abs(at[1]) < 0.3)]
        assert max(left, default=0.0) < 0.2


@pytest.mark.parametrize("name", ["gan", "non-saturating", "r1", "lsgan", "instance-noise"])
def test_what_is_an_axis_is_drawn_as_one(name: str) -> None:
    lines = nullclines(name, Strengths()).generator
    near = lines[
        (np.abs(lines[:, :, 1]) < 0.1).all(axis=1) & (np.abs(lines[:, :, 0]) < 2).all(axis=1)
    ]
    np.testing.assert_allclose(near[:, :, 1], 0, atol=1e-9)


def test_a_way_is_thinned_but_keeps_its_ends() -> None:
    angle = np.linspace(0, 60, 500)
    spiral = np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.exp(-angle / 5)[:, None]
    few = thinned(spiral, 0.05)
    assert 20 < len(few) < 200
    np.testing.assert_array_equal(few[[0, -1]], spiral[[0, -1]])
    spiral[40:] = math.nan
    assert np.isfinite(thinned(spiral, 0.05)).all()
    assert len(thinned(spiral[:2], 0.05)) == 2


def test_what_is_said_of_the_end() -> None:
    home, away = pictures.verdict(np.array([[1.0, 1], [0, 1e-5]])), np.array([[1.0, 1], [2, 0]])
    assert home == "converges: 1e−5 from 0"
    assert pictures.verdict(away) == "does not converge: 2 from 0"
    assert pictures.verdict(np.array([[1.0, 1], [math.nan, math.nan]])) == "runs away"


def test_all_of_them_get_into_files(view: View) -> None:
    small = view.multiples
    sheet = QPixmap(small.size())
    sheet.fill(Qt.GlobalColor.transparent)
    with QPainter(sheet) as painter:
        small.paint_into(painter)
    image = sheet.toImage()
    middle = small.sheet.scales["lsgan"].area.center().toPoint()
    assert image.pixelColor(middle) != image.pixelColor(middle + QPoint(17, 9))
