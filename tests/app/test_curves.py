"""The curves show what was measured, at the right height, and hovering reads it."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ganlab.app.controller import Controller
from ganlab.app.panels.curve_ground import Ground
from ganlab.app.panels.curve_pages import cards
from ganlab.app.panels.curves import CurvesPanel
from ganlab.app.theme import Theme
from ganlab.data.target import Array
from ganlab.gan.objectives import OBJECTIVES
from ganlab.lab.frame import EVALUATION, SCALARS
from tests.app.conftest import MakeFrame, RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, controller: Controller, theme: Theme) -> CurvesPanel:
    panel = CurvesPanel(controller, theme)
    qtbot.addWidget(panel)
    panel.resize(480, 640)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def run_of(steps: int) -> Array:
    """(steps, len(SCALARS)) of a made-up run; D(x) falls linearly from 1 to 1/2."""
    rows = np.zeros((steps, len(SCALARS)))
    rows[:, 0] = np.arange(1, steps + 1)
    rows[:, 1] = -1.5 + 0.3 * np.sin(rows[:, 0])
    rows[:, 2:4] = 1.25, 0.75
    rows[:, 4] = np.linspace(1, 0.5, steps)
    rows[:, 5] = 1 - rows[:, 4]
    return rows


def evaluation(step: float, **figures: float) -> dict[str, float]:
    return dict.fromkeys(EVALUATION, math.nan) | {"step": step} | figures


def test_values_are_the_newest_of_the_history(
    qtbot: QtBot,
    panel: CurvesPanel,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    rows = run_of(20)
    figures = evaluation(20, js_bits=0.1234, kl_bits=0.5, js_floor_bits=0.01)
    link.frames.append(make_frame(controller, scalars=rows, evaluations=(figures,)))
    value, losses, belief, divergence = panel.cards
    qtbot.waitUntil(lambda: "JS 0.123" in divergence.readout.text)
    assert value.readout.text == f"{rows[:, 1].mean():.3f}".replace("-", "−")
    assert losses.readout.text == "D 1.250  G 0.750"
    means = rows[:, 4:6].mean(axis=0)
    assert belief.readout.text == "D(x) {:.2f}  D(G(z)) {:.2f}".format(*means)
    assert divergence.readout.text == "JS 0.123  KL 0.500"


def test_reference_lines_stand_at_their_heights(panel: CurvesPanel, controller: Controller) -> None:
    controller.history.append(run_of(30))
    controller.history.append_evaluation(evaluation(30, js_bits=0.4, js_floor_bits=0.02))
    panel.refresh()
    value, losses, belief, divergence = (card.plot for card in panel.cards)
    assert value.references == (("−log 4", -math.log(4)),)
    assert losses.references == ()
    assert belief.references == (("1/2", 0.5),)
    assert divergence.references == (("JS floor", 0.02),)
    low, high = value.y_range
    top, bottom = value.position(0, high).y(), value.position(0, low).y()
    share = (value.position(0, -math.log(4)).y() - top) / (bottom - top)
    assert share == pytest.approx((high + math.log(4)) / (high - low))
    assert 0 < share < 1


def test_empty_plots_show_their_reference_and_say_what_to_do(panel: CurvesPanel) -> None:
    assert panel.cards[0].plot.references == (("−log 4", -math.log(4)),)
    assert panel.cards[0].plot.hint == "press Play"
    assert panel.cards[0].readout.text == ""


def test_hover_reads_every_plot_at_that_step(
    qtbot: QtBot, panel: CurvesPanel, controller: Controller
) -> None:
    rows = run_of(100)
    controller.history.append(rows)
    panel.refresh()
    plot = panel.cards[0].plot
    place = plot.position(40, -1.5).toPoint()
    qtbot.mouseMove(plot, QPoint(place.x() + 5, place.y()))
    qtbot.mouseMove(plot, place)
    step = panel.cursor_step
    assert step is not None
    assert abs(step - 40) <= 1
    belief = panel.cards[2].readout.text
    d_real, d_fake = rows[step - 1, 4:6]
    assert belief == f"step {step}  D(x) {d_real:.2f}  D(G(z)) {d_fake:.2f}"
    plot.hovered.emit(None)
    assert panel.cursor_step is None
    assert "step" not in panel.cards[2].readout.text


def test_arrow_keys_move_the_crosshair(
    qtbot: QtBot, panel: CurvesPanel, controller: Controller
) -> None:
    controller.history.append(run_of(200))
    panel.refresh()
    plot = panel.cards[1].plot
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert panel.cursor_step == 198
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert panel.cursor_step == 200
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert panel.cursor_step is None


def test_a_long_run_is_drawn_with_few_points_over_its_whole_length(
    panel: CurvesPanel, controller: Controller
) -> None:
    for rows in np.array_split(run_of(100_000), 50):
        controller.history.append(rows)
    panel.refresh()
    for card in panel.cards[:3]:
        assert 0 < card.plot.points <= len(card.page.series) * card.plot.width()
        assert 100_000 <= card.plot.x_end <= 110_000


def test_numbers_that_are_none_do_no_harm(panel: CurvesPanel, controller: Controller) -> None:
    rows = run_of(50)
    rows[20:, 1:] = math.nan
    rows[30, 1] = math.inf
    controller.history.append(rows)
    controller.history.append_evaluation(evaluation(50))
    panel.refresh()
    panel.grab()
    assert panel.cards[0].readout.text == ""
    assert math.isfinite(sum(panel.cards[0].plot.y_range))
    assert panel.cards[3].plot.hint == "has no meaning for this target"


def test_title_menu_shows_other_measures(
    qtbot: QtBot, panel: CurvesPanel, controller: Controller
) -> None:
    rows = run_of(10)
    rows[:, 6:8] = 0.25, 0.125
    controller.history.append(rows)
    card = panel.cards[1]
    (menu,) = card.title.findChildren(QMenu)
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: card.readout.text == "D 0.250  G 0.125")
    assert card.title.text().startswith("GRADIENT NORMS")


def test_every_plot_has_a_name_an_explanation_and_known_columns() -> None:
    for page in (page for pages in cards(OBJECTIVES["non-saturating"]) for page in pages):
        assert page.title
        assert page.about
        known = EVALUATION if page.evaluated else SCALARS
        assert {series.name for series in page.series} <= set(known)
        assert {r.value for r in page.references if isinstance(r.value, str)} <= set(EVALUATION)


def test_another_run_starts_with_empty_plots(
    qtbot: QtBot, panel: CurvesPanel, controller: Controller
) -> None:
    controller.history.append(run_of(10))
    panel.refresh()
    controller.reset()
    qtbot.waitUntil(lambda: all(card.readout.text == "" for card in panel.cards))
    assert panel.cards[0].plot.points == 0


def test_theme_changes_the_ground(panel: CurvesPanel, theme: Theme, controller: Controller) -> None:
    controller.history.append(run_of(10))
    panel.refresh()

    def ground() -> str:
        return panel.cards[0].plot.grab().toImage().pixelColor(2, 2).name()

    assert ground() == theme.palette.panel
    theme.choose("dark")
    assert ground() == theme.palette.panel
    assert {f.name for f in fields(theme.palette)} >= {
        s.color for pages in cards(OBJECTIVES["non-saturating"]) for p in pages for s in p.series
    }


def test_new_values_do_not_paint_the_grid_anew(
    panel: CurvesPanel, controller: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[Ground] = []
    paint = Ground.paint

    def watched(ground: Ground, theme: Theme, ratio: float) -> QPixmap:
        painted.append(ground)
        return paint(ground, theme, ratio)

    monkeypatch.setattr(Ground, "paint", watched)
    rows = run_of(99)
    controller.history.append(rows[:96])
    panel.refresh()
    panel.grab()
    assert painted
    painted.clear()
    controller.history.append(rows[96:])  # the axis ends at 100, as before
    panel.refresh()
    panel.grab()
    assert painted == []


def test_a_curve_is_drawn_where_its_values_are_and_not_across_a_gap(
    panel: CurvesPanel, controller: Controller, theme: Theme
) -> None:
    rows = run_of(100)
    rows[:, 4] = 0.75
    rows[30:70, 4] = math.nan
    controller.history.append(rows)
    panel.refresh()
    plot = panel.cards[2].plot
    picture = plot.grab().toImage()

    def ink(step: float) -> float:
        place = plot.position(step, 0.75).toPoint()
        columns = (picture.pixelColor(place.x(), place.y() + d) for d in (-1, 0, 1))
        ground = theme.color("panel")
        return max(abs(c.red() - ground.red()) + abs(c.blue() - ground.blue()) for c in columns)

    assert ink(15) > 40 < ink(85)
    assert ink(50) == 0


def test_every_objective_has_its_own_value_and_its_own_d(
    qtbot: QtBot, panel: CurvesPanel, controller: Controller
) -> None:
    rows = run_of(50)
    rows[:, 1] = -0.3
    rows[:, 4], rows[:, 5] = 1.25, -0.5
    value, belief = panel.cards[0], panel.cards[2]
    assert value.plot.references == (("−log 4", -math.log(4)),)
    controller.edit("loss", {"objective": "least-squares"})
    controller.history.append(rows)
    panel.refresh()
    assert value.plot.references == (("−1/4", -0.25),)
    assert "a(G(z))²" in value.title.toolTip()
    assert "nats" not in value.title.toolTip()
    assert belief.readout.text == "a(x) 1.25  a(G(z)) −0.50"
    low, high = belief.plot.y_range
    assert low < -0.5 < 1.25 < high
    controller.edit("loss", {"objective": "minimax"})
    assert "log D(x)" in value.title.toolTip()
    assert belief.plot.y_range == (0.0, 1.0)
