"""The session with a clock that goes only when it is told to."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import pytest
import torch

from ganlab.experiment import DrawingData, Experiment, Stroke
from ganlab.games.rules import rules_of
from ganlab.games.scenes import field as fields
from ganlab.games.scenes.scene import Scene
from ganlab.games.shown.views import Field, Look, Picture, Rectangle
from ganlab.games.two_player.game import TwoPlayerGame
from ganlab.games.two_player.scenes.plane import PlaneScene
from ganlab.games.two_player.turns import TURNS
from ganlab.gan.columns import SCALARS
from ganlab.gan.settings import two_player
from ganlab.gan.trainer import Trainer
from ganlab.lab import commands
from ganlab.lab.frame import (
    CheckpointTaken,
    Frame,
    FrameRequest,
    Notice,
    Reply,
    State,
    StateChanged,
)
from ganlab.lab.past.history import History
from ganlab.lab.past.saved_history import RECENT
from ganlab.lab.past.snapshots import CHECKPOINT_SECONDS
from ganlab.lab.scenes.camera import BEAT_SECONDS, Camera
from ganlab.lab.session.reporter import FRAME_SECONDS
from ganlab.lab.session.session import Session
from ganlab.metrics.evaluation import evaluate
from ganlab.presets import load_preset
from tests.pictures import arrays, at
from tests.small import both, small, trainer_of

R = TypeVar("R")
REQUEST = FrameRequest(
    frozenset({"generated", "average", "heatmap", "mapping", "gradients", "d_real", "d_fake"})
)
NOTHING = FrameRequest()


class Bench:
    """A session, what it answered, and the clock it looks at."""

    def __init__(self, step_seconds: float = 0.005) -> None:
        self.now = 0.0
        self.step_seconds = step_seconds
        self.replies: list[Reply] = []
        self.session = Session(self.replies.append, clock=lambda: self.now)

    def tell(self, *told: commands.Command) -> None:
        """Hand over commands, one after the other."""
        for command in told:
            self.session.handle(command)
            made = isinstance(command, commands.Build | commands.Move)
            if made and self.session.game is not None:
                self._time(self.trainer)

    def _time(self, trainer: Trainer) -> None:
        run = trainer.run

        def timed(iterations: int) -> None:
            self.now += iterations * self.step_seconds
            run(iterations)

        vars(trainer)["run"] = timed

    def work(self, seconds: float, tick: float = 0.004) -> None:
        """Let the session work; every look at the commands takes a tick besides the steps."""
        end = self.now + seconds
        while self.now < end - 1e-9:
            wait = self.session.advance()
            self.now += min(max(wait, tick), max(end - self.now, 1e-9))

    def frame(self, request: FrameRequest = NOTHING) -> Frame:
        """Ask for a frame and wait for it, without letting a game that runs go further."""
        before = len(self.all(Frame))
        self.tell(commands.RequestFrame(request))
        for _ in range(3):
            self.now += FRAME_SECONDS
            self.session.advance()
            if len(self.all(Frame)) > before:
                return self.all(Frame)[-1]
        raise AssertionError("no frame came")

    def all(self, kind: type[R]) -> list[R]:
        """The replies of one kind."""
        return [reply for reply in self.replies if isinstance(reply, kind)]

    def forget(self) -> None:
        self.replies.clear()

    def state(self) -> State:
        """Where the session stands now."""
        return self.session.state

    @property
    def trainer(self) -> TwoPlayerGame:
        assert isinstance(self.session.game, TwoPlayerGame)
        return self.session.game

    @property
    def states(self) -> list[State]:
        return [reply.state for reply in self.all(StateChanged)]


@pytest.fixture(autouse=True)
def no_denormals() -> Iterator[None]:
    """As `ganlab.lab.device` has it in a worker: networks that have blown up would be slow."""
    torch.set_flush_denormal(True)
    yield
    torch.set_flush_denormal(False)


@pytest.fixture(autouse=True)
def coarse_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of how many cells a field is makes no difference here, only how long it takes."""
    for name, cells in (("FINEST", 8), ("LEAST", 6), ("RUNNING", 25)):
        monkeypatch.setattr(fields, name, cells)


def test_it_can_be_stopped_before_anything_was_built() -> None:
    bench = Bench()
    bench.tell(commands.Stop())
    assert bench.states == [State.STOPPING]
    assert bench.state() is State.STOPPING


@pytest.fixture
def bench() -> Bench:
    """A session with a small game, built and idle."""
    bench = Bench()
    bench.tell(commands.Build(small(), 1, device="cpu"))
    return bench


def spoil(trainer: Trainer) -> None:
    with torch.no_grad():
        trainer.generator.parameters[0] = float("nan")


# --- building -------------------------------------------------------------------------------


def test_a_build_goes_through_loading_to_idle(bench: Bench) -> None:
    assert bench.states == [State.LOADING, State.IDLE]
    last = bench.all(StateChanged)[-1]
    assert (last.generation, last.step, last.device) == (1, 0, "CPU")
    assert bench.session.advance() == math.inf, "nobody has asked for anything"


def test_a_build_that_plays_trains_at_once() -> None:
    bench = Bench()
    bench.tell(commands.Build(small(), 1, device="cpu", play=True))
    assert bench.states == [State.LOADING, State.RUNNING]
    bench.session.advance()
    assert bench.trainer.iteration > 0


def test_before_anything_is_built_only_a_build_has_an_effect() -> None:
    bench = Bench()
    bench.tell(
        commands.Play(),
        commands.Pause(),
        commands.Step(),
        commands.Apply(small()),
        commands.RequestFrame(REQUEST),
        commands.RequestCheckpoint(1),
        commands.RestoreLastGood(),
        commands.SetPace(5.0),
    )
    assert bench.session.advance() == math.inf
    assert bench.replies == []
    bench.tell(commands.Build(small(), 1, device="cpu"))
    assert bench.states == [State.LOADING, State.IDLE]


