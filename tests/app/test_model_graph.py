"""The overview lights what takes part, says what goes on, and fits at every size."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.graph import canvas as graph_canvas
from ganlab.app.panels.graph.layout import HEADER, LINE, layout
from ganlab.app.panels.graph.model_graph import VIEWS, WAITING, ModelGraph
from ganlab.app.panels.graph.parts import (
    ABOUT,
    BACKWARD,
    BOXES,
    FORWARD,
    Box,
)
from ganlab.app.panels.graph.pictures import paint_thumbnail
from ganlab.games.turns import Turn
from ganlab.games.two_player.rules import RULES
from ganlab.games.two_player.turns import DISCRIMINATOR, GENERATOR, TURNS
from ganlab.lab.frame import SCALARS, Stage, State, StateChanged
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
    assert graph.lit == frozenset(turn.stages[index].parts)
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
    known = {*BOXES, *FORWARD, *BACKWARD}
    for turn in TURNS:
        assert len(turn.stages) == 5
        assert turn.parts <= known
    assert DISCRIMINATOR.parts | GENERATOR.parts == known


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
    qtbot.waitUntil(lambda: graph.lit == GENERATOR.parts)
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
        assert graph.lit == DISCRIMINATOR.parts | GENERATOR.parts
    to_state(controller, State.PAUSED)
    assert graph.lit == DISCRIMINATOR.parts


def test_thumbnails_and_losses_follow_the_frames(
    qtbot: QtBot,
    graph: ModelGraph,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    def colours_in(box: Box) -> int:
        rect = graph.canvas.box(box).toRect().adjusted(6, 6, -6, -6)
        image = graph.canvas.grab(rect).toImage()
        return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})

    live: tuple[Box, ...] = ("noise", "generator", "generated", "discriminator", "d_real", "d_fake")
    assert all(colours_in(box) == 1 for box in live)
    assert colours_in("real") > 1
    link.frames.append(make_frame(controller))
    qtbot.waitUntil(lambda: all(colours_in(box) > 1 for box in live))
    assert graph.canvas.pictures.losses == pytest.approx(
        {"discriminator_loss": 1.38, "generator_loss": 0.7}
    )
    assert "0.700" in graph.canvas.about("generator_loss")


def test_a_reset_forgets_all_but_the_target(
    qtbot: QtBot,
    graph: ModelGraph,
    controller: Controller,
    link: RecordingLink,
    make_frame: MakeFrame,
) -> None:
    link.frames.append(make_frame(controller))
    qtbot.waitUntil(lambda: graph.canvas.pictures.heatmap is not None)
    controller.reset()
    assert graph.canvas.pictures.heatmap is None
    assert graph.canvas.pictures.losses == {}
    assert graph.canvas.pictures.real is not None
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
        heatmap=np.full((9, 9), np.nan, np.float32),
        d_real=void[:, 0],
        d_fake=void[:, 0],
        scalars=scalars,
    )
    link.frames.append(frame)
    qtbot.waitUntil(lambda: "generator_loss" in graph.canvas.pictures.losses)
    graph.grab()
    assert math.isnan(graph.canvas.pictures.losses["generator_loss"])


def test_asks_for_its_layers_only_while_it_is_seen(
    graph: ModelGraph, controller: Controller
) -> None:
    assert controller.request.views >= VIEWS
    graph.hide()
    assert not controller.request.views >= VIEWS


def test_shapes_of_the_networks_follow_the_experiment(
    graph: ModelGraph, controller: Controller
) -> None:
    assert graph.canvas.details["generator"] == "3 layers of 64"
    controller.edit("layers", {"game.generator.layers": 0, "noise.dimension": 5})
    assert graph.canvas.details["generator"] == "no hidden layer"
    assert graph.canvas.details["noise"] == "Gaussian, 5-D"


def test_keys_walk_through_the_boxes(qtbot: QtBot, graph: ModelGraph) -> None:
    canvas = graph.canvas
    for key, title in ((Qt.Key.Key_Right, "noise"), (Qt.Key.Key_Right, "generator")):
        qtbot.keyClick(canvas, key)
        assert canvas.selected == title
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.selected is None


@pytest.mark.parametrize("size", [(900, 126), (900, 150), (1076, 176), (1600, 260)])
def test_boxes_keep_apart_and_inside(size: tuple[int, int]) -> None:
    width, height = size
    places = layout(width, height, {"noise": 80.0, "generator": 125.0, "discriminator": 125.0})
    for one, other in combinations(places.boxes.values(), 2):
        assert not one.adjusted(-2, -2, 2, 2).intersects(other)
    for name, rect in places.boxes.items():
        assert rect.left() >= 0
        assert rect.right() <= width
        assert rect.top() >= HEADER - 2
        alone = name in ("noise", "generator", "discriminator")
        assert rect.bottom() + (LINE if alone else 0) <= height
    for (source, target), path in places.wires.items():
        assert path.length() > 15
        first, last = path.pointAtPercent(0), path.currentPosition()
        assert places.boxes[source].adjusted(-5, 0, 5, 0).contains(first)
        assert places.boxes[target].adjusted(-5, 0, 5, 0).contains(last)
        for name, rect in places.boxes.items():
            if name not in (source, target):
                assert not path.intersects(rect)


def test_every_box_tells_what_it_is(graph: ModelGraph) -> None:
    for name in BOXES:
        assert graph.canvas.box_at(graph.canvas.box(name).center()) == name
        assert ABOUT[name] in graph.canvas.about(name)
    assert graph.canvas.box_at(QPointF(1, 1)) is None


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
    painted: list[Box] = []

    def watched(name: Box, *how: Any) -> QPixmap:
        painted.append(name)
        return paint_thumbnail(name, *how)

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
    texts: dict[Box, float] = {"noise": 67.0, "generator": 112.0, "discriminator": 112.0}
    names: dict[Box, float] = {"real": 30.0, "generated": 24.0, "d_real": 27.0, "d_fake": 45.0}
    boxes = layout(*size, texts, names).boxes

    def edges(box: Box) -> tuple[float, float]:
        half = max(boxes[box].width(), texts.get(box, 0.0)) / 2
        return boxes[box].center().x() - half, boxes[box].center().x() + half

    left, right = edges("discriminator")
    assert left - edges("real")[1] >= names["real"] + 10
    assert left - edges("generated")[1] >= names["generated"] + 10
    assert edges("d_real")[0] - right >= names["d_real"] + 10
    assert edges("d_fake")[0] - right >= names["d_fake"] + 10
    assert edges("generator_loss")[1] <= size[0]
