"""The layered distributions, driven as a person would: chips, mouse, morph, theme."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.exporting import painted
from ganlab.app.items.plane.strip import IMAGE_Y
from ganlab.app.look.classes import class_color
from ganlab.app.look.theme import Choice, Theme
from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.app.panels.plane.readout import density_figure, place, point_figure
from ganlab.games.shown.views import EXTENT, Arrows, Field, Points, Values, own
from ganlab.lab.frame import Frame
from tests.app.conftest import MakeFrame, RecordingLink
from tests.pictures import at, broken, mesh

COMPUTED = {"generated", "average", "heatmap", "mapping", "gradients"}


def press(qtbot: QtBot, panel: DistributionsPanel, layer: str) -> None:
    qtbot.mouseClick(panel.chips.buttons[layer], Qt.MouseButton.LeftButton)


def show_all(panel: DistributionsPanel) -> None:
    for button in panel.chips.buttons.values():
        button.setChecked(True)


def deliver(qtbot: QtBot, controller: Controller, link: RecordingLink, frame: Frame) -> None:
    with qtbot.waitSignal(controller.frame_ready):
        link.frames.append(frame)


def point_at(panel: DistributionsPanel, x: float, y: float) -> None:
    """Move the mouse over a point of the view, as near as pixels allow."""
    position = panel.view.to_widget(x, y).toPoint()
    panel.view.pointed.emit(panel.view.to_view(QPointF(position)))


def said(panel: DistributionsPanel, name: str) -> str:
    cells = re.findall(r"<td[^>]*>(.*?)</td>", panel.point_label.text())
    cells = [cell.replace("&nbsp;", "").replace("−", "-") for cell in cells]
    return str(dict(zip(cells[::2], cells[1::2], strict=True))[name])


def pixel(panel: DistributionsPanel, x: float, y: float) -> tuple[int, int, int]:
    color = panel.view.grab().toImage().pixelColor(panel.view.to_widget(x, y).toPoint())
    return color.red(), color.green(), color.blue()


def test_the_target_is_there_before_the_first_frame(panel: DistributionsPanel) -> None:
    assert len(panel.view.item("real").points) > 400
    assert np.abs(panel.view.item("real").points).max() < EXTENT


@pytest.mark.parametrize("layer", ["generated", "heatmap", "mapping", "gradients"])
def test_a_chip_asks_for_its_layer_and_shows_it(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller, layer: str
) -> None:
    before = layer in controller.request.views
    assert before == panel.view.item(layer).visible
    for expected in (not before, before):
        press(qtbot, panel, layer)
        assert (layer in controller.request.views) == expected
        assert panel.view.item(layer).visible == expected


def test_what_the_window_draws_itself_is_not_asked_for(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller
) -> None:
    asked = controller.request.views
    press(qtbot, panel, "real")
    assert controller.request.views == asked
    assert not panel.view.item("real").visible


def test_the_density_is_the_targets_and_that_of_samples_of_the_generator(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    press(qtbot, panel, "density")
    assert "density_samples" in controller.request.views
    density = panel.view.item("density")
    assert density.visible
    assert density.counts[1] > 100
    assert density.counts[0] == 0
    controller.frame_ready.emit(make_frame(controller))
    assert density.counts[0] > 100
    controller.reset()
    assert density.counts[0] == 0
    press(qtbot, panel, "density")
    assert "density_samples" not in controller.request.views


def test_a_layer_that_another_panel_shows_stays_asked_for(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller
) -> None:
    controller.want("overview", frozenset({"heatmap"}))
    press(qtbot, panel, "heatmap")
    assert "heatmap" in controller.request.views


def test_number_keys_switch_layers(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller
) -> None:
    panel.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is panel)
    with qtbot.waitSignal(panel.chips.changed):
        qtbot.keyClick(panel, Qt.Key.Key_6)
    assert "gradients" in controller.request.views


def test_the_average_needs_a_moving_average(
    panel: DistributionsPanel, controller: Controller
) -> None:
    chip = panel.chips.buttons["average"]
    chip.setChecked(True)
    controller.edit("average", {"game.ema": 0.0})
    assert not chip.isEnabled()
    assert "average" not in controller.request.views
    controller.edit("average", {"game.ema": 0.999})
    assert chip.isEnabled()
    assert "average" in controller.request.views


def test_a_frame_lands_in_the_items(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    show_all(panel)
    frame = make_frame(controller)
    deliver(qtbot, controller, link, frame)
    np.testing.assert_allclose(panel.view.item("generated").points, at(frame), rtol=1e-6)
    # A view that is not there has not changed.
    deliver(qtbot, controller, link, make_frame(controller, generated=None))
    np.testing.assert_allclose(panel.view.item("generated").points, at(frame), rtol=1e-6)
    assert panel.view.item("gradients").counts[0]
    assert "mean gradient" in panel.strength_label.text()
    assert panel.strength_label.isVisible()


def test_the_scale_of_the_arrows_is_said_in_the_colour_of_what_they_move(
    panel: DistributionsPanel, controller: Controller, theme: Theme, make_frame: MakeFrame
) -> None:
    panel.chips.buttons["gradients"].setChecked(True)
    pull = make_frame(controller).picture("gradients", Arrows)
    assert pull is not None
    for factor, said in ((20, "× 0.1"), (0.01, "× 100"), (0.001, "× 1,000")):
        vectors = pull.vectors * (1, 1, factor, factor)
        controller.frame_ready.emit(make_frame(controller, gradients=vectors))
        assert f"arrows {said}</span> · mean gradient" in panel.strength_label.text()
        assert panel.view.item("gradients").counts[0]
    assert f"color:{theme.palette.generated}" in panel.strength_label.text()
    theme.choose("dark")
    assert f"color:{theme.palette.generated}" in panel.strength_label.text()
    controller.reset()
    assert not panel.strength_label.isVisible()


def test_starting_again_forgets_the_generator_and_keeps_the_target(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    deliver(qtbot, controller, link, make_frame(controller))
    controller.reset()
    assert len(panel.view.item("generated").points) == 0
    assert len(panel.view.item("real").points) > 400


def test_another_target_is_drawn_at_once(panel: DistributionsPanel, controller: Controller) -> None:
    before = panel.view.item("real").points
    controller.edit("target", {"data": {"kind": "toy", "name": "moons"}})
    after = panel.view.item("real").points
    assert after.shape != before.shape or not np.allclose(after, before)


def test_belief_is_blue_where_real_and_orange_where_generated(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    for layer in ("real", "generated", "mapping"):
        panel.chips.buttons[layer].setChecked(False)
    belief = np.zeros((100, 100), dtype=np.float32)
    belief[60:] = 1.0  # rows run upwards
    deliver(qtbot, controller, link, make_frame(controller, heatmap=belief))
    red, _, blue = pixel(panel, 0.0, 0.9)
    assert blue > red + 30
    red, _, blue = pixel(panel, 0.0, -0.9)
    assert red > blue + 30


def test_hover_reads_the_point_the_belief_and_the_density(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    centres = (np.arange(100) + 0.5) / 100 * 2 * EXTENT - EXTENT
    slope = np.tile(0.5 + 0.4 * centres, (100, 1)).astype(np.float32)
    deliver(qtbot, controller, link, make_frame(controller, heatmap=slope))
    wanted = panel.view.item("real").points[0]
    point_at(panel, *wanted)
    assert panel.point_label.isVisible()
    position = panel.view.to_widget(*wanted).toPoint()
    exact = np.array([panel.view.to_view(QPointF(position))])
    belief = 0.5 + 0.4 * exact[0, 0]
    assert float(said(panel, "D(x)")) == pytest.approx(belief, abs=0.012)
    in_data = controller.target.view.inverse(exact)
    known = controller.target.log_density(in_data)
    assert known is not None
    told = [float(v) for v in said(panel, "x").split(", ")]
    np.testing.assert_allclose(told, in_data[0], rtol=0.01, atol=1e-3)
    figure, _, unit = said(panel, "p<sub>data</sub>(x)").partition(" ")
    assert float(figure) == pytest.approx(float(np.exp(known[0])), rel=0.05)
    assert unit == "per unit²"
    panel.view.pointed.emit(None)
    assert not panel.point_label.isVisible()
    assert controller.request.look.pointed is None


def test_hover_asks_the_game_about_the_place_and_shows_what_it_answers(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    controller.frame_ready.emit(make_frame(controller))
    point_at(panel, 0.3, -0.2)
    at_point = controller.request.look.pointed
    assert at_point is not None
    assert {"d_at", "p_g"} <= controller.request.views
    answers = {
        "d_at": Values(own(np.array([0.875])), at_point),
        "p_g": Values(own(np.array([0.0625])), at_point),
    }
    controller.frame_ready.emit(make_frame(controller, pictures=answers))
    assert said(panel, "D(x)") == "0.88"
    assert said(panel, "p<sub>g</sub>(x)") == "0.0625 per unit²"
    unknown = {"p_g": Values(own(np.empty(0)), at_point)}
    controller.frame_ready.emit(make_frame(controller, pictures=unknown))
    assert "p<sub>g</sub>" not in panel.point_label.text(), "noise of another dimension"
    assert "D*(x)" not in panel.point_label.text()
    controller.reset()
    point_at(panel, 0.3, -0.2)
    assert said(panel, "D(x)") == "–"


def test_where_both_densities_are_known_hover_says_what_the_best_d_would_say(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    """D*(x) = p_data / (p_data + p_g), Proposition 1."""
    controller.frame_ready.emit(make_frame(controller))
    point_at(panel, *panel.view.item("real").points[0])
    at_point = controller.request.look.pointed
    assert at_point is not None
    answer = {"p_g": Values(own(np.array([1.5])), at_point)}
    controller.frame_ready.emit(make_frame(controller, pictures=answer))
    p_data = float(said(panel, "p<sub>data</sub>(x)").partition(" ")[0])
    assert p_data > 0.1
    assert float(said(panel, "D*(x)")) == pytest.approx(p_data / (p_data + 1.5), abs=0.01)


def test_what_is_on_the_screen_is_what_the_game_is_asked_for(
    panel: DistributionsPanel, controller: Controller
) -> None:
    """Zoomed, panned, or wider than high: D is computed where one looks."""

    def seen() -> tuple[float, ...]:
        rect = panel.view.seen
        return rect.left(), rect.top(), rect.width(), rect.height()

    for part in (QRectF(0.1, 0.2, 0.05, 0.05), QRectF(2, -3, 1, 1)):
        panel.view.look_at(part)
        look = controller.request.look.part
        assert (look.left, look.bottom, look.width, look.height) == seen()
        assert QRectF(*seen()).contains(part.center())
    panel.view.fit()
    panel.resize(900, 400)
    QApplication.processEvents()
    look = controller.request.look.part
    assert (look.left, look.bottom, look.width, look.height) == seen()
    assert look.width > 1.5 * look.height
    assert look.height == pytest.approx(2 * EXTENT, rel=0.02)


def test_the_old_colours_stay_where_they_were_until_the_new_ones_come(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    for layer in ("real", "generated", "mapping"):
        panel.chips.buttons[layer].setChecked(False)
    ground = pixel(panel, 1.0, 1.0)
    controller.frame_ready.emit(make_frame(controller, heatmap=np.ones((4, 4))))
    assert pixel(panel, 1.0, 1.0) != ground
    panel.view.look_at(QRectF(1.0, 1.0, 1.0, 1.0))
    red, _, blue = pixel(panel, 1.1, 1.1)
    assert blue > red + 30
    assert pixel(panel, 1.6, 1.6) == ground, "not computed yet"
    part = controller.request.look.part
    new = Field(own(np.ones((4, 4))), part)
    controller.frame_ready.emit(make_frame(controller, pictures={"heatmap": new}))
    red, _, blue = pixel(panel, 1.6, 1.6)
    assert blue > red + 30


@pytest.mark.parametrize(
    ("density", "scales", "text"),
    [
        (0.0, (1.0, 1.0), "0"),
        (5.7e-247, (1.0, 1.0), "< 1e−6"),
        (9e-7, (1.0,), "< 1e−6"),
        (2.5e-5, (1.0, 1.0), "2.5e−5"),
        (0.12345, (0.5, 0.5), "0.123"),
        (3e-9, (1e4,), "3e−9".replace("3", "3.0")),
        (1e-13, (1e4,), "< 1e−10"),
        (4321.0, (1e-3,), "4,321"),
        (math.nan, (1.0,), "–"),
        (math.inf, (1.0,), "∞"),
    ],
)
def test_a_density_says_no_more_than_can_be_told(
    density: float, scales: tuple[float, ...], text: str
) -> None:
    assert density_figure(density, scales) == text


def test_figures_read_like_figures() -> None:
    told = [point_figure(v) for v in (0.12345, -4780.3, 1.5e-8, 0.0, float("nan"), float("-inf"))]
    assert told == ["0.123", "−4780", "1.5e−08", "0", "–", "−∞"]
    assert place(-0.001) == "0.00"


def test_the_mouse_over_the_view_is_a_hover(qtbot: QtBot, panel: DistributionsPanel) -> None:
    with qtbot.waitSignal(panel.view.pointed) as heard:
        qtbot.mouseMove(panel.view.viewport(), panel.view.to_widget(0.5, -0.25).toPoint())
    np.testing.assert_allclose(heard.args[0], (0.5, -0.25), atol=0.02)


def test_belief_is_unknown_while_it_is_not_computed(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    panel.view.show_frame(make_frame(controller))
    panel.chips.buttons["heatmap"].setChecked(False)
    point_at(panel, 0.0, 0.0)
    assert said(panel, "D(x)") == "–"


def test_the_wheel_zooms_and_a_double_click_fits(qtbot: QtBot, panel: DistributionsPanel) -> None:
    viewport = panel.view.viewport()
    middle = viewport.rect().center()
    event = QWheelEvent(
        QPointF(middle),
        QPointF(viewport.mapToGlobal(middle)),
        QPoint(0, 0),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)
    assert panel.view.seen.width() < 2 * EXTENT * 0.9
    assert panel.fit_button.isVisible()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=middle)
    rect = panel.view.seen
    assert min(rect.width(), rect.height()) == pytest.approx(2 * EXTENT, rel=1e-3)
    assert not panel.fit_button.isVisible()


def test_the_view_fills_its_panel_and_shows_the_whole_square(
    qtbot: QtBot, panel: DistributionsPanel
) -> None:
    for width, height in ((900, 400), (320, 700), (460, 420)):
        panel.resize(width, height)
        QApplication.processEvents()
        rect = panel.view.seen
        assert panel.view.width() == panel.contentsRect().width() - 24
        shape = panel.view.width() / panel.view.height()
        assert rect.width() / rect.height() == pytest.approx(shape, rel=0.01)
        assert min(rect.width(), rect.height()) == pytest.approx(2 * EXTENT, rel=0.01)
        assert not panel.fit_button.isVisible()


def test_the_morph_starts_at_the_noise_and_ends_at_the_image(
    qtbot: QtBot,
    panel: DistributionsPanel,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    for layer in COMPUTED:
        panel.chips.buttons[layer].setChecked(False)
    qtbot.mouseClick(panel.morph.button, Qt.MouseButton.LeftButton)
    assert panel.morph.running
    assert {"mapping", "generated"} <= controller.request.views
    frame = make_frame(controller)
    deliver(qtbot, controller, link, frame)
    panel.view.set_phase(0.0)
    np.testing.assert_allclose(panel.view.item("generated").points, at(frame, "noise"), rtol=1e-6)
    qtbot.waitUntil(lambda: not panel.morph.running, timeout=5000)
    assert panel.view.phase == 1.0
    assert not {"mapping", "generated"} & controller.request.views
    press(qtbot, panel, "generated")
    np.testing.assert_allclose(panel.view.item("generated").points, at(frame), rtol=1e-6)


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_chips_on_and_off_differ_clearly_and_what_acts_is_no_chip(
    panel: DistributionsPanel, theme: Theme, choice: Choice
) -> None:
    theme.choose(choice)
    QApplication.processEvents()
    chip = panel.chips.buttons["mapping"]
    grounds, edges = [], []
    for on in (False, True):
        chip.setChecked(on)
        image = chip.grab().toImage()
        grounds.append(_luminance(image.pixelColor(image.width() - 8, image.height() // 2)))
        edges.append(_luminance(image.pixelColor(image.width() // 2, 0)))
    assert _contrast(*grounds) > 1.25
    assert _contrast(*edges) > 2
    panel.fit_button.show()
    for button in (panel.morph.button, panel.fit_button):
        assert not button.isCheckable()
        image = button.grab().toImage()
        corner, middle = image.pixelColor(2, 2), image.pixelColor(2, image.height() // 2)
        assert corner == middle, "a box, where a pill is round"
    pill = chip.grab().toImage()
    assert pill.pixelColor(2, 2) != pill.pixelColor(2, pill.height() // 2)


def _luminance(color: QColor) -> float:
    """Relative luminance (WCAG 2)."""
    channels = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    """Contrast ratio of two luminances (WCAG 2)."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_the_morph_ends_when_pressed_again_or_hidden(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    controller.frame_ready.emit(make_frame(controller))
    panel.morph.start()
    assert panel.morph.running
    qtbot.mouseClick(panel.morph.button, Qt.MouseButton.LeftButton)
    assert not panel.morph.running
    panel.morph.start()
    panel.hide()
    assert not panel.morph.running
    assert panel.view.phase == 1.0