def test_an_empty_drawing_is_an_error_in_words_and_the_next_build_works() -> None:
    bench = Bench()
    bench.tell(commands.Build(Experiment(data=DrawingData()), 1, device="cpu", play=True))
    (notice,) = bench.all(Notice)
    assert notice.level == "error"
    assert notice.text.startswith("Cannot start: ")
    assert State.RUNNING not in bench.states
    bench.tell(commands.Play())
    assert bench.session.advance() == math.inf
    bench.tell(commands.Build(small(), 2, device="cpu"))
    assert bench.states[-1] is State.IDLE


def test_a_checkpoint_of_other_networks_is_an_error_in_words(bench: Bench) -> None:
    checkpoint = bench.trainer.state()
    bench.tell(commands.Build(small({"game.generator.units": 9}), 2, checkpoint, "cpu"))
    (notice,) = bench.all(Notice)
    assert notice.level == "error"
    assert "another size" in notice.text


def test_a_build_from_a_checkpoint_goes_on_from_it(bench: Bench) -> None:
    bench.tell(commands.Play(until=30))
    bench.work(0.5)
    bench.tell(commands.RequestCheckpoint(7))
    taken = bench.all(CheckpointTaken)[-1]
    assert (taken.token, taken.checkpoint.step) == (7, 30)
    bench.tell(commands.Build(small(), 2, taken.checkpoint, "cpu"))
    last = bench.all(StateChanged)[-1]
    assert (last.state, last.step, last.generation) == (State.PAUSED, 30, 2)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_without_a_gpu_training_falls_back_to_the_cpu_and_says_so() -> None:
    bench = Bench()
    bench.tell(commands.Build(small(), 1, device="cuda"))
    (notice,) = bench.all(Notice)
    assert notice.level == "warning"
    assert "CPU" in notice.text
    assert bench.states[-1] is State.IDLE


def test_a_gpu_that_fails_is_replaced_by_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(experiment: Experiment, target: Any, device: str) -> TwoPlayerGame:
        if device == "cuda":
            raise RuntimeError("CUDA out of memory.\nTried to allocate 2 GiB.")
        return TwoPlayerGame(experiment, target, device)

    monkeypatch.setattr("ganlab.lab.session.building.make_game", build)
    monkeypatch.setattr("ganlab.lab.session.session.choose_device", lambda choice: (
        ("cuda", "") if choice == "cuda" else ("cpu", "")
    ))  # fmt: skip
    monkeypatch.setattr("ganlab.lab.session.session.device_words", str.upper)
    bench = Bench()
    bench.tell(commands.Build(small(), 1, device="cuda", play=True))
    (notice,) = bench.all(Notice)
    assert "CUDA out of memory" in notice.text
    assert "allocate" not in notice.text
    last = bench.all(StateChanged)[-1]
    assert (last.state, last.device, last.generation) == (State.RUNNING, "CPU", 1)


# --- transport ------------------------------------------------------------------------------


def test_play_and_pause(bench: Bench) -> None:
    bench.tell(commands.Play())
    bench.work(0.1)
    bench.tell(commands.Pause())
    step = bench.trainer.iteration
    assert step > 10
    bench.work(0.1)
    assert bench.trainer.iteration == step
    assert bench.states[-2:] == [State.RUNNING, State.PAUSED]
    assert bench.all(StateChanged)[-1].step == step
    bench.tell(commands.Pause())
    assert bench.states.count(State.PAUSED) == 1, "a pause of a paused game is no news"


def test_a_pause_leaves_a_checkpoint_of_where_it_is(bench: Bench) -> None:
    """So that moving to another device, or a crash, loses nothing."""
    bench.tell(commands.Play())
    bench.work(0.05)
    bench.tell(commands.Pause())
    assert bench.all(CheckpointTaken)[-1].checkpoint.step == bench.trainer.iteration > 0


@pytest.mark.parametrize("pace", [None, 30.0])
def test_play_until_holds_exactly_there(bench: Bench, pace: float | None) -> None:
    bench.tell(commands.SetPace(pace), commands.Play(until=17))
    bench.work(1.0)
    assert bench.trainer.iteration == 17
    assert bench.state() is State.PAUSED
    bench.tell(commands.Play(until=5))
    bench.work(0.05)
    assert bench.trainer.iteration == 17, "there already"
    assert bench.state() is State.PAUSED
    bench.tell(commands.Play())
    bench.work(1.0)
    assert bench.trainer.iteration > 17
    assert bench.state() is State.RUNNING


@pytest.mark.parametrize(
    ("turn", "changes"),
    [(None, "DG"), ("discriminator", "D"), ("generator", "G")],
)
def test_a_step_pauses_and_moves_only_whose_turn_it_is(
    bench: Bench, turn: str | None, changes: str
) -> None:
    bench.tell(commands.Play())
    bench.work(0.02)
    before = bench.trainer.state()
    bench.tell(commands.Step(turn))
    after = bench.trainer.state()
    assert after.step == before.step + 1
    assert bench.state() is State.PAUSED
    moved = [
        letter
        for letter, name in (("D", "discriminator"), ("G", "generator"))
        if not np.array_equal(before.arrays[f"{name}/0.weight"], after.arrays[f"{name}/0.weight"])
    ]
    assert "".join(moved) == changes
    frame = bench.frame()
    assert frame.scalars is not None
    assert frame.scalars[-1, 0] == after.step
    assert np.isfinite(frame.scalars).all()
    assert frame.turn == (turn or "generator")


