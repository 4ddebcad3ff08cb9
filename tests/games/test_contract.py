"""What every game keeps to: a new one of the table is held to it without a test of its own."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from ganlab.data import make_target
from ganlab.data.drawn.drawing import units_over
from ganlab.data.target import Target
from ganlab.experiment import Change, DrawingData, Experiment, Stroke, compare
from ganlab.games.columns import keys
from ganlab.games.game import Game, make_game
from ganlab.games.rules import Rules, rules_of
from ganlab.games.scenes.scene import Scene
from ganlab.games.shown.views import Look
from ganlab.games.table import GAMES
from ganlab.games.turns import Part, find_turn
from ganlab.gan.divergence import Diverged
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab import commands
from ganlab.lab.files.archive import Run, load_run, save_run
from ganlab.lab.frame import CheckpointTaken, Frame, FrameRequest, Notice, Reply, State
from ganlab.lab.past.history import History
from ganlab.lab.session.session import Session
from tests.small import small

KINDS = tuple(GAMES)
POINTED = Look(pointed=(0.1, 0.2))
pytestmark = pytest.mark.parametrize("kind", KINDS)


def experiment_of(kind: str, **changes: Any) -> Experiment:
    """A small game of that kind in the plane."""
    return small().with_values({"game.kind": kind, **changes})


def target_of(experiment: Experiment) -> Target:
    return make_target(experiment.data)


def played(experiment: Experiment, steps: int = 0) -> Game:
    game = make_game(experiment, target_of(experiment))
    game.run(steps)
    return game


def same(one: Checkpoint, other: Checkpoint) -> bool:
    return (
        (one.step, one.counters) == (other.step, other.counters)
        and one.arrays.keys() == other.arrays.keys()
        and all(np.array_equal(one.arrays[name], other.arrays[name]) for name in one.arrays)
    )


# --- the table and the rules ----------------------------------------------------------------


def test_the_table_says_what_it_is(kind: str) -> None:
    entry = GAMES[kind]
    assert entry.kind == kind
    assert all((entry.title, entry.about, entry.source, entry.samples))
    assert experiment_of(kind).game.kind == kind


def test_another_game_needs_new_networks_and_keeps_what_both_have(kind: str) -> None:
    old = small({"data.name": "moons", "training.batch_size": 24})
    new = old.with_values({"game.kind": kind})
    assert (new.data, new.training, new.noise, new.seed) == (
        old.data,
        old.training,
        old.noise,
        old.seed,
    )
    assert compare(old, new) is (Change.NONE if new == old else Change.REBUILD)
    assert new.with_values({"game.kind": old.game.kind}).game.kind == old.game.kind


def test_every_column_has_a_title_and_a_header_and_all_but_the_step_a_curve(kind: str) -> None:
    experiment = experiment_of(kind)
    rules = rules_of(experiment)
    columns = rules.columns(experiment)
    assert columns[0].key == "step"
    assert len(set(keys(columns))) == len(columns)
    assert all(column.title and column.header for column in columns)
    assert any(column.summary for column in columns)
    assert any(column.group == "loss" for column in columns)
    shown = {series.name for card in rules.cards(experiment) for p in card for series in p.series}
    assert shown == set(keys(columns)) - {"step"}


def test_a_value_has_an_equilibrium_and_only_a_value_has_one(kind: str) -> None:
    experiment = experiment_of(kind)
    rules = rules_of(experiment)
    values = [column for column in rules.columns(experiment) if column.group == "value"]
    assert (rules.equilibrium(experiment) is not None) == bool(values)


def test_what_is_told_is_measured(kind: str) -> None:
    experiment = experiment_of(kind)
    rules = rules_of(experiment)
    figures = dict.fromkeys(keys(rules.columns(experiment)), 0.5)
    for key, text in rules.told(experiment).items():
        assert key in figures
        assert text.format(**figures)


def test_every_stage_has_a_caption_and_parts_that_the_graph_has(kind: str) -> None:
    experiment = experiment_of(kind)
    rules = rules_of(experiment)
    graph = rules.graph(experiment, target_of(experiment))
    lit: set[Part] = set()
    for turn in rules.turns:
        assert find_turn(rules.turns, turn.name) is turn
        assert turn.title
        assert turn.about
        assert turn.times(experiment) >= 1
        assert set(turn.learns) <= set(graph.by_name)
        for stage in turn.stages:
            assert stage.caption
            assert set(stage.parts) & graph.parts
        lit |= turn.parts
    assert lit >= graph.parts, "nothing stands there that never takes part"
    with pytest.raises(ValueError, match="no turn"):
        find_turn(rules.turns, "nobody")


def test_the_graphs_boxes_lead_to_what_there_is(kind: str) -> None:
    experiment = experiment_of(kind)
    rules = rules_of(experiment)
    views = {view.name for view in rules.views(experiment)}
    columns = set(keys(rules.columns(experiment)))
    for box in rules.graph(experiment, target_of(experiment)).boxes:
        assert not box.view or box.view in views
        assert not box.measure or box.measure in columns


def test_the_form_sets_fields_that_there_are(kind: str) -> None:
    experiment = experiment_of(kind)
    form = rules_of(experiment).form(experiment)
    paths = [*form.first, *form.rows, *form.players, *form.more]
    for section in form.sections:
        paths += section.paths
        if not section.samples or experiment.data.samples in section.samples:
            assert section.summary(experiment)
    assert len(set(paths)) == len(paths)
    for path in paths:
        place: object = experiment
        for name in path.split("."):
            assert hasattr(place, name), path
            place = getattr(place, name)
    assert form.formulas.lines in form.every


def test_a_verdict_is_a_sentence_at_every_age(kind: str) -> None:
    experiment = experiment_of(kind)
    rules, history = rules_of(experiment), History.of(experiment)
    for steps in (0, 5, 300):
        history.append(played(experiment, steps).take_scalars())
        verdict = rules.describe(history, experiment, float("nan"))
        assert verdict.headline
        assert not any(character.isdigit() for character in verdict.headline)
    broken = history.arrays()["recent"][-1:].copy()
    broken[0, 0], broken[0, 1:] = 301, np.nan
    history.append(broken)
    assert rules.describe(history, experiment, float("nan")).level == "error"
    assert rules.describe(history, experiment, 1.0).headline


# --- training -------------------------------------------------------------------------------


def test_the_same_seed_is_the_same_bits_and_another_is_not(kind: str) -> None:
    one, other = (played(experiment_of(kind), 30) for _ in range(2))
    assert same(one.state(), other.state())
    np.testing.assert_array_equal(one.take_scalars(), other.take_scalars())
    different = played(experiment_of(kind, seed=2), 30)
    assert not same(one.state(), different.state())


def test_an_iteration_is_its_turns(kind: str) -> None:
    experiment = experiment_of(kind)
    whole, taken = played(experiment, 3), played(experiment)
    for _ in range(3):
        for turn in rules_of(experiment).turns:
            for _ in range(turn.times(experiment)):
                taken.take(turn.name)
        taken.finish_iteration()
    assert same(whole.state(), taken.state())
    assert taken.iteration == 3
    assert taken.taken == 0


def test_the_scalars_have_the_columns_of_the_rules(kind: str) -> None:
    experiment = experiment_of(kind)
    game, columns = played(experiment, 7), rules_of(experiment).columns(experiment)
    rows = game.take_scalars()
    assert rows.dtype == np.float64
    assert rows.shape == (7, len(columns))
    assert rows[:, 0].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert np.isfinite(rows).all()
    assert game.take_scalars().shape == (0, len(columns))
    game.measure()
    assert game.take_scalars()[:, 0].tolist() == [7]


def test_measuring_learns_nothing_and_gives_the_same_again(kind: str) -> None:
    game = played(experiment_of(kind), 5)
    game.take_scalars()
    before = game.state()
    game.measure()
    first = game.take_scalars()
    game.measure()
    np.testing.assert_array_equal(first, game.take_scalars())
    assert same(before, game.state())


def test_samples_are_the_seeds_and_disturb_nothing(kind: str) -> None:
    game = played(experiment_of(kind), 5)
    before = game.state()
    one, other = game.sample(20, 3), game.sample(20, 3)
    np.testing.assert_array_equal(one, other)
    assert one.shape == (20, game.target.dimension)
    assert not np.array_equal(one, game.sample(20, 4))
    assert same(before, game.state())


def test_a_run_goes_on_from_a_file_bit_for_bit(kind: str, tmp_path: Any) -> None:
    experiment = experiment_of(kind, **{"game.ema": 0.9})
    whole, half = played(experiment, 40), played(experiment, 20)
    history = History.of(experiment)
    history.append(half.take_scalars())
    save_run(tmp_path / "half.ganlab", Run(experiment, half.state(), history))
    run = load_run(tmp_path / "half.ganlab")
    assert run.experiment == experiment
    assert run.history.columns == history.columns
    assert run.checkpoint is not None
    again = make_game(run.experiment, target_of(run.experiment))
    again.load(run.checkpoint)
    again.run(20)
    assert same(whole.state(), again.state())


def test_foreign_networks_are_refused(kind: str) -> None:
    wider = experiment_of(kind, **{"game.generator.units": 12})
    with pytest.raises(ValueError, match="size"):
        played(experiment_of(kind)).load(played(wider).state())


def test_what_blows_up_is_noticed(kind: str) -> None:
    game = played(experiment_of(kind), 10)
    spoilt = game.state()
    for name, array in spoilt.arrays.items():
        if name.startswith("generator/"):
            array[...] = 2e4
    game.load(spoilt)
    with pytest.raises(Diverged):
        game.run(60)


def test_live_settings_take_effect_and_the_others_need_new_networks(kind: str) -> None:
    old = experiment_of(kind)
    game = played(old, 5)
    new = old.with_values({"game.generator_optimizer.learning_rate": 0.01, "game.ema": 0.5})
    assert compare(old, new) is Change.LIVE
    game.apply(new, game.target)
    assert game.experiment == new
    game.run(5)
    assert game.iteration == 10
    assert compare(old, old.with_values({"game.generator.units": 12})) is Change.REBUILD


def test_a_drawing_begun_over_the_target_moves_no_sample(kind: str) -> None:
    old = experiment_of(kind, **{"data.name": "moons"})
    game = played(old, 5)
    units = units_over(old.data, game.target)
    stroke = Stroke(points=((-0.5, 0.0), (0.5, 0.0)))
    new = old.model_copy(update={"data": DrawingData(units=units, strokes=(stroke,))})
    assert compare(old, new) is compare(new, old) is Change.LIVE
    samples = game.sample(50, 1)
    game.apply(new, target_of(new))
    np.testing.assert_array_equal(game.sample(50, 1), samples)
    game.run(5)
    game.apply(old, target_of(old))
    game.run(5)
    assert game.iteration == 15


# --- pictures -------------------------------------------------------------------------------


def taken(scene: Scene, name: str) -> object:
    scene.begin()
    return scene.takers[name](POINTED)


def test_every_view_is_painted_and_owned(kind: str) -> None:
    experiment = experiment_of(kind, **{"game.ema": 0.9})
    scene = played(experiment, 3).scene()
    assert [v.name for v in scene.views] == [v.name for v in rules_of(experiment).views(experiment)]
    for view in scene.views:
        if not view.taken:
            continue
        picture = taken(scene, view.name)
        assert type(picture).__name__.lower() == view.kind
        for field in dataclasses.fields(picture):  # type: ignore[arg-type]
            array = getattr(picture, field.name)
            if isinstance(array, np.ndarray):
                assert not array.flags.writeable, view.name
                assert array.dtype in (np.float32, np.uint8)
                assert np.isfinite(array).all()


# --- in a session ---------------------------------------------------------------------------


class Table:
    """A session and what it answered."""

    def __init__(self, experiment: Experiment) -> None:
        self.replies: list[Reply] = []
        self.now = 0.0
        self.session = Session(self.replies.append, clock=lambda: self.now)
        self.tell(commands.Build(experiment, 1, device="cpu"))

    def tell(self, *told: commands.Command) -> None:
        for command in told:
            self.session.handle(command)

    @property
    def game(self) -> Game:
        assert self.session.game is not None
        return self.session.game

    def frame(self, request: FrameRequest) -> Frame:
        self.tell(commands.RequestFrame(request))
        for _ in range(3):
            self.now += 1.0
            self.session.advance()
        return [reply for reply in self.replies if isinstance(reply, Frame)][-1]


def test_a_session_shows_every_view(kind: str) -> None:
    experiment = experiment_of(kind)
    table = Table(experiment)
    table.tell(commands.Step())
    views = {view.name for view in rules_of(experiment).views(experiment) if view.taken}
    frame = table.frame(FrameRequest(frozenset(views), POINTED))
    assert set(frame.pictures) == views
    assert frame.scalars is not None
    assert frame.measured


def test_slow_motion_walks_every_stage_and_its_iteration_is_a_whole_one(kind: str) -> None:
    experiment = experiment_of(kind)
    rules: Rules = rules_of(experiment)
    table = Table(experiment)
    table.tell(commands.SetPace(None, slow_motion=True, stage_seconds=1.0), commands.Play())
    captions = []
    for _ in range(sum(len(turn.stages) for turn in rules.turns)):
        table.tell(commands.RequestFrame(FrameRequest(frozenset())))
        table.session.advance()
        table.now += 1.0
        stage = [reply for reply in table.replies if isinstance(reply, Frame)][-1].stage
        assert stage is not None
        captions.append(stage.caption)
    assert captions == [
        turn.caption(i, experiment) for turn in rules.turns for i in range(len(turn.stages))
    ]
    assert same(played(experiment, 1).state(), table.game.state())


def test_leaving_slow_motion_gives_every_turn_its_updates(kind: str) -> None:
    experiment = experiment_of(kind)
    rules = rules_of(experiment)
    for stages in range(1, sum(len(turn.stages) for turn in rules.turns) + 1):
        table = Table(experiment)
        table.tell(commands.SetPace(None, slow_motion=True, stage_seconds=1.0), commands.Play())
        for _ in range(stages):
            table.session.advance()
            table.now += 1.0
        table.tell(commands.Pause(), commands.SetPace(None))
        game = table.game
        assert game.taken == 0
        assert same(game.state(), played(experiment, game.iteration).state())


def test_a_run_that_was_saved_half_done_goes_on_with_what_it_lacks(kind: str) -> None:
    experiment = experiment_of(kind)
    turns = rules_of(experiment).turns
    for count in range(1, len(turns)):
        half = played(experiment, 4)
        for turn in turns[:count]:
            for _ in range(turn.times(experiment)):
                half.take(turn.name)
        table = Table(experiment)
        table.tell(commands.Build(experiment, 2, half.state(), device="cpu"))
        assert table.game.taken == count
        table.tell(commands.Step())
        assert table.game.iteration == 5
        assert same(table.game.state(), played(experiment, 5).state())


def test_an_unknown_turn_is_refused_in_words(kind: str) -> None:
    table = Table(experiment_of(kind))
    table.tell(commands.Step("nobody"))
    (notice,) = (reply for reply in table.replies if isinstance(reply, Notice))
    assert "no turn 'nobody'" in notice.text
    assert table.game.iteration == 0


def test_what_diverges_is_restored(kind: str) -> None:
    table = Table(experiment_of(kind))
    table.tell(commands.Step())
    spoilt = table.game.state()
    for name, array in spoilt.arrays.items():
        if name.startswith("generator/"):
            array[...] = 2e4
    table.game.load(spoilt)
    table.tell(commands.Play())
    for _ in range(200):
        table.session.advance()
        if table.session.state is not State.RUNNING:
            break
    notice = [reply for reply in table.replies if isinstance(reply, Notice)][-1]
    assert notice.can_restore
    table.tell(commands.RestoreLastGood())
    assert table.game.state().is_finite()
    assert table.game.iteration == 0
    table.tell(commands.Step())
    assert table.game.iteration == 1


def test_another_game_takes_its_place_and_the_one_before_comes_back(kind: str) -> None:
    """What undo does across kinds: the networks of the game that was left are had again."""
    experiment = experiment_of(kind)
    other = next(k for k in (*KINDS, kind) if k != kind or len(KINDS) == 1)
    table = Table(experiment)
    table.tell(*[commands.Step()] * 3, commands.RequestCheckpoint(1))
    left = [reply for reply in table.replies if isinstance(reply, CheckpointTaken)][-1].checkpoint
    table.tell(commands.Build(experiment.with_values({"game.kind": other}), 2, device="cpu"))
    assert table.game.experiment.game.kind == other
    table.tell(commands.Step(), commands.Build(experiment, 3, left, device="cpu"))
    assert same(table.game.state(), left)
    table.tell(commands.Step())
    assert same(table.game.state(), played(experiment, 4).state())
