"""The curves show what was measured, at the right height, and hovering reads it."""

from __future__ import annotations

import math
from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QMenu, QScrollArea
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.curves import plot as curve_plot
from ganlab.app.panels.curves.column import CurvesPanel
from ganlab.app.panels.curves.ground import Ground
from ganlab.app.panels.curves.values import CurveValues
from ganlab.app.panels.status.status_bar import StatusBar
from ganlab.data.target import Array
from ganlab.experiment import Experiment, ImageData
from ganlab.games import evaluation
from ganlab.games.columns import WINDOW
from ganlab.games.shown.cards import Card
from ganlab.games.two_player import cards as two_player
from ganlab.gan.columns import SCALARS
from ganlab.lab.frame import State, StateChanged
from ganlab.metrics.evaluation import EVALUATION
from tests.app.conftest import MakeFrame, RecordingLink


@pytest.fixture
def panel(qtbot: QtBot, controller: Controller, theme: Theme) -> CurvesPanel:
    panel = CurvesPanel(controller, theme)
    qtbot.addWidget(panel)
    panel.resize(480, 640)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def all_cards() -> tuple[Card, ...]:
    return (*two_player.cards(Experiment()), *evaluation.cards(Experiment()))


def run_of(steps: int) -> Array:
    """(steps, len(SCALARS)) of a made-up run; D(x) falls linearly from 1 to 1/2."""
    rows = np.zeros((steps, len(SCALARS)))
    rows[:, 0] = np.arange(1, steps + 1)
    rows[:, 1] = -1.5 + 0.3 * np.sin(rows[:, 0])
    rows[:, 2:4] = 1.25, 0.75
    rows[:, 4] = np.linspace(1, 0.5, steps)
    rows[:, 5] = 1 - rows[:, 4]
    return rows


def figures_at(step: float, **figures: float) -> dict[str, float]:
    return dict.fromkeys(EVALUATION, math.nan) | {"step": step} | figures