def test_the_theme_recolours_every_layer(
    panel: DistributionsPanel, controller: Controller, theme: Theme, make_frame: MakeFrame
) -> None:
    show_all(panel)
    controller.frame_ready.emit(make_frame(controller))
    light = panel.view.grab().toImage()
    theme.choose("dark")
    dark = panel.view.grab().toImage()
    assert sum(light.pixelColor(x, 20).lightness() for x in range(20, 400, 20)) > 1.5 * sum(
        dark.pixelColor(x, 20).lightness() for x in range(20, 400, 20)
    )
    assert "readout" in str(panel.point_label.property("class"))


def test_broken_numbers_are_left_out(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    show_all(panel)
    frame = make_frame(controller)

    def spoiled(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        array = array.copy()
        array.reshape(-1)[::3] = np.nan
        array.reshape(-1)[::7] = np.inf
        array.reshape(-1)[::11] = -3e38
        return array

    void = lambda array: np.full_like(array, np.nan)  # noqa: E731
    views = {name: frame.pictures[name] for name in COMPUTED}
    spoilt = {name: broken(view, spoiled) for name, view in views.items()}
    controller.frame_ready.emit(make_frame(controller, **spoilt))
    point_at(panel, 0.1, 0.1)
    assert not panel.view.grab().isNull()
    assert np.isfinite(panel.view.item("generated").points).all()
    everything = {name: broken(view, void) for name, view in views.items()}
    controller.frame_ready.emit(make_frame(controller, **everything))
    point_at(panel, 0.1, 0.1)
    assert not panel.view.grab().isNull()
    assert said(panel, "D(x)") == "–"
    assert len(panel.view.item("generated").points) == 0


def test_a_curve_of_one_dimensional_noise(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    for layer in ("real", "generated", "heatmap"):
        panel.chips.buttons[layer].setChecked(False)
    blank = panel.view.grab().toImage()
    x = np.linspace(-1, 1, 21)
    curve = np.stack([x, 0.5 * np.sin(3 * x)], axis=-1)[None].astype(np.float32)
    flat = np.stack([x, 0 * x], axis=-1)[None].astype(np.float32)
    mass = np.full((1, 20), 0.05, dtype=np.float32)
    for corners in (curve, np.repeat(curve, 2, axis=0)):
        frame = make_frame(controller, mapping=mesh(corners, flat, mass))
        controller.frame_ready.emit(frame)
        assert panel.view.grab().toImage() != blank


def test_a_one_dimensional_game_has_its_own_layout(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    values = {"data": {"kind": "toy", "name": "gaussian-1d"}, "game.ema": 0.999}
    controller.edit("target", values)
    show_all(panel)
    frame = make_frame(controller)
    controller.frame_ready.emit(frame)
    np.testing.assert_allclose(
        panel.view.item("generated").points[:, 0], at(frame)[:, 0], rtol=1e-6
    )
    assert (
        panel.view.item("real").points[:, 1].min() > panel.view.item("generated").points[:, 1].max()
    )
    assert (
        panel.view.item("generated").points[:, 1].min()
        > panel.view.item("average").points[:, 1].max()
    )
    assert panel.view.item("average").points[:, 1].min() > IMAGE_Y, (
        "no sample lies over the mapping"
    )
    assert min(panel.view.item("density").counts) > 100, "two curves"
    point_at(panel, 0.2, 0.9)
    assert "," not in said(panel, "x")
    assert said(panel, "D(x)") != "–"


def test_frames_are_rendered_without_touching_the_screen(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    controller.frame_ready.emit(make_frame(controller))
    before = panel.view.grab().toImage()
    moved = make_frame(controller)
    first = panel.render_frame(make_frame(controller), QSize(300, 300), controller.target)
    second = panel.render_frame(
        make_frame(controller, generated=at(moved)[::-1] * 0.5), QSize(300, 300), controller.target
    )
    assert first.size() == QSize(300, 300)
    assert first != second
    assert panel.view.grab().toImage() == before


def test_the_picture_is_what_is_on_screen_at_any_size(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    show_all(panel)
    controller.frame_ready.emit(make_frame(controller))
    size = panel.view.viewport().size() * 2
    shown = panel.picture
    large = QImage.fromData(painted.png(shown.paint_into, shown.shape, size))
    assert large.size() == size
    screen = panel.view.grab().toImage().scaled(60, 60)
    small = large.scaled(60, 60)
    off = [
        abs(screen.pixelColor(x, y).lightness() - small.pixelColor(x, y).lightness())
        for x in range(5, 55, 5)
        for y in range(5, 55, 5)
    ]
    assert np.median(off) < 12
    drawing = painted.svg(shown.paint_into, shown.shape)
    assert drawing.startswith(b"<?xml")
    assert panel.strength_label.isVisible()
    assert b"arrows \xc3\x97" in drawing, "without their scale they say nothing"
    assert drawing.count(b"<path") > 500


def test_new_samples_leave_the_layers_below_them_as_they_are(
    panel: DistributionsPanel,
    controller: Controller,
    make_frame: MakeFrame,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    show_all(panel)
    view = panel.view
    controller.frame_ready.emit(make_frame(controller))
    view.grab()
    drawn: list[str] = []
    for name in ("heatmap", "mapping", "density", "gradients"):
        monkeypatch.setattr(view.item(name), "draw", lambda _, name=name: drawn.append(name))
    before = view.grab().toImage()
    assert drawn == []
    moved = np.linspace(-1, 1, 100, dtype=np.float32).reshape(50, 2)
    view.show_frame(make_frame(controller, pictures={"generated": Points(moved)}))
    after = view.grab().toImage()
    assert drawn == []
    assert after != before
    place = view.to_widget(*moved[20].tolist()).toPoint()
    assert after.pixelColor(place).hue() == pytest.approx(25, abs=8)  # generated's orange


def test_a_layer_that_is_switched_off_is_gone_from_the_picture(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    show_all(panel)
    controller.frame_ready.emit(make_frame(controller))
    pictures = [panel.view.grab().toImage()]
    for name in ("heatmap", "mapping", "density", "real", "generated", "gradients"):
        panel.chips.buttons[name].setChecked(False)
        pictures.append(panel.view.grab().toImage())
    assert all(a != b for a, b in itertools.pairwise(pictures))


def test_samples_alone_leave_what_lies_around_them_as_it_was(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    """Each of them is a frame of its own while training runs."""
    view, frame = panel.view, make_frame(controller)
    view.set_layers(frozenset({"real", "generated", "average", "mapping", "gradients"}))
    view.show_frame(frame)
    view.grab()
    behind, before = view._stack._below, view._stack._above
    samples = np.zeros((5, 2), dtype=np.float32)
    view.show_frame(make_frame(controller, pictures={"generated": Points(samples)}))
    assert len(view.item("generated").points) == 5
    assert not behind.stale
    assert not before.stale
    view.show_frame(frame)
    assert behind.stale
    assert before.stale


# --- classes ----------------------------------------------------------------------------------


def test_classes_are_told_apart_where_a_target_has_any(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller, theme: Theme
) -> None:
    controller.edit("target", {"data": {"kind": "toy", "name": "moons"}})
    chip, real = panel.class_chip, panel.view.item("real")
    assert chip.isVisible()
    assert all(name in chip.toolTip() for name in controller.target.class_names)
    before = panel.view.grab().toImage()
    places = real.points
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert set(real.looks.tolist()) == {0, 1}
    np.testing.assert_array_equal(real.points, places)
    apart = panel.view.grab().toImage()
    assert apart != before
    labels = controller.target.sample(len(places), np.random.default_rng(0)).labels
    assert labels is not None
    np.testing.assert_array_equal(real.looks, labels)
    theme.choose("dark")
    assert class_color(theme.palette, 1).name() in chip.toolTip()
    theme.choose("light")
    assert panel.view.grab().toImage() == apart
    drawing = painted.svg(panel.picture.paint_into, panel.picture.shape).decode()
    assert all(name in drawing for name in controller.target.class_names)
    # Where there are none there is nothing to switch; it stays as it was chosen.
    controller.edit("target", {"data": {"kind": "toy", "name": "ring"}})
    assert not chip.isVisible()
    assert panel.view.item("real").looks is None
    controller.edit("target", {"data": {"kind": "toy", "name": "grid-25"}})
    assert chip.isVisible()
    assert len(set(panel.view.item("real").looks.tolist())) == 25
    assert "more" in chip.toolTip()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert panel.view.item("real").looks is None


def test_a_frame_of_an_animation_shows_the_classes_too(
    panel: DistributionsPanel, controller: Controller, make_frame: MakeFrame
) -> None:
    controller.edit("target", {"data": {"kind": "toy", "name": "moons"}})
    size = QSize(300, 300)
    plain = panel.render_frame(make_frame(controller), size, controller.target)
    panel.class_chip.click()
    assert panel.render_frame(make_frame(controller), size, controller.target) != plain


def test_a_class_is_looked_at_where_the_players_are_told_it(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller, link: RecordingLink,
    make_frame: MakeFrame,
) -> None:  # fmt: skip
    chip, picker, view = panel.class_chip, panel.class_picker, panel.view
    controller.edit("target", {"data": {"kind": "toy", "name": "moons"}})
    assert not picker.isVisible()
    assert not chip.isChecked()
    controller.edit("told", {"game.conditional": True})
    assert picker.isVisible()
    assert chip.isChecked(), "classes are told apart at once"
    points = Points(np.zeros((4, 2), np.float32), np.array([0, 1, 1, 0], np.uint8))
    deliver(qtbot, controller, link, make_frame(controller, pictures={"generated": points}))
    np.testing.assert_array_equal(view.item("generated").looks, [0, 1, 1, 0])
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert picker.currentText() == controller.target.class_names[1]
    assert controller.request.look.label == view.label == 1
    assert set(view.item("real").looks.tolist()) == {1}
    assert len(view.item("real").points) > 400
    controller.edit("told", {"game.conditional": False})
    assert not picker.isVisible()
    assert controller.request.look.label is None
    assert set(view.item("real").looks.tolist()) == {0, 1}


# --- samples out of sight -------------------------------------------------------------------------


def test_a_fitted_view_shows_every_sample(
    qtbot: QtBot, panel: DistributionsPanel, controller: Controller, link: RecordingLink,
    make_frame: MakeFrame,
) -> None:  # fmt: skip
    points = np.zeros((4, 2))
    points[1], points[2] = (30.0, 0.0), (-2.0, -0.5)
    deliver(qtbot, controller, link, make_frame(controller, generated=points))
    view = panel.view
    assert view.outside == 0.5
    view.fit_samples()
    assert view.outside == 0.0
    assert len(view.item("generated").points) == 4
    for x, y in ((30.0, 0.0), (-2.0, -0.5), (1.25, 1.25), (-1.25, -1.25)):
        assert view.seen.contains(x, y)
    assert panel.fit_button.isVisibleTo(panel)
    panel.fit_button.click()
    assert min(view.seen.width(), view.seen.height()) == pytest.approx(2.5)
    assert view.outside == 0.5


def test_looking_closely_puts_no_sample_out_of_sight(panel: DistributionsPanel) -> None:
    view = panel.view
    assert math.isnan(view.outside)
    view._shown.pictures["generated"] = Points(own(np.array([[1.0, 1.0], [-1.0, 0.0]])))
    view.look_at(QRectF(0, 0, 0.1, 0.1))
    assert view.outside == 0.0
    view._shown.pictures["generated"] = Points(own(np.array([[np.nan, np.nan], [np.nan, 0.0]])))
    assert math.isnan(view.outside), "of a broken generator nothing lies anywhere"
    view._shown.pictures["generated"] = Points(own(np.array([[1.0, 1.0], [-1.0, 0.0]])))
    view.fit_samples()
    assert min(view.seen.width(), view.seen.height()) == pytest.approx(2.5)