def test_commands_are_carried_out_in_order(bench: Bench) -> None:
    bench.tell(
        commands.Step(),
        commands.Apply(small({"game.k": 3})),
        commands.Step(),
        commands.RequestCheckpoint(1),
        commands.Build(small({"seed": 5}), 2, device="cpu"),
        commands.RequestCheckpoint(2),
    )
    taken = {reply.token: reply for reply in bench.all(CheckpointTaken)}
    assert (taken[1].checkpoint.step, taken[1].generation) == (2, 1)
    assert (taken[2].checkpoint.step, taken[2].generation) == (0, 2)
    assert taken[1].checkpoint.counters["real"]["position"] == (1 + 3) * 16


def test_stop(bench: Bench) -> None:
    bench.tell(commands.Play(), commands.Stop())
    assert bench.states[-1] is State.STOPPING
    step = bench.trainer.iteration
    bench.work(0.1)
    assert bench.trainer.iteration == step


# --- pace -----------------------------------------------------------------------------------


@pytest.mark.parametrize("pace", [1.0, 20.0, 300.0])
def test_a_pace_is_kept(bench: Bench, pace: float) -> None:
    bench.step_seconds = 0.001
    bench.tell(commands.SetPace(pace), commands.Play())
    bench.work(3.0)
    assert bench.trainer.iteration == pytest.approx(3 * pace, rel=0.02, abs=1.01)
    frame = bench.frame()
    assert frame.steps_per_second == pytest.approx(pace, rel=0.1)


def test_between_the_steps_of_a_slow_pace_there_is_nothing_to_do(bench: Bench) -> None:
    bench.tell(commands.SetPace(2.0), commands.Play())
    bench.session.advance()
    assert bench.trainer.iteration == 1
    assert bench.session.advance() == pytest.approx(0.5 - bench.step_seconds)


def test_a_pace_changed_while_playing_counts_at_once(bench: Bench) -> None:
    bench.tell(commands.SetPace(0.1), commands.Play())
    bench.work(0.5)
    assert bench.trainer.iteration == 1
    bench.tell(commands.SetPace(None))
    bench.work(0.1)
    assert bench.trainer.iteration > 10


def test_after_a_long_pause_lost_time_is_not_made_up_for(bench: Bench) -> None:
    bench.tell(commands.SetPace(10.0), commands.Play())
    bench.work(0.3)
    bench.tell(commands.Pause())
    before = bench.trainer.iteration
    bench.now += 1000
    bench.tell(commands.Play())
    bench.work(0.3)
    assert bench.trainer.iteration - before <= 4


def test_slow_motion_walks_the_ten_stages_with_their_captions(bench: Bench) -> None:
    bench.tell(commands.SetPace(None, slow_motion=True, stage_seconds=0.5), commands.Play())
    seen, steps, moved = [], [], []
    weights = bench.trainer.state().arrays
    for _ in range(11):
        bench.session.advance()
        frame = bench.frame()
        assert frame.stage is not None
        assert frame.turn == frame.stage.turn
        seen.append((frame.stage.turn, frame.stage.index, frame.stage.caption))
        steps.append(frame.step)
        now = bench.trainer.state().arrays
        names = ("discriminator/0.weight", "generator/0.weight")
        moved.append("".join(n[0] for n in names if not np.array_equal(weights[n], now[n])))
        weights = now
        bench.now += 0.5
    expected = [
        (turn.name, index, stage.caption)
        for turn in TURNS
        for index, stage in enumerate(turn.stages)
    ]
    assert seen == [*expected, expected[0]]
    assert steps == [0] * 9 + [1, 1]
    assert moved == ["", "", "", "", "d", "", "", "", "", "g", ""]


def test_a_stage_lasts_as_long_as_was_asked(bench: Bench) -> None:
    bench.tell(commands.SetPace(None, slow_motion=True, stage_seconds=0.8), commands.Play())
    bench.work(8.0)
    assert bench.trainer.iteration == 1
    bench.work(8.0)
    assert bench.trainer.iteration == 2


def test_slow_motion_takes_k_steps_of_d_in_its_turn() -> None:
    bench = Bench()
    bench.tell(
        commands.Build(small({"game.k": 3, "game.g": 2}), 1, device="cpu"),
        commands.SetPace(None, slow_motion=True, stage_seconds=0.1),
        commands.Play(until=1),
    )
    bench.work(2.0)
    by_steps = Bench()
    by_steps.tell(
        commands.Build(small({"game.k": 3, "game.g": 2}), 1, device="cpu"),
        commands.Step(),
    )
    slow, plain = bench.trainer.state(), by_steps.trainer.state()
    assert slow.step == plain.step == 1
    assert all(np.array_equal(slow.arrays[name], plain.arrays[name]) for name in plain.arrays)