def test_values_are_the_newest_of_the_history(
    qtbot: QtBot,
    panel: CurvesPanel,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    rows = run_of(900)
    figures = figures_at(900, js_bits=0.1234, kl_bits=0.5, js_floor_bits=0.01)
    link.frames.append(make_frame(controller, step=900, scalars=rows, evaluations=(figures,)))
    value, losses, belief, divergence = panel.cards
    qtbot.waitUntil(lambda: "JS 0.123" in divergence.readout.text)
    newest = rows[-WINDOW:]
    assert value.readout.text == f"{newest[:, 1].mean():.3f}".replace("-", "−")
    assert losses.readout.text == "D 1.250  G 0.750"
    means = newest[:, 4:6].mean(axis=0)
    assert belief.readout.text == "D(x) {:.2f}  D(G(z)) {:.2f}".format(*means)
    assert divergence.readout.text == "JS 0.123  KL 0.500"


@pytest.mark.parametrize("measured", [True, False])
def test_a_mark_stands_at_the_value_that_is_read_out(
    panel: CurvesPanel, controller: Controller, monkeypatch: pytest.MonkeyPatch, measured: bool
) -> None:
    """Not at the end of the line, which is an extreme of many steps, or one of a mean's."""
    marks: list[QPointF] = []
    monkeypatch.setattr(curve_plot, "draw_marker", lambda _, centre, *rest: marks.append(centre))
    controller.history.append(run_of(20_000), measured)
    panel.refresh()
    plot = panel.cards[0].plot
    plot.grab()
    assert marks[-1] == plot.position(20_000, controller.history.now("value"))


def test_reference_lines_stand_at_their_heights(panel: CurvesPanel, controller: Controller) -> None:
    controller.history.append(run_of(30))
    controller.history.append_evaluation(figures_at(30, js_bits=0.4, js_floor_bits=0.02))
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


def test_a_figure_of_an_earlier_step_is_grey_and_says_of_which(
    panel: CurvesPanel, controller: Controller, theme: Theme
) -> None:
    controller.history.append(run_of(3000))
    controller.history.append_evaluation(figures_at(2000, js_bits=0.031, kl_bits=0.2))
    panel.refresh()
    readout = panel.cards[3].readout
    assert readout.text == "step 2,000  JS 0.031  KL 0.200"
    assert readout.older
    assert inks(readout) == {theme.color("muted").name()}
    controller.history.append_evaluation(figures_at(3000, js_bits=0.021, kl_bits=0.1))
    panel.refresh()
    assert readout.text == "JS 0.021  KL 0.100"
    assert not readout.older
    assert inks(readout) == {theme.color("text").name()}


def inks(readout: CurveValues) -> set[str]:
    """In which colours the last of its figures is written."""
    image = readout.grab().toImage()
    right = range(image.width() - 24, image.width())
    wanted = {readout._theme.color(name).name() for name in ("muted", "good", "text")}
    return wanted & {image.pixelColor(x, y).name() for x in right for y in range(image.height())}


@pytest.mark.parametrize("width", [340, 358, 403, 470])
def test_all_figures_and_their_step_are_read_in_whatever_room_there_is(
    qtbot: QtBot, panel: CurvesPanel, controller: Controller, width: int
) -> None:
    """The column's width at 1024, 1280, 1440 and 1920 pixels."""
    panel.resize(width, 800)
    controller.history.append(run_of(99_000))
    controller.history.append_evaluation(figures_at(50, js_bits=1.0, kl_bits=12.127))
    panel.refresh()
    card = panel.cards[3]
    qtbot.waitUntil(lambda: card.width() == width)
    heights = {card.readout.height()}
    for step in (500, 8_000, 98_000):
        for js, kl in ((0.841, 4.127), (0.02, 0.011), (0.999, 12.345)):
            controller.history.append_evaluation(figures_at(step, js_bits=js, kl_bits=kl))
            panel.refresh()
            readout = card.readout
            assert readout.older
            said = [text for text, _ in readout.places]
            assert f"step {step:,}" in said
            assert len(said) == 3
            inside = readout.rect().toRectF()
            rooms = [where for _, where in readout.places]
            assert all(inside.contains(room) for room in rooms)
            assert not any(one.intersects(other) for one, other in combinations(rooms, 2))
            heights.add(readout.height())
    assert len(heights) == 1, "nothing jumps"


def test_a_paused_game_under_another_loss_has_a_value_and_no_curve_yet(
    panel: CurvesPanel, controller: Controller
) -> None:
    history = controller.history
    history.append(run_of(9_000), measured=True)
    history.play("non-saturating", 0)
    again = run_of(9_000)[-1:]
    again[:, 1] = -0.25
    history.append(again, measured=True)
    history.play("least-squares", 9_000)
    panel.refresh()
    card = panel.cards[0]
    assert card.readout.text == "−0.250"
    assert card.plot.hint == "another loss was played so far"


def test_the_crosshair_reads_the_evaluation_before_it_and_says_its_step(
    panel: CurvesPanel, controller: Controller
) -> None:
    controller.history.append(run_of(100))
    for step, js in ((10, 0.9), (50, 0.4)):
        controller.history.append_evaluation(figures_at(step, js_bits=js, kl_bits=0.5))
    panel.refresh()
    card = panel.cards[3]
    for step, text in (
        (5, "step 5  JS –  KL –"),
        (10, "step 10  JS 0.900  KL 0.500"),
        (49, "step 10  JS 0.900  KL 0.500"),
        (80, "step 50  JS 0.400  KL 0.500"),
    ):
        panel.cards[0].plot.hovered.emit(float(step))
        assert card.readout.text == text
        assert card.readout.older == (step not in (5, 10))
        assert panel.cards[0].readout.text.startswith(f"step {step}")


def ink_at(panel: CurvesPanel, place: QPointF, color: str) -> bool:
    """Whether the last plot is painted in about that colour at a place, give or take a pixel."""
    image, wanted = panel.cards[3].plot.grab().toImage(), QColor(color)
    x, y = round(place.x()), round(place.y())
    near = [image.pixelColor(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    seen = np.array([[p.red(), p.green(), p.blue()] for p in near])
    away = seen - np.array([wanted.red(), wanted.green(), wanted.blue()])
    return bool((np.abs(away).max(axis=1) < 90).any())


def test_a_curve_ends_in_what_its_head_says_while_training_goes_on(
    qtbot: QtBot,
    panel: CurvesPanel,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
    theme: Theme,
) -> None:
    """Cards are drawn one after another, but new figures stand in both at once."""
    controller.on_reply(StateChanged(State.RUNNING, controller.generation, 0, "CPU"))
    card = panel.cards[3]
    for step, js in ((1000, 0.2), (2000, 0.8)):
        figures = figures_at(step, js_bits=js, kl_bits=0.1)
        rows = run_of(step)[step - 1000 :]
        frame = make_frame(controller, step=step, scalars=rows, evaluations=(figures,))
        link.frames.append(frame)
        with qtbot.waitSignal(controller.frame_ready):
            pass
        assert card.readout.text.startswith(f"JS {js:.3f}")
        assert ink_at(panel, card.plot.position(step, js), theme.color("good").name())


def test_evaluations_are_dots_on_the_curve_and_what_is_beyond_is_an_arrow_at_the_edge(
    panel: CurvesPanel, controller: Controller, theme: Theme
) -> None:
    controller.history.append(run_of(1000))
    for step, js, kl in ((100, 1.0, 12.0), (500, 0.6, math.inf), (1000, 0.2, 3.2)):
        controller.history.append_evaluation(figures_at(step, js_bits=js, kl_bits=kl))
    panel.refresh()
    card = panel.cards[3]
    assert card.readout.text == "JS 0.200  KL 3.200 ↑"
    plot, top = card.plot, card.plot._ground.area.top()
    assert ink_at(panel, plot.position(500, 0.6), theme.color("good").name())
    for step in (100, 500, 1000):
        edge = QPointF(plot.position(step, 0).x(), top + 4)
        assert ink_at(panel, edge, theme.color("text").name()), "an arrow, not a missing line"
    panel.cards[0].plot.hovered.emit(500.0)
    assert card.readout.text == "step 500  JS 0.600  KL ∞ ↑"


def test_the_mark_of_a_young_curve_stands_on_its_line(
    panel: CurvesPanel, controller: Controller
) -> None:
    """What is read out is a mean of the newest steps, the line not yet."""
    rows = run_of(40)
    rows[:, 1] = np.linspace(-1.9, -1.1, 40)
    controller.history.append(rows)
    panel.refresh()
    card = panel.cards[0]
    assert card.readout.text == "−1.131"
    end, mean = (card.plot.position(40, value) for value in (-1.1, -1.131))
    image, wanted = card.plot.grab().toImage(), QColor(panel._theme.color("text"))

    def ink(place: QPointF) -> bool:
        return image.pixelColor(place.toPoint()).name() == wanted.name()

    assert ink(end)
    assert not ink(mean)


def test_counts_go_in_steps(panel: CurvesPanel, controller: Controller, theme: Theme) -> None:
    controller.history.append(run_of(1000))
    for step, modes in ((100, 2.0), (900, 8.0)):
        controller.history.append_evaluation(figures_at(step, modes=modes, modes_total=8.0))
    card = panel.cards[3]
    (page,) = [page for page in card.pages if page.counts]
    card.show_page(page)
    panel.refresh()
    assert page.title == "Modes covered"
    ink = theme.color("generated").name()
    assert ink_at(panel, card.plot.position(500, 2.0), ink), "two until the next is found"
    assert not ink_at(panel, card.plot.position(500, 5.0), ink), "never five"
    assert ink_at(panel, card.plot.position(900, 5.0), ink)


def test_what_stands_now_is_one_mean_in_card_and_status_line(
    qtbot: QtBot,
    panel: CurvesPanel,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
    theme: Theme,
) -> None:
    bar = StatusBar(controller, theme)
    qtbot.addWidget(bar)
    controller.on_reply(StateChanged(State.RUNNING, controller.generation, 0, "CPU"))
    noise = np.random.default_rng(3)
    shown = []

    def compare() -> None:
        value = panel.cards[0].readout.text
        assert f"V(D,G) = {value}," in bar.line.text_of_details
        shown.append(value)

    for step in range(300, 2000, 100):
        rows = run_of(step)[-100:]
        rows[:, 1] += noise.normal(size=100)
        link.frames.append(make_frame(controller, step=step, scalars=rows))
        with qtbot.waitSignal(controller.frame_ready):
            pass
        compare()
    assert len(set(shown)) > 10
    rows = run_of(2000)[-1:]
    rows[0, 1] = -3.25
    controller.on_reply(StateChanged(State.PAUSED, controller.generation, 2000, "CPU"))
    link.frames.append(
        make_frame(controller, step=2000, state=State.PAUSED, scalars=rows, measured=True)
    )
    with qtbot.waitSignal(controller.frame_ready):
        pass
    compare()
    assert shown[-1] == "−3.250", "at rest what the step came to"


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
    controller.history.append_evaluation(figures_at(50))
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
    for page in (page for pages in all_cards() for page in pages):
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
        s.colour for pages in all_cards() for p in pages for s in p.series
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
    controller.edit("loss", {"game.objective": "least-squares"})
    controller.history.append(rows)
    panel.refresh()
    assert value.plot.references == (("−1/4", -0.25),)
    assert "a(G(z))²" in value.title.toolTip()
    assert "nats" not in value.title.toolTip()
    assert belief.readout.text == "a(x) 1.25  a(G(z)) −0.50"
    low, high = belief.plot.y_range
    assert low < -0.5 < 1.25 < high
    controller.edit("loss", {"game.objective": "minimax"})
    assert "log D(x)" in value.title.toolTip()
    assert belief.plot.y_range == (0.0, 1.0)


# --- axes that can be read --------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1e-7, 1e-3, 1.0, 123.0, 54321.0, 7.7e8, 3e12])
@pytest.mark.parametrize("width", [340, 470])
def test_no_number_and_no_name_beside_a_plot_is_cut(
    panel: CurvesPanel, controller: Controller, scale: float, width: int
) -> None:
    panel.resize(width, 560)
    rows = run_of(400)
    rows[:, 2:4] *= -scale
    rows[:, 6:8] = scale * rows[:, 4:6]
    controller.history.append(rows)
    for step, far in ((1, 3.0), (200, 1.0), (400, 2.0)):
        controller.history.append_evaluation(
            figures_at(step, sliced_wasserstein=far * scale, mmd=scale, js_floor_bits=0.01)
        )
    for shown in range(len(panel.cards[3].pages)):
        panel.cards[1].show_page(panel.cards[1].pages[shown % 2])
        panel.cards[3].show_page(panel.cards[3].pages[shown])
        panel.refresh()
        for card in panel.cards:
            area, (left, right) = card.plot._ground.area, card.plot.needs
            assert left <= area.left()
            assert right <= card.plot.width() - area.right()
        assert len({card.plot._ground.area.left() for card in panel.cards}) == 1


def test_a_card_that_another_objective_brings_has_its_plot_where_the_others_have_theirs(
    panel: CurvesPanel, controller: Controller
) -> None:
    rows = run_of(400)
    rows[:, 2:4] *= -1e9
    controller.history.append(rows)
    panel.refresh()
    controller.edit("loss", {"game.objective": "f-reverse-kl"})
    panel.refresh()
    assert "Bound" in panel.cards[0].pages[0].title
    assert len({card.plot._ground.area.left() for card in panel.cards}) == 1


def test_a_spike_of_a_scalar_is_an_arrow_at_the_edge(
    panel: CurvesPanel, controller: Controller, theme: Theme
) -> None:
    rows = run_of(1000)
    rows[500, 3] = 80.0
    controller.history.append(rows)
    panel.refresh()
    plot = panel.cards[1].plot
    assert plot.y_range[1] < 2
    image, edge = plot.grab().toImage(), plot._ground.area.top() + 4
    ink, at = theme.color("generated"), plot.position(501, 0).x()
    assert image.pixelColor(round(at), round(edge)).name() == ink.name()


def test_the_value_uses_the_height_of_its_plot(panel: CurvesPanel, controller: Controller) -> None:
    rows = run_of(3000)
    rows[:, 1] = -1.386 + 0.6 * np.exp(-rows[:, 0] / 60) + 0.05 * np.sin(rows[:, 0])
    for part in np.array_split(rows, 30):
        controller.history.append(part)
        panel.refresh()
    low, high = panel.cards[0].plot.y_range
    shown = rows[300:, 1]
    assert np.ptp(shown) > 0.4 * (high - low)


def test_other_rules_bring_other_cards_and_the_old_ones_keep_their_page(
    panel: CurvesPanel, controller: Controller
) -> None:
    before = panel.cards
    before[3].show_page(before[3].pages[2])
    data = controller.experiment.data
    controller.edit("images", {"data": ImageData()})
    assert panel.cards == before[:3]
    assert before[3].isHidden()
    assert before[2].plot._with_steps
    controller.edit("back", {"data": data})
    assert panel.cards == before
    assert not before[3].isHidden()
    assert before[3].page is before[3].pages[2]
    assert [card.plot._with_steps for card in panel.cards] == [False, False, False, True]


def test_no_plot_is_cut_in_a_low_column(qtbot: QtBot, panel: CurvesPanel) -> None:
    panel.resize(340, 220)
    panel.show()
    qtbot.waitExposed(panel)
    for card in panel.cards:
        assert card.rect().contains(card.plot.geometry())
        assert card.plot.height() >= card.plot.minimumHeight() > 0
    bar = panel.findChildren(QScrollArea)[0].verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
