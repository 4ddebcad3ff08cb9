"""What the rules of every game say is shown fits together: columns, cards, graph and verdict."""

from __future__ import annotations

from dataclasses import fields as fields_of
from math import nan
from operator import attrgetter

import numpy as np
import pytest

from ganlab.app.look.theme import Palette
from ganlab.data import make_target
from ganlab.experiment import Experiment, ImageData
from ganlab.games import evaluation
from ganlab.games.columns import STEP, keys, of_group
from ganlab.games.rules import rules_of
from ganlab.games.shown.cards import page_of
from ganlab.games.table import GAMES
from ganlab.lab.past.history import History

COLOURS = {field.name for field in fields_of(Palette)}
PLAYED = [Experiment().with_values({"game.kind": kind}) for kind in GAMES]
DIGITS = Experiment(data=ImageData()).with_values({"game.conditional": True})


@pytest.mark.parametrize("experiment", PLAYED, ids=GAMES)
def test_every_column_has_a_title_a_colour_and_a_card(experiment: Experiment) -> None:
    rules = rules_of(experiment)
    columns = rules.columns(experiment)
    assert columns[0] == STEP
    assert len(set(keys(columns))) == len({column.header for column in columns}) == len(columns)
    assert {column.colour for column in columns} <= COLOURS
    assert of_group(columns, "loss"), "a run that blows up is told by its losses"
    cards = rules.cards(experiment)
    for column in columns[1:]:
        assert page_of(cards, column.key) is not None
    shown = [series.column for card in cards for page in card for series in page.series]
    assert set(shown) <= set(columns)
    assert (
        len({card[0].title for card in (*cards, *evaluation.cards(experiment))}) == len(cards) + 1
    )
    assert all(page.title and page.about for card in cards for page in card)
    assert History.of(experiment).columns == keys(columns)


@pytest.mark.parametrize("experiment", [*PLAYED, DIGITS], ids=[*GAMES, "digits"])
def test_the_graph_has_what_stages_light_and_leads_to_what_there_is(experiment: Experiment) -> None:
    rules = rules_of(experiment)
    graph = rules.graph(experiment, make_target(experiment.data))
    for turn in rules.turns:
        assert set(turn.learns) <= graph.by_name.keys()
        for stage in turn.stages:
            assert set(stage.parts) & graph.parts, "every stage lights something"
            for part in stage.parts:
                ends = part if isinstance(part, tuple) else ()
                assert not set(ends) <= graph.by_name.keys() or not ends or part in graph.parts
    views = {view.name for view in rules.views(experiment)} | {"", "real", "noise"}
    colours = {column.key: column.colour for column in rules.columns(experiment)}
    for box in graph.boxes:
        assert box.shape != "figure" or box.colour == colours[box.measure], "that of its curve"
        assert box.title
        assert box.about
        assert box.colour in COLOURS
        assert {box.view, box.opinion} <= views
        assert box.measure or box.settings, "a click leads somewhere"
        assert not box.measure or page_of(rules.cards(experiment), box.measure)
        assert not box.settings or attrgetter(box.settings)(experiment) is not None


@pytest.mark.parametrize("experiment", PLAYED, ids=GAMES)
def test_every_game_has_something_to_say_from_the_first_step_on(experiment: Experiment) -> None:
    rules, history = rules_of(experiment), History.of(experiment)
    for steps in (1, 300):
        rows = np.full((steps, len(history.columns)), 0.1)
        rows[:, 0] = np.arange(1, steps + 1)
        history.append(rows)
        said = rules.describe(history, experiment, nan)
        assert said.headline
        assert said.why