@pytest.mark.parametrize(
    ("leaving", "iterations"),
    [
        ((commands.SetPace(50.0),), 1),
        ((commands.Step(),), 1),
        ((commands.Step("generator"),), 1),
        ((commands.Step("discriminator"),), 2),
        ((commands.Pause(), commands.SetPace(None)), 1),
        ((commands.Move("cpu"),), 1),
    ],
)
def test_an_iteration_that_slow_motion_leaves_half_done_is_finished(
    leaving: tuple[commands.Command, ...], iterations: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else D would have its turn again, and k would not be kept."""
    turns: list[str] = []
    for name in ("discriminator_step", "generator_step"):
        take = getattr(Trainer, name)

        def noted(trainer: Trainer, take: Any = take, of: str = name[0]) -> None:
            turns.append(of)
            take(trainer)

        monkeypatch.setattr(Trainer, name, noted)
    bench = Bench()
    bench.tell(
        commands.Build(small({"game.k": 3, "game.g": 2}), 1, device="cpu"),
        commands.SetPace(None, slow_motion=True, stage_seconds=0.1),
        commands.Play(),
    )
    bench.work(0.65)
    assert "".join(turns) == "ddd"
    bench.tell(*leaving)
    assert "".join(turns) == "dddgg" + "d" * (iterations - 1)
    assert bench.trainer.iteration == iterations
    assert not bench.trainer.taken


def test_at_full_speed_nobody_is_said_to_have_had_the_last_turn(bench: Bench) -> None:
    bench.tell(commands.Play())
    for _ in range(4):
        bench.work(0.02)
        assert bench.frame().turn is None
    bench.tell(commands.Pause())
    assert bench.frame().turn is None
    bench.tell(commands.Step("discriminator"))
    assert bench.frame().turn == "discriminator"


@pytest.mark.parametrize("leaving", [commands.SetPace(50.0), commands.Step()])
def test_slow_motion_entered_again_begins_at_the_beginning(
    bench: Bench, leaving: commands.Command
) -> None:
    slow = commands.SetPace(None, slow_motion=True, stage_seconds=0.1)
    bench.tell(slow, commands.Play())
    bench.work(0.65)
    bench.tell(leaving)
    assert bench.frame().stage is None
    bench.tell(slow, commands.Play())
    bench.session.advance()
    stage = bench.frame().stage
    assert stage is not None
    assert (stage.turn, stage.index) == ("discriminator", 0)


# --- frames ---------------------------------------------------------------------------------


def test_a_frame_comes_only_when_asked_for(bench: Bench) -> None:
    bench.tell(commands.Play())
    bench.work(0.1)
    assert bench.all(Frame) == []
    bench.tell(commands.RequestFrame(NOTHING))
    bench.work(0.1)
    assert len(bench.all(Frame)) == 1


def test_a_frame_comes_only_when_there_is_news(bench: Bench) -> None:
    bench.frame(REQUEST)
    bench.tell(commands.RequestFrame(REQUEST))
    bench.work(2.0)
    assert len(bench.all(Frame)) == 1
    bench.tell(commands.Step())
    bench.work(0.1)
    assert len(bench.all(Frame)) == 2
    assert bench.all(Frame)[-1].step == 1


def test_frames_come_no_faster_than_a_screen_shows_them(bench: Bench) -> None:
    bench.step_seconds = 0.001
    bench.tell(commands.Play())
    for _ in range(200):
        bench.tell(commands.RequestFrame(NOTHING))
        bench.work(0.001, tick=0.001)
    most = bench.now / FRAME_SECONDS + 1
    assert most / 2 < len(bench.all(Frame)) <= most


def test_a_frame_holds_the_views_asked_for_and_no_others(bench: Bench) -> None:
    asked = frozenset({"generated", "noise", "d_real", "d_fake"})
    assert bench.frame(replace(REQUEST, views=asked)).pictures.keys() == asked


def test_a_view_switched_on_while_nothing_moves_is_shown(bench: Bench) -> None:
    first = bench.frame(replace(REQUEST, views=frozenset({"generated"})))
    assert first.pictures.keys() == {"generated"}
    both = replace(REQUEST, views=frozenset({"generated", "heatmap"}))
    assert bench.frame(both).pictures.keys() == {"heatmap"}, "the other has not changed"
    part = Rectangle(0.1, 0.2, 0.3, 0.3)
    zoomed = bench.frame(replace(both, look=Look(part)))
    assert zoomed.pictures.keys() == {"heatmap"}
    field = zoomed.picture("heatmap", Field)
    assert field is not None
    assert field.part == part


def make_dear(monkeypatch: pytest.MonkeyPatch, bench: Bench, name: str, seconds: float) -> None:
    """A picture of this view takes so long from now on."""
    of = TwoPlayerGame.scene

    def scene_with_a_dear_view(game: TwoPlayerGame) -> Scene:
        scene = of(game)
        take = scene.takers[name]

        def slow(look: Look) -> Picture:
            bench.now += seconds
            return take(look)

        vars(scene)["takers"] = {**scene.takers, name: slow}
        return scene

    monkeypatch.setattr(TwoPlayerGame, "scene", scene_with_a_dear_view)


def test_while_training_a_frame_without_a_picture_waits_for_one_that_is_due_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench()
    share = next(
        view.share for view in rules_of(small()).views(small()) if view.name == "generated"
    )
    make_dear(monkeypatch, bench, "generated", 1.3 * share * FRAME_SECONDS)
    bench.tell(commands.Build(small(), 1, device="cpu"))
    bench.tell(commands.Play())
    frames = [bench.frame(replace(REQUEST, views=frozenset({"generated"}))) for _ in range(20)]
    assert all("generated" in frame.pictures for frame in frames)


def test_while_training_a_dear_view_is_taken_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that took 10 ms at a share of 2 % is due again after half a second."""
    bench = Bench()
    make_dear(monkeypatch, bench, "heatmap", 0.01)
    bench.tell(commands.Build(small(), 1, device="cpu"))
    bench.tell(commands.Play())
    request = replace(REQUEST, views=frozenset({"generated", "heatmap"}))
    frames = [bench.frame(request) for _ in range(20)]
    assert all("generated" in frame.pictures for frame in frames)
    assert sum("heatmap" in frame.pictures for frame in frames) in (1, 2)
    bench.tell(commands.Pause())
    assert "heatmap" in bench.frame(request).pictures, "a held game is shown whole"


def test_frames_carry_the_generation_of_their_build(bench: Bench) -> None:
    assert bench.frame().generation == 1
    bench.tell(commands.RequestFrame(NOTHING), commands.Build(small(), 5, device="cpu"))
    bench.work(0.1)
    assert [frame.generation for frame in bench.all(Frame)] == [1, 5]
    assert all(reply.generation in (1, 5) for reply in bench.all(StateChanged))


def test_no_iteration_is_missing_or_double_across_frames(bench: Bench) -> None:
    bench.step_seconds = 0.0005
    bench.tell(commands.Play())
    for i in range(30):
        bench.work(0.004 * (i % 5))
        bench.tell(commands.RequestFrame(NOTHING))
        if i == 8:
            bench.tell(commands.Apply(small({"training.batch_size": 9})))
        if i == 12:
            bench.tell(commands.Step("generator"), commands.Step(), commands.Play())
        if i == 20:
            bench.tell(commands.SetPace(100.0))
    bench.tell(commands.Pause())
    bench.frame()
    blocks = [f.scalars for f in bench.all(Frame) if f.scalars is not None]
    history = History.of(Experiment())
    for frame in bench.all(Frame):
        history.take(frame)
    steps = history.recent("step", RECENT)
    assert steps.tolist() == list(range(1, bench.trainer.iteration + 1))
    assert len(steps) > 200
    running = [f.scalars for f in bench.all(Frame) if f.scalars is not None and not f.measured]
    assert (np.diff(np.concatenate(running)[:, 0]) >= 1).all()
    assert not any(block.flags.writeable for block in blocks)


def evaluated_steps(bench: Bench) -> list[float]:
    return [figures["step"] for frame in bench.all(Frame) for figures in frame.evaluations]


def test_evaluations_come_with_frames_and_only_when_the_game_has_moved(bench: Bench) -> None:
    bench.work(1.0)
    assert not bench.frame().evaluations, "an untrained game is not judged"
    bench.tell(commands.Play(until=70))
    bench.work(1.0)
    for _ in range(3):
        bench.tell(commands.RequestFrame(NOTHING))
        bench.work(5.0)
    assert evaluated_steps(bench) == [1, 10, 20, 50, 70], "milestones, and where it came to rest"


def test_every_milestone_is_evaluated_however_fast_training_goes() -> None:
    bench = Bench(step_seconds=0.0001)
    bench.tell(commands.Build(small(), 1, device="cpu"), commands.Play(until=600))
    while bench.state() is State.RUNNING:
        bench.tell(commands.RequestFrame(NOTHING))
        bench.work(0.02)
    bench.frame()
    marks = [step for step in evaluated_steps(bench) if step in (1, 10, 20, 50, 100, 200, 500)]
    assert marks == [1, 10, 20, 50, 100, 200, 500]


def test_no_evaluation_is_told_ahead_of_what_else_there_is_to_read() -> None:
    bench = Bench(step_seconds=0.0005)
    bench.tell(commands.Build(small(), 1, device="cpu"), commands.Play(until=600))
    history = History.of(Experiment())
    while bench.state() is State.RUNNING:
        bench.forget()
        bench.tell(commands.RequestFrame(NOTHING))
        bench.work(0.02)
        for frame in bench.all(Frame):
            history.take(frame)
            assert not history.evaluation_latest("step") > history.steps


@pytest.mark.parametrize("paused", [True, False])
def test_frames_tell_from_which_step_on_another_objective_measures(
    bench: Bench, paused: bool
) -> None:
    history = History.of(Experiment())
    bench.tell(commands.Play(until=40 if paused else None))
    bench.work(0.5)
    history.take(bench.frame())
    assert history.now("value") < -1
    other = bench.trainer.experiment.with_values({"game.objective": "least-squares"})
    bench.tell(commands.Apply(other))
    bench.work(0.5)
    since = bench.trainer.objective_since
    bench.work(0.2)
    history.take(bench.frame())
    steps, value = history.curve("value")
    assert np.isnan(value[steps < since]).all()
    assert np.isfinite(value[steps > since]).all()
    assert abs(history.now("value")) < 0.6


def test_a_game_is_evaluated_at_each_pause_and_after_single_steps(bench: Bench) -> None:
    bench.tell(commands.Play(until=23))
    bench.work(0.5)
    bench.frame()
    picture, figures = bench.frame(REQUEST), bench.frame(REQUEST)
    assert "heatmap" in picture.pictures
    assert not picture.evaluations, "the picture does not wait for them"
    assert figures.evaluations[-1]["step"] == 23
    bench.forget()
    bench.tell(commands.Step("generator"))
    bench.frame()
    bench.work(0.5)
    bench.tell(commands.RequestFrame(NOTHING))
    bench.work(0.5)
    assert evaluated_steps(bench) == [24]
    bench.forget()
    bench.tell(commands.Play(), commands.Pause(), commands.Step(), commands.Step())
    bench.tell(commands.Play(until=30))
    bench.work(0.5)
    bench.frame()
    bench.frame()
    assert evaluated_steps(bench) == [26, 30], "the last before it went on, and the end"


def test_a_pause_that_nobody_looked_at_is_evaluated_when_training_goes_on(bench: Bench) -> None:
    bench.tell(commands.Play())
    bench.work(0.35)
    bench.tell(commands.Pause())
    step = bench.trainer.iteration
    bench.tell(commands.Play())
    bench.frame()
    assert step in evaluated_steps(bench)


# --- figures at rest ------------------------------------------------------------------------


def newest_row(frame: Frame) -> dict[str, float]:
    assert frame.scalars is not None
    assert frame.measured
    return dict(zip(SCALARS, frame.scalars[-1].tolist(), strict=True))


def recomputed(bench: Bench) -> dict[str, float]:
    """The figures of the session's networks, measured by another trainer from its checkpoint."""
    trainer = trainer_of(bench.trainer.experiment)
    trainer.load(bench.trainer.state())
    trainer.measure()
    return dict(zip(SCALARS, trainer.take_scalars()[-1].tolist(), strict=True))


@pytest.mark.parametrize(
    "act",
    [
        (commands.Pause(),),
        (commands.Step(),),
        (commands.Step("discriminator"),),
        (commands.Step("generator"),),
        (commands.Step("generator"), commands.Step("discriminator")),
        (commands.Pause(), commands.Apply(small({"game.objective": "least-squares"}))),
    ],
    ids=str,
)
def test_at_rest_every_figure_is_of_the_networks_that_are_shown(
    bench: Bench, act: tuple[commands.Command, ...]
) -> None:
    bench.tell(commands.Play())
    bench.work(0.3)
    bench.frame(REQUEST)
    bench.tell(*act)
    frame = bench.frame(REQUEST)
    assert newest_row(frame) == recomputed(bench)
    assert frame.step == newest_row(frame)["step"] == bench.trainer.iteration
    pictures = Camera(PlaneScene(bench.trainer), lambda: 0.0).take(REQUEST, version=1)
    assert frame.pictures.keys() == pictures.keys() == REQUEST.views
    for name, found in frame.pictures.items():
        for field, array in arrays(pictures[name]).items():
            np.testing.assert_array_equal(arrays(found)[field], array)


def test_one_sees_g_lower_v_and_d_raise_it(bench: Bench) -> None:
    bench.tell(commands.Build(small(both(learning_rate=0.01)), 2, device="cpu"))
    bench.tell(commands.Play(until=60))
    bench.work(1.0)
    rows = [newest_row(bench.frame())]
    for player in ("generator", "discriminator"):
        for _ in range(8):
            bench.tell(commands.Step(player))
            rows.append(newest_row(bench.frame()))
    value, d_fake, loss = (
        np.array([row[name] for row in rows]) for name in ("value", "d_fake", "discriminator_loss")
    )
    assert (np.diff(value[:9]) < 0).all(), "each step of G"
    assert (np.diff(d_fake[:9]) > 0).all()
    assert (np.diff(loss[:9]) > 0).all()
    assert (np.diff(value[8:]) > 0).all(), "each step of D"


def test_in_slow_motion_each_turn_shows_what_it_came_to(bench: Bench) -> None:
    bench.tell(commands.Build(small(both(learning_rate=0.01)), 2, device="cpu"))
    bench.tell(commands.Play(until=60))
    bench.work(1.0)
    before = newest_row(bench.frame())
    slow = commands.SetPace(None, slow_motion=True, stage_seconds=0.1)
    bench.tell(slow, commands.Play())
    rows: dict[str, dict[str, float]] = {}
    for _ in range(12):
        bench.session.advance()
        frame = bench.frame()
        assert frame.stage is not None
        if frame.stage.index == 4:
            rows.setdefault(frame.stage.turn, newest_row(frame))
        bench.now += 0.1
    assert rows["discriminator"]["step"] == 60.5
    assert rows["discriminator"]["value"] > before["value"]
    assert rows["generator"]["step"] == 61
    assert rows["generator"]["value"] < rows["discriminator"]["value"]


def test_stages_that_move_no_network_are_not_measured_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of images it takes a good part of a second."""
    measured: list[float] = []
    measure = Trainer.measure

    def noted(trainer: Trainer) -> None:
        measured.append(trainer.iteration + trainer.taken / 2)
        measure(trainer)

    monkeypatch.setattr(Trainer, "measure", noted)
    bench.tell(commands.SetPace(None, slow_motion=True, stage_seconds=0.1), commands.Play())
    for _ in range(20):
        bench.session.advance()
        assert bench.frame().stage is not None
        bench.now += 0.1
    assert measured == [0, 0.5, 1, 1.5, 2]
    bench.tell(commands.Pause())
    bench.frame()
    assert measured[5:] == [2], "at the pause for good"


def test_while_training_runs_what_is_compared_is_of_one_step(bench: Bench) -> None:
    """Heatmap, spread, means: all come with one frame, or none does; the samples with each."""
    bench.tell(commands.Play())
    frames = [bench.frame(REQUEST) for _ in range(30)]
    whole = [frame for frame in frames if frame.scalars is not None]
    assert 2 <= len(whole) < len(frames)
    for frame in frames:
        beat = {name: name in frame.pictures for name in REQUEST.views}
        assert beat.pop("generated")
        assert set(beat.values()) == {frame.scalars is not None}
    for frame in whole:
        assert frame.scalars is not None
        assert frame.scalars[-1, 0] == frame.step


def test_looking_at_rest_does_not_disturb_the_game(bench: Bench) -> None:
    alone = Bench()
    alone.tell(commands.Build(small(), 1, device="cpu"))
    for game, watched in ((bench, True), (alone, False)):
        for _ in range(3):
            game.tell(commands.Step())
            if watched:
                game.frame(REQUEST)
    a, b = bench.trainer.state(), alone.trainer.state()
    assert all(np.array_equal(a.arrays[name], b.arrays[name]) for name in a.arrays)
    assert a.counters == b.counters


# --- edits ----------------------------------------------------------------------------------


def test_a_live_edit_keeps_the_game_going(bench: Bench) -> None:
    bench.tell(commands.Play())
    bench.work(0.05)
    step = bench.trainer.iteration
    bench.tell(commands.Apply(small({"game.k": 4, "game.objective": "minimax"})))
    assert bench.trainer.iteration == step
    bench.work(0.05)
    assert bench.trainer.iteration > step
    assert two_player(bench.trainer.experiment.game).k == 4
    assert bench.state() is State.RUNNING


def drawn(x: float) -> Experiment:
    stroke = Stroke(points=((x, -0.4), (x, 0.4)), size=0.2)
    return small({"data": DrawingData(strokes=(stroke,))})


def test_a_drawing_changed_while_it_is_imitated() -> None:
    bench = Bench()
    bench.tell(commands.Build(drawn(-0.5), 1, device="cpu", play=True))
    bench.work(0.05)
    step = bench.trainer.iteration
    bench.tell(commands.Apply(drawn(0.5)))
    bench.work(0.7)
    assert bench.trainer.iteration > step
    points = bench.trainer.target.sample(100, np.random.default_rng(1)).rows
    assert bench.trainer.target.view.forward(points)[:, 0].mean() > 0.3
    for _ in range(3):
        bench.frame(REQUEST)
    newest = [figures for frame in bench.all(Frame) for figures in frame.evaluations][-1]
    assert newest["step"] > step, "judged against the new drawing"


def test_a_drawing_rubbed_out_while_it_is_imitated_changes_nothing_but_says_so() -> None:
    bench = Bench()
    bench.tell(commands.Build(drawn(-0.5), 1, device="cpu", play=True))
    bench.tell(commands.Apply(small({"data": DrawingData()})))
    (notice,) = bench.all(Notice)
    assert notice.level == "error"
    assert bench.trainer.experiment == drawn(-0.5)
    bench.work(0.02)
    assert bench.state() is State.RUNNING


# --- the end of a schedule ------------------------------------------------------------------


def test_a_finished_cosine_schedule_pauses_and_says_so() -> None:
    bench = Bench(step_seconds=0.0)
    finite = small(both(schedule="cosine") | {"training.steps": 130})
    bench.tell(commands.Build(finite, 1, device="cpu", play=True))
    bench.work(0.2)
    assert bench.trainer.iteration == 130, "however long the chunks are"
    assert bench.state() is State.PAUSED
    (notice,) = bench.all(Notice)
    assert notice.level == "info"
    assert "step 130" in notice.text
    bench.tell(commands.Play())
    bench.work(0.1)
    assert bench.trainer.iteration == 130
    assert len(bench.all(Notice)) == 2, "and says so again when asked to go on"
    bench.tell(commands.Apply(small(both(schedule="cosine") | {"training.steps": 150})))
    bench.tell(commands.Play())
    bench.work(0.1)
    assert bench.trainer.iteration == 150
    bench.tell(commands.Step())
    assert bench.trainer.iteration == 151, "single steps are allowed"


def test_with_one_constant_schedule_the_game_goes_on() -> None:
    bench = Bench()
    changes = {"game.generator_optimizer.schedule": "cosine", "training.steps": 30}
    bench.tell(commands.Build(small(changes), 1, device="cpu", play=True))
    bench.work(0.5)
    assert bench.trainer.iteration > 30
    assert bench.state() is State.RUNNING


# --- divergence and going back --------------------------------------------------------------


def test_a_divergence_pauses_and_the_last_good_state_can_be_restored(bench: Bench) -> None:
    bench.tell(commands.Play())
    bench.work(CHECKPOINT_SECONDS + 0.5)
    good = [taken.checkpoint.step for taken in bench.all(CheckpointTaken)]
    spoil(bench.trainer)
    bench.work(0.5)
    assert bench.state() is State.PAUSED
    (notice,) = bench.all(Notice)
    assert (notice.level, notice.can_restore) == ("error", True)
    assert "diverged at step" in notice.text
    frame = bench.frame(REQUEST)  # a broken game can be looked at
    assert frame.scalars is not None

    bench.tell(commands.Play())
    bench.work(0.05)
    assert bench.state() is State.PAUSED, "a broken game does not play"
    assert bench.all(Notice)[-1].can_restore
    bench.tell(commands.Step())
    assert bench.state() is State.PAUSED

    broken_at = bench.trainer.iteration
    bench.forget()
    bench.tell(commands.RequestCheckpoint(7))
    (taken,) = bench.all(CheckpointTaken)
    assert not taken.sound, "what is saved now is the last good state"
    assert taken.checkpoint.is_finite()
    assert taken.checkpoint.step in (*good, 0)
    bench.forget()
    bench.tell(commands.RestoreLastGood())
    step = bench.trainer.iteration
    assert step in (*good, 0)
    assert step <= broken_at - 100
    assert bench.trainer.state().is_finite()
    assert bench.all(StateChanged)[-1].step == step
    assert bench.all(Notice)[-1].text.startswith(f"Restored the state of step {step:,}: ")
    assert bench.all(CheckpointTaken)[-1].checkpoint.step == step, "and resuming goes there too"
    assert np.isfinite(at(bench.frame(REQUEST))).all()
    bench.tell(commands.Play())
    bench.work(BEAT_SECONDS)
    assert bench.trainer.iteration > step
    assert bench.state() is State.RUNNING
    frame = bench.frame()
    assert frame.scalars is not None
    assert frame.scalars[0, 0] == step + 1


def test_what_has_blown_up_moves_as_it_was_before(bench: Bench) -> None:
    bench.tell(commands.Play())
    bench.work(CHECKPOINT_SECONDS + 0.5)
    spoil(bench.trainer)
    bench.work(0.5)
    assert bench.state() is State.PAUSED
    bench.tell(commands.Move("cpu"))
    assert bench.trainer.state().is_finite()
    assert bench.all(Notice)[-1].text.startswith("Restored the state of step ")
    bench.tell(commands.Play())
    bench.work(BEAT_SECONDS)
    assert bench.state() is State.RUNNING


HEALTHY = load_preset("ring-8").with_values(
    {
        "game.generator.units": 32,
        "game.discriminator.units": 32,
        "training.batch_size": 64,
    }
)
EXPLOSIONS = {
    "sgd": both(kind="sgd", learning_rate=1.0),
    "adam": both(kind="adam", learning_rate=1.0),
    "momentum": both(kind="momentum", learning_rate=1.0, momentum=0.99),
    "least squares": both(kind="sgd", learning_rate=1.0) | {"game.objective": "least-squares"},
}


@pytest.mark.parametrize("changes", EXPLOSIONS.values(), ids=EXPLOSIONS.keys())
def test_after_a_real_explosion_the_restored_state_is_a_good_one(changes: dict[str, Any]) -> None:
    bench = Bench(step_seconds=0.01)
    bench.tell(commands.Build(HEALTHY, 1, device="cpu"), commands.Play(until=600))
    look(bench, 8.0)
    before = quality(bench.trainer)
    bench.tell(commands.Apply(HEALTHY.with_values(changes)), commands.Play())
    look(bench, 20.0)
    bench.tell(commands.RestoreLastGood())
    restored = bench.trainer.state()
    assert restored.is_finite()
    weights = [a for n, a in restored.arrays.items() if n.startswith(("gen", "disc")) and a.size]
    assert max(float(np.abs(w).max()) for w in weights[:8]) < 100
    assert quality(bench.trainer) < before + 0.1, "as good as it was before the edit"
    words = bench.all(Notice)[-1].text
    assert words.startswith(f"Restored the state of step {restored.step:,}: ")


def test_an_explosion_from_the_first_step_goes_back_to_the_beginning() -> None:
    bench = Bench(step_seconds=0.01)
    wild = HEALTHY.with_values(EXPLOSIONS["adam"])
    bench.tell(commands.Build(wild, 1, device="cpu"), commands.Play())
    bench.work(15.0)
    bench.tell(commands.RestoreLastGood())
    weights = bench.trainer.discriminator.parameters.abs().max()
    assert float(weights) < 100
    assert "Restored the state of step" in bench.all(Notice)[-1].text


def look(bench: Bench, seconds: float) -> None:
    """Let it work as a window does that looks on, until it pauses."""
    for _ in range(round(2 * seconds)):
        bench.tell(commands.RequestFrame(NOTHING))
        bench.work(0.5)
    assert bench.trainer.iteration > 500


def quality(trainer: Trainer) -> float:
    """Jensen-Shannon divergence, bits."""
    return evaluate(trainer.target, trainer.sample(2000, 1), trainer.iteration)["js_bits"]


def test_restoring_again_goes_back_further_and_never_to_a_later_state(bench: Bench) -> None:
    bench.tell(commands.Play())
    for _ in range(3):
        bench.work(CHECKPOINT_SECONDS)
    steps = []
    for _ in range(4):
        bench.tell(commands.RestoreLastGood())
        steps.append(bench.trainer.iteration)
    assert steps == sorted(steps, reverse=True)
    bench.tell(commands.Step(), commands.RestoreLastGood())
    assert bench.trainer.iteration <= steps[-1] + 1


def test_early_divergence_goes_back_to_the_beginning(bench: Bench) -> None:
    spoil(bench.trainer)
    bench.tell(commands.Play())
    bench.work(0.5)
    assert bench.state() is State.PAUSED
    bench.tell(commands.RestoreLastGood())
    assert bench.trainer.iteration == 0
    assert bench.state() is State.IDLE
    bench.tell(commands.Step("discriminator"))
    frame = bench.frame()
    assert frame.scalars is not None
    assert np.isfinite(frame.scalars).all()


@pytest.mark.parametrize(
    "command",
    [commands.Step(), commands.Apply(small({"training.batch_size": 8, "game.k": 2}))],
    ids=["step", "apply"],
)
def test_a_divergence_found_by_a_command_ends_no_session(
    bench: Bench, command: commands.Command
) -> None:
    bench.tell(*[commands.Step()] * 45)
    spoil(bench.trainer)
    for _ in range(10):
        bench.tell(command if isinstance(command, commands.Step) else commands.Step())
        if isinstance(command, commands.Apply):
            bench.tell(command)
    assert bench.state() is State.PAUSED
    assert any(notice.can_restore for notice in bench.all(Notice))
    bench.tell(commands.RestoreLastGood())
    if isinstance(command, commands.Apply):
        assert bench.trainer.experiment == command.experiment, "the edit counts all the same"
    bench.tell(commands.Step())
    assert bench.trainer.state().is_finite()


def test_moving_to_another_device_goes_on_where_training_stands(bench: Bench) -> None:
    bench.tell(commands.Play())
    bench.work(0.2)
    before = bench.trainer.state()
    bench.tell(commands.Move("cpu"))
    after = bench.trainer.state()
    assert after.step == before.step > 0
    assert all(np.array_equal(before.arrays[name], after.arrays[name]) for name in before.arrays)
    assert bench.state() is State.RUNNING
    bench.work(0.2)
    assert bench.trainer.iteration > before.step
    assert bench.frame().generation == 1


def test_a_reset_of_a_broken_game_plays(bench: Bench) -> None:
    spoil(bench.trainer)
    bench.tell(commands.Play())
    bench.work(0.5)
    bench.tell(commands.Build(small(), 2, device="cpu", play=True))
    bench.work(0.1)
    assert bench.state() is State.RUNNING


def test_snapshots_are_sent_while_training_and_only_then(bench: Bench) -> None:
    bench.work(3 * CHECKPOINT_SECONDS)
    assert bench.all(CheckpointTaken) == []
    bench.tell(commands.SetPace(50.0), commands.Play())
    bench.work(3 * CHECKPOINT_SECONDS + 0.1)
    taken = bench.all(CheckpointTaken)
    assert 3 <= len(taken) <= 4
    assert all(reply.token is None and reply.generation == 1 for reply in taken)
    steps = [reply.checkpoint.step for reply in taken]
    assert steps == sorted(set(steps))
