"""The overview lights what takes part, says what goes on, and fits at every size."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.graph import canvas as graph_canvas
from ganlab.app.panels.graph.layout import HEADER, LINE, Layout, layout
from ganlab.app.panels.graph.model_graph import WAITING, ModelGraph
from ganlab.app.panels.graph.pictures import paint_thumbnail
from ganlab.app.panels.graph.still import Light
from ganlab.data import make_target
from ganlab.experiment import Experiment, ImageData
from ganlab.games.shown.graph import Box, Graph, Wire
from ganlab.games.turns import Part, Turn
from ganlab.games.two_player.rules import RULES
from ganlab.games.two_player.turns import DISCRIMINATOR, GENERATOR, TURNS
from ganlab.gan.columns import SCALARS
from ganlab.lab.frame import Stage, State, StateChanged
from tests.app.conftest import MakeFrame, RecordingLink
from tests.pictures import mesh


@pytest.fixture
def graph(qtbot: QtBot, controller: Controller, theme: Theme) -> ModelGraph:
    graph = ModelGraph(controller, theme)
    qtbot.addWidget(graph)
    graph.resize(1080, 180)
    graph.show()
    qtbot.waitExposed(graph)
    return graph


def graph_of(experiment: Experiment) -> Graph:
    return RULES.graph(experiment, make_target(experiment.data))


PLAIN = graph_of(Experiment())
TOLD = graph_of(Experiment(data=ImageData()).with_values({"game.conditional": True}))
CURED = {
    "game.penalty.r1": 0.1,
    "game.penalty.gradient": 10.0,
    "game.play.unrolled": 5,
    "game.penalty.every": 8,
    "game.pack": 3,
    "game.objective": "wasserstein",
}
NOTED = graph_of(Experiment().with_values(CURED))
TEXTS = {
    "noise": 67.0,
    "generator": 112.0,
    "discriminator": 112.0,
    "penalties": 90.0,
    "way to play": 90.0,
}
NAMES = {"real": 30.0, "generated": 24.0, "d_real": 27.0, "d_fake": 45.0, "y": 40.0}


def lit_of(parts: frozenset[Part]) -> frozenset[Part]:
    """Those of the plain graph."""
    return parts & PLAIN.parts


def to_state(controller: Controller, state: State) -> None:
    controller.on_reply(StateChanged(state, controller.generation, 10, "CPU"))


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.name)
@pytest.mark.parametrize("index", range(5))
def test_slow_motion_lights_the_stage_and_says_what_it_is(
    qtbot: QtBot,
    graph: ModelGraph,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
    turn: Turn,
    index: int,
) -> None:
    caption = turn.stages[index].caption
    stage = Stage(turn.name, index, caption)
    link.frames.append(make_frame(controller, stage=stage, turn=turn.name))
    qtbot.waitUntil(lambda: graph.caption == caption)
    assert graph.lit == lit_of(frozenset(turn.stages[index].parts))
    assert caption in graph.canvas.accessibleDescription()


def test_only_the_player_whose_turn_it_is_receives_a_gradient() -> None:
    into_generator = ("generated", "generator")
    discriminator, generator = (turn.stages[-1].parts for turn in TURNS)
    assert into_generator not in discriminator
    assert "discriminator" in discriminator
    assert into_generator in generator
    assert ("discriminator", "generated") in generator  # through D ...
    assert "discriminator" not in generator  # ... which stays as it is


def test_stages_light_only_what_there_is_and_a_wire_with_both_its_ends_known() -> None:
    known = TOLD.parts
    for turn in TURNS:
        assert len(turn.stages) == 5
        assert turn.parts <= known
    assert DISCRIMINATOR.parts | GENERATOR.parts == known
    assert known - PLAIN.parts == {"y", ("y", "generator"), ("y", "discriminator")}


def test_a_step_of_one_player_lights_its_way(
    qtbot: QtBot,
    graph: ModelGraph,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    assert graph.caption == WAITING
    assert graph.lit == frozenset()
    link.frames.append(make_frame(controller, turn="generator"))
    qtbot.waitUntil(lambda: graph.lit == lit_of(GENERATOR.parts))
    assert graph.caption == GENERATOR.about


def test_at_speed_both_ways_are_lit_without_flicker(
    qtbot: QtBot,
    graph: ModelGraph,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    to_state(controller, State.RUNNING)
    for turn in ("discriminator", "generator", "discriminator"):
        with qtbot.waitSignal(controller.frame_ready):
            link.frames.append(make_frame(controller, turn=turn))
        assert graph.caption == RULES.together
        assert graph.lit == PLAIN.parts
    to_state(controller, State.PAUSED)
    assert graph.lit == lit_of(DISCRIMINATOR.parts)


def test_thumbnails_and_losses_follow_the_frames(
    qtbot: QtBot,
    graph: ModelGraph,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    def colours_in(box: str) -> int:
        rect = graph.canvas.box(box).toRect().adjusted(6, 6, -6, -6)
        image = graph.canvas.grab(rect).toImage()
        return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})

    live: tuple[str, ...] = ("noise", "generator", "generated", "discriminator", "d_real", "d_fake")
    assert all(colours_in(box) == 1 for box in live)
    assert colours_in("real") > 1
    link.frames.append(make_frame(controller))
    qtbot.waitUntil(lambda: all(colours_in(box) > 1 for box in live))
    losses = {name: graph.canvas.figures[name] for name in ("discriminator_loss", "generator_loss")}
    assert losses == pytest.approx({"discriminator_loss": 1.38, "generator_loss": 0.7})
    assert "0.700; half a bar is 0.693" in graph.canvas.about("generator_loss")


def test_a_reset_forgets_all_but_the_target(
    qtbot: QtBot,
    graph: ModelGraph,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    link.frames.append(make_frame(controller))
    qtbot.waitUntil(lambda: "belief" in graph.canvas.pictures)
    controller.reset()
    assert graph.canvas.pictures.keys() == {"real"}
    assert graph.canvas.figures == {}
    assert graph.caption == WAITING


def test_numbers_that_are_none_do_no_harm(
    qtbot: QtBot,
    graph: ModelGraph,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    void = np.full((50, 2), np.nan, np.float32)
    scalars = np.full((1, len(SCALARS)), np.nan)
    scalars[0, 0] = 1
    frame = make_frame(
        controller,
        generated=void,
        noise=void,
        mapping=mesh(np.full((21, 21, 2), np.inf), np.zeros((21, 21, 2)), np.zeros((20, 20))),
        belief=np.full((9, 9), np.nan, np.float32),
        d_real=void[:, 0],
        d_fake=void[:, 0],
        scalars=scalars,
    )
    link.frames.append(frame)
    qtbot.waitUntil(lambda: "generator_loss" in graph.canvas.figures)
    graph.grab()
    assert math.isnan(graph.canvas.figures["generator_loss"])


def test_asks_for_its_layers_only_while_it_is_seen(
    graph: ModelGraph, controller: Controller
) -> None:
    views = {"noise", "generated", "belief", "mapping", "d_real", "d_fake"}
    assert controller.request.views >= views
    graph.hide()
    assert not controller.request.views >= views


def test_shapes_of_the_networks_follow_the_experiment(
    graph: ModelGraph, controller: Controller
) -> None:
    def details(name: str) -> str:
        return graph.canvas.graph.by_name[name].detail

    assert details("generator") == "3 layers of 64"
    controller.edit("layers", {"game.generator.layers": 0, "noise.dimension": 5})
    assert details("generator") == "no hidden layer"
    assert details("noise") == "Gaussian, 5-D"


@pytest.mark.parametrize(
    ("name", "line", "all_of_it", "settings"),
    [
        ("penalties", "R1 0.1, +2", "R1 0.1, WGAN-GP 10, every 8.", "game.penalty"),
        ("way to play", "unrolled 5, +1", "unrolled 5, packs of 3.", "game.play.updates"),
    ],
)
def test_a_line_under_a_player_says_what_is_set_of_it_and_leads_there(
    qtbot: QtBot,
    graph: ModelGraph,
    controller: Controller,
    name: str,
    line: str,
    all_of_it: str,
    settings: str,
) -> None:
    canvas = graph.canvas
    assert not any(box.under for box in canvas.graph.boxes)
    controller.edit("cures", CURED)
    box = canvas.graph.by_name[name]
    assert box.detail == line
    assert all_of_it in canvas.about(name)
    assert canvas.about(name).endswith("Click: its settings.")
    below = canvas.box(name)
    assert below.top() > canvas.box(box.under).bottom() + LINE
    assert below.bottom() <= canvas.height()
    graph.resize(960, 108)  # as in a window of 1280x720
    below = canvas.box(name)
    assert below.height() == LINE
    assert below.top() > canvas.box(box.under).bottom()
    assert below.bottom() <= canvas.height()
    with qtbot.waitSignal(graph.settings_wanted) as told:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=below.center().toPoint())
    assert told.args == [settings]


def test_what_changes_nothing_is_not_said_to_be_on(
    graph: ModelGraph, controller: Controller
) -> None:
    controller.edit("critic", {"game.objective": "wasserstein", "game.penalty.smoothing": 0.1})
    assert not any(box.under for box in graph.canvas.graph.boxes)


def test_a_stage_dims_a_line_with_its_box(graph: ModelGraph, controller: Controller) -> None:
    controller.edit("cures", CURED)
    light = Light((GENERATOR,), frozenset(GENERATOR.stages[0].parts), "", 0)
    assert light.dims("discriminator")
    assert {"penalties", "way to play"}.isdisjoint(graph.canvas.graph.parts)
    graph.canvas.show_light(light)
    graph.canvas.grab()


def test_keys_walk_through_the_boxes(qtbot: QtBot, graph: ModelGraph) -> None:
    canvas = graph.canvas
    for key, title in ((Qt.Key.Key_Right, "noise"), (Qt.Key.Key_Right, "generator")):
        qtbot.keyClick(canvas, key)
        assert canvas.selected == title
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.selected is None


@pytest.mark.parametrize("drawn", [PLAIN, TOLD, NOTED], ids=["plain", "told", "noted"])
@pytest.mark.parametrize("size", [(1000, 104), (900, 126), (900, 150), (1076, 176), (1600, 260)])
def test_boxes_keep_apart_and_inside(size: tuple[int, int], drawn: Graph) -> None:
    assert_sound(layout(drawn, *size, TEXTS, NAMES), drawn, size)


def assert_sound(places: Layout, drawn: Graph, size: tuple[int, int]) -> None:
    width, height = size
    for one, other in combinations(places.boxes.values(), 2):
        assert not one.adjusted(-2, -2, 2, 2).intersects(other)
    for name, rect in places.boxes.items():
        assert rect.left() >= 0
        assert rect.right() <= width
        assert rect.top() >= HEADER - 2
        alone = drawn.by_name[name].side == "above"
        alone = alone and not drawn.by_name[name].under
        assert not alone or rect.top() - LINE - 3 >= HEADER - 12
        assert rect.bottom() + (LINE if alone and places.details else 0) <= height
    for (source, target), path in places.wires.items():
        assert path.length() > 15
        first, last = path.pointAtPercent(0), path.currentPosition()
        assert places.boxes[source].adjusted(-5, 0, 5, 0).contains(first)
        assert places.boxes[target].adjusted(-5, 0, 5, 0).contains(last)
        for name, rect in places.boxes.items():
            if name not in (source, target):
                assert not path.intersects(rect)


PINNED = json.loads(Path(__file__).with_name("two_player_graph.json").read_text())


@pytest.mark.parametrize("size", PINNED)
def test_the_two_player_game_lies_where_it_always_lay(size: str) -> None:
    width, height = map(float, size.split("x"))
    places = layout(PLAIN, width, height, TEXTS, NAMES)
    boxes = {name: [r.x(), r.y(), r.width(), r.height()] for name, r in places.boxes.items()}
    assert boxes == PINNED[size]["boxes"]
    for wire, points in PINNED[size].get("wires", {}).items():
        source, target = wire.split()
        path = places.wires[source, target]
        elements = [path.elementAt(i) for i in range(path.elementCount())]
        there = [[round(e.x, 3), round(e.y, 3)] for e in elements]
        assert there == points, wire
    assert len(places.wires) == len(PINNED["1080x180"]["wires"])


def box_of(name: str, column: int, shape: Any = "row", **more: Any) -> Box:
    return Box(name, name, "text", column, shape, name, side="right", **more)


def test_any_graph_of_the_grid_is_laid_out() -> None:
    """Three rows, a way back to the left, a bend down and one up."""
    drawn = Graph(
        (
            box_of("a", 0),
            box_of("b", 0),
            box_of("c", 0),
            box_of("d", 1, "tall"),
            box_of("e", 2),
            box_of("f", 2),
            box_of("g", 3, "figure", measure="loss"),
        ),
        (
            Wire("a", "d"),
            Wire("c", "d", gradient=True),
            Wire("d", "e"),
            Wire("f", "d"),
            Wire("e", "g", arrives=-1, gradient=True),
            Wire("f", "g", arrives=1, gradient=True),
        ),
        ((1.0, 40.0), (1.0, 40.0), (1.0, 60.0)),
        "All of it.",
    )
    for size in ((705, 150), (1080, 180), (1600, 260)):
        assert_sound(layout(drawn, *size, {}, {}), drawn, size)


@pytest.mark.parametrize(
    "boxes",
    [
        [box_of("a", 0), box_of("a", 1)],
        [box_of("a", 1), box_of("b", 0)],
        [box_of("a", 0), box_of("b", 2)],
        [box_of(name, 0) for name in "abcd"] + [box_of("e", 1)],
    ],
)
def test_what_does_not_fit_the_grid_is_refused(boxes: list[Box]) -> None:
    with pytest.raises(ValueError, match="grid"):
        Graph(tuple(boxes), (), ((1.0, 20.0),), "")


def test_a_conditional_game_has_a_box_for_the_class(
    graph: ModelGraph, controller: Controller
) -> None:
    assert "y" not in graph.canvas.graph.by_name
    controller.replace("digits", Experiment(data=ImageData()))
    assert "y" not in graph.canvas.graph.by_name
    controller.edit("told", {"game.conditional": True})
    assert graph.canvas.graph.by_name["y"].words == "0 … 9"
    assert graph.canvas.box("y").height() > 20
    graph.canvas.grab()


def test_every_box_tells_what_it_is_and_where_a_click_leads(graph: ModelGraph) -> None:
    for box in graph.canvas.graph.boxes:
        assert graph.canvas.box_at(graph.canvas.box(box.name).center()) == box
        assert box.about in graph.canvas.about(box.name)
        leads = "Click: its curve." if box.measure else "Click: its settings."
        assert graph.canvas.about(box.name).endswith(leads)
    assert graph.canvas.box_at(QPointF(1, 1)) is None


@pytest.mark.parametrize(
    ("name", "settings", "curve"),
    [
        ("noise", "noise", ""),
        ("generator", "game.generator", ""),
        ("real", "data", ""),
        ("generated", "game.generator", ""),
        ("discriminator", "game.discriminator", ""),
        ("d_real", "", "d_real"),
        ("d_fake", "", "d_fake"),
        ("discriminator_loss", "", "discriminator_loss"),
        ("generator_loss", "", "generator_loss"),
    ],
)
@pytest.mark.parametrize("by_key", [False, True])
def test_a_box_leads_to_its_settings_or_its_curve(
    qtbot: QtBot, graph: ModelGraph, name: str, settings: str, curve: str, by_key: bool
) -> None:
    wanted = graph.settings_wanted if settings else graph.curve_wanted
    canvas = graph.canvas
    with qtbot.waitSignal(wanted) as told:
        if by_key:
            while canvas.selected != name:
                qtbot.keyClick(canvas, Qt.Key.Key_Right)
            qtbot.keyClick(canvas, Qt.Key.Key_Return)
        else:
            qtbot.mouseClick(
                canvas, Qt.MouseButton.LeftButton, pos=canvas.box(name).center().toPoint()
            )
    assert told.args == [settings or curve]


def test_a_click_that_ends_elsewhere_is_none(qtbot: QtBot, graph: ModelGraph) -> None:
    canvas, left = graph.canvas, Qt.MouseButton.LeftButton
    with qtbot.assertNotEmitted(canvas.chosen):
        qtbot.mousePress(canvas, left, pos=canvas.box("noise").center().toPoint())
        qtbot.mouseRelease(canvas, left, pos=canvas.box("d_real").center().toPoint())
        qtbot.mouseClick(
            canvas, Qt.MouseButton.RightButton, pos=canvas.box("noise").center().toPoint()
        )


def test_a_hand_points_at_what_leads_somewhere(qtbot: QtBot, graph: ModelGraph) -> None:
    canvas = graph.canvas
    qtbot.mouseMove(canvas, canvas.box("generator").center().toPoint())
    assert canvas.cursor().shape() is Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(canvas, QPointF(3, 3).toPoint())
    assert canvas.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_theme_changes_the_ground(graph: ModelGraph, theme: Theme) -> None:
    def ground() -> str:
        return graph.canvas.grab().toImage().pixelColor(1, 1).name()

    assert ground() == theme.palette.panel
    theme.choose("dark")
    assert ground() == theme.palette.panel


def test_only_thumbnails_with_news_are_painted(
    graph: ModelGraph,
    controller: Controller,
    make_frame: MakeFrame,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = make_frame(controller)
    controller.frame_ready.emit(frame)
    graph._tick()
    graph.grab()
    painted: list[str] = []

    def watched(box: Box, *how: Any) -> QPixmap:
        painted.append(box.name)
        return paint_thumbnail(box, *how)

    monkeypatch.setattr(graph_canvas, "paint_thumbnail", watched)
    graph._tick()
    graph.grab()
    assert painted == []
    news = replace(frame, pictures={"generated": frame.pictures["generated"]})
    controller.frame_ready.emit(news)  # its noise is the one that is known
    graph._tick()
    graph.grab()
    assert painted == ["generated"]


@pytest.mark.parametrize("size", [(705, 150), (720, 176), (900, 176), (1076, 176)])
def test_names_beside_the_wires_have_room_before_the_next_column(size: tuple[int, int]) -> None:
    boxes = layout(PLAIN, *size, TEXTS, NAMES).boxes

    def edges(box: str) -> tuple[float, float]:
        half = max(boxes[box].width(), TEXTS.get(box, 0.0)) / 2
        return boxes[box].center().x() - half, boxes[box].center().x() + half

    left, right = edges("discriminator")
    assert left - edges("real")[1] >= NAMES["real"] + 10
    assert left - edges("generated")[1] >= NAMES["generated"] + 10
    assert edges("d_real")[0] - right >= NAMES["d_real"] + 10
    assert edges("d_fake")[0] - right >= NAMES["d_fake"] + 10
    assert edges("generator_loss")[1] <= size[0]
