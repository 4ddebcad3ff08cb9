"""The controller between the window and a link that only records."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.data.errors import DataError
from ganlab.experiment import DrawingData, Experiment, ImageData, Stroke, ToyData
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.settings import two_player
from ganlab.lab import commands
from ganlab.lab.frame import CheckpointTaken, Failed, Notice, State, StateChanged
from ganlab.lab.past.history import History
from tests.app.conftest import MakeFrame, RecordingLink
from tests.lab.runs import make_history
from tests.small_images import image_set, small_images

CHECKPOINT = Checkpoint(40, {"generator/0.weight": np.ones(3, dtype=np.float32)}, {})
DRAWING = DrawingData(strokes=(Stroke(points=((0, 0), (0.5, 0.5))),))


def enter(controller: Controller, state: State, step: int = 0) -> None:
    controller.on_reply(StateChanged(state, controller.generation, step, "CPU"))


def collect(signal: Any) -> list[Any]:
    """What a signal with one argument carries from now on."""
    caught: list[Any] = []
    signal.connect(caught.append)
    return caught


# --- start ----------------------------------------------------------------------------------


def test_a_start_builds_sets_the_pace_and_asks_for_a_frame(
    controller: Controller, link: RecordingLink
) -> None:
    build, pace, request = link.sent
    assert build == commands.Build(Experiment(), 1, None, "auto", False)
    assert pace == controller.pace
    assert request == commands.RequestFrame(controller.request)
    assert controller.state is State.LOADING


def test_the_transport_says_to_the_session_what_was_pressed(
    controller: Controller, link: RecordingLink
) -> None:
    link.sent.clear()
    controller.play()
    controller.pause()
    controller.step_once("generator")
    controller.train_until(500)
    controller.set_pace(commands.SetPace(20.0))
    controller.restore_last_good()
    assert link.sent == [
        commands.Play(),
        commands.Pause(),
        commands.Step("generator"),
        commands.Play(until=500),
        commands.SetPace(20.0),
        commands.RestoreLastGood(),
    ]


def test_toggle_pauses_what_runs_and_plays_what_does_not(
    controller: Controller, link: RecordingLink
) -> None:
    for state, expected in ((State.PAUSED, commands.Play()), (State.RUNNING, commands.Pause())):
        enter(controller, state)
        controller.toggle()
        assert link.sent[-1] == expected


def test_a_reset_builds_the_same_experiment_again(
    controller: Controller, link: RecordingLink
) -> None:
    controller.history = make_history(40)
    enter(controller, State.RUNNING, 40)
    controller.reset()
    assert link.commands(commands.Build)[-1] == commands.Build(
        Experiment(), 2, None, "auto", False, hand_over=True
    )
    assert controller.step == 0
    assert controller.history.steps == 0


# --- edits ----------------------------------------------------------------------------------


def test_a_live_edit_is_applied_and_builds_nothing(
    controller: Controller, link: RecordingLink
) -> None:
    changed: list[tuple[Experiment, Experiment]] = []
    controller.experiment_changed.connect(lambda old, new: changed.append((old, new)))
    controller.edit("k", {"game.k": 3})
    new = Experiment().with_values({"game.k": 3})
    assert link.sent[-1] == commands.Apply(new)
    assert len(link.commands(commands.Build)) == 1
    assert changed == [(Experiment(), new)]
    assert controller.modified


@pytest.mark.parametrize("running", [True, False])
def test_an_edit_of_the_networks_builds_and_plays_on_if_it_played(
    controller: Controller, link: RecordingLink, running: bool
) -> None:
    enter(controller, State.RUNNING if running else State.PAUSED, 40)
    controller.history = make_history(40)
    controller.last_checkpoint = CHECKPOINT
    notices = collect(controller.notice)
    controller.edit("units", {"game.generator.units": 8})
    build = link.commands(commands.Build)[-1]
    assert build.generation == controller.generation == 2
    assert build.checkpoint is None
    assert build.play is running
    assert two_player(build.experiment.game).generator.units == 8
    assert link.commands(commands.Apply) == []
    assert controller.last_checkpoint is None
    assert controller.history.steps == 0
    assert [notice.level for notice in notices] == ["info"], "training was lost: say so"


def test_an_edit_of_the_networks_of_an_untrained_game_needs_no_words(
    controller: Controller,
) -> None:
    notices = collect(controller.notice)
    controller.edit("units", {"game.generator.units": 8})
    assert notices == []


def test_an_edit_of_words_tells_the_session_nothing(
    controller: Controller, link: RecordingLink
) -> None:
    link.sent.clear()
    controller.edit("name", {"name": "mine"})
    assert link.sent == []
    assert controller.experiment.name == "mine"
    assert controller.modified


@pytest.mark.parametrize(
    "changes", [{"game.k": 0}, {"training.nothing": 1}, {"data": DrawingData()}], ids=str
)
def test_an_edit_that_is_not_allowed_is_refused_in_words(
    controller: Controller, link: RecordingLink, changes: dict[str, Any]
) -> None:
    link.sent.clear()
    notices = collect(controller.notice)
    controller.edit("wrong", changes)
    assert [notice.level for notice in notices] == ["error"]
    assert controller.experiment == Experiment()
    assert not controller.undo_stack.count()
    assert not controller.modified
    assert link.sent == []


def test_undo_and_redo(controller: Controller, link: RecordingLink) -> None:
    controller.edit("k", {"game.k": 3})
    controller.edit("target", {"data": ToyData(name="gaussian-1d")})
    assert controller.target.dimension == 1
    controller.undo_stack.undo()
    assert controller.target.dimension == 2
    assert two_player(controller.experiment.game).k == 3
    controller.undo_stack.undo()
    assert controller.experiment == Experiment()
    assert link.sent[-1] == commands.Apply(Experiment())
    controller.undo_stack.redo()
    controller.undo_stack.redo()
    assert controller.experiment.data == ToyData(name="gaussian-1d")
    assert [b.generation for b in link.commands(commands.Build)] == [1, 2, 3, 4]


def test_a_dragged_slider_is_one_undo_step(controller: Controller, link: RecordingLink) -> None:
    for k in (2, 3, 4):
        controller.edit("k", {"game.k": k})
    controller.edit("g", {"game.g": 2})
    controller.edit("k", {"game.k": 5})
    assert controller.undo_stack.count() == 3
    assert [two_player(apply.experiment.game).k for apply in link.commands(commands.Apply)] == [
        *(2, 3, 4, 4, 5)
    ]
    for expected in ((4, 2), (4, 1), (1, 1)):
        controller.undo_stack.undo()
        game = two_player(controller.experiment.game)
        assert (game.k, game.g) == expected


def test_a_slider_dragged_away_and_back_leaves_nothing_to_undo(controller: Controller) -> None:
    for k in (2, 3, 1):
        controller.edit("k", {"game.k": k})
    assert controller.experiment == Experiment()
    assert not controller.undo_stack.canUndo()


def test_replacing_the_document_by_itself_is_no_edit(
    controller: Controller, link: RecordingLink
) -> None:
    link.sent.clear()
    controller.replace("preset", Experiment())
    controller.edit("k", {"game.k": 1})
    assert link.sent == []
    assert not controller.undo_stack.count()


def test_whole_documents_replaced_one_after_the_other_are_each_undone(
    controller: Controller,
) -> None:
    for name in ("moons", "spiral"):
        controller.replace(name, Experiment(data=ToyData(name=name)))
    assert controller.undo_stack.count() == 2


def test_a_changed_drawing_is_live(controller: Controller, link: RecordingLink) -> None:
    controller.edit("drawing", {"data": DRAWING})
    builds = len(link.commands(commands.Build))
    controller.edit("drawing", {"data": DrawingData(strokes=DRAWING.strokes * 2)})
    assert len(link.commands(commands.Build)) == builds
    assert isinstance(link.sent[-1], commands.Apply)


def test_images_without_labels_cannot_be_conditional(
    controller: Controller, tmp_path: Path
) -> None:
    notices = collect(controller.notice)
    np.save(tmp_path / "plain.npy", image_set(labelled=False).images)
    plain = small_images(changes={"data.path": str(tmp_path / "plain.npy")})
    controller.replace("plain", plain)
    plain = controller.experiment
    controller.edit("conditional", {"game.conditional": True})
    assert controller.experiment is plain
    assert "no labels" in notices[-1].text
    labelled = small_images(conditional=True)
    controller.replace("digits", labelled)
    controller.edit("images", {"data.path": str(tmp_path / "plain.npy")})
    assert controller.experiment == labelled
    assert len(notices) == 2


def test_points_without_classes_are_told_to_nobody(controller: Controller) -> None:
    notices = collect(controller.notice)
    controller.edit("told", {"game.conditional": True})
    controller.edit("line", {"data": ToyData(name="line")})
    assert not controller.experiment.game.told
    assert "no classes" in notices[-1].text
    controller.undo()
    assert controller.experiment.game.told
    controller.edit("line", {"data": ToyData(name="line"), "game.conditional": False})
    controller.edit("told", {"game.conditional": True})
    assert not controller.experiment.game.told
    assert "Line has no classes" in notices[-1].text


BEGINNINGS: dict[str, Callable[[Controller], None]] = {
    "reset": Controller.reset,
    "seed": lambda c: c.choose_seed(99),
    "networks": lambda c: c.edit("Channels", {"game.image_networks.channels": 5}),
}


@pytest.mark.parametrize("begin", BEGINNINGS.values(), ids=BEGINNINGS.keys())
def test_a_run_that_begins_reads_images_again_that_have_changed(
    controller: Controller, tmp_path: Path, begin: Callable[[Controller], None]
) -> None:
    notices = collect(controller.notice)
    path = tmp_path / "own.npy"
    np.save(path, image_set(labelled=False).images)
    controller.replace("own", small_images(changes={"data.path": str(path)}))
    enter(controller, State.PAUSED, step=50)
    before = controller.experiment
    changed = image_set(labelled=False).images[::-1][:-1]
    np.save(path, changed)
    begin(controller)
    assert any("have changed and were read again" in notice.text for notice in notices)
    data = controller.experiment.data
    assert isinstance(data, ImageData)
    assert data.record is not None
    assert data.record.count == len(changed)
    assert not controller.target.absent
    controller.undo()
    assert controller.experiment == before
    assert controller.target.absent, "the run before is not trained on with others"


def test_an_opened_run_whose_images_have_changed_is_not_what_its_file_holds(
    controller: Controller, tmp_path: Path
) -> None:
    path = tmp_path / "own.npy"
    np.save(path, image_set(labelled=False).images)
    controller.replace("own", small_images(changes={"data.path": str(path)}))
    run, file = controller.experiment, tmp_path / "run.ganlab"
    controller.open(run, None, History.of(run), file)
    assert not controller.modified
    np.save(path, image_set(labelled=False).images[1:])
    controller.open(run, None, History.of(run), file)
    assert controller.experiment != run
    assert controller.modified


def test_nobody_edits_a_document_while_told_of_it(
    controller: Controller, link: RecordingLink
) -> None:
    """Widgets that are hidden, or greyed, for it let go of what was asked of the one before."""

    def let_go() -> None:
        controller.edit("k", {"game.k": 7})
        controller.edit("k", {"game.k": 700})

    refused = collect(controller.notice)
    controller.experiment_changed.connect(let_go)
    controller.opened.connect(let_go)
    run = Experiment().with_values({"seed": 5})
    controller.open(run, None, History.of(run), Path("a.ganlab"))
    assert controller.experiment == run
    assert not controller.modified
    controller.edit("batch", {"training.batch_size": 100})
    assert two_player(controller.experiment.game).k == 1
    assert controller.undo_stack.count() == 1
    assert not refused


# --- frames ---------------------------------------------------------------------------------


def test_a_frame_is_recorded_shown_and_the_next_one_asked_for(
    controller: Controller, link: RecordingLink, make_frame: MakeFrame, qtbot: QtBot
) -> None:
    enter(controller, State.RUNNING)
    link.sent.clear()
    with qtbot.waitSignal(controller.frame_ready) as caught:
        link.frames.append(make_frame(controller))
    assert caught.args is not None
    assert caught.args[0].step == controller.step == controller.history.steps == 10
    assert link.sent == [commands.RequestFrame(controller.request)]
    assert controller.modified


def test_frames_of_an_older_generation_are_dropped(
    controller: Controller, link: RecordingLink, make_frame: MakeFrame, qtbot: QtBot
) -> None:
    old = make_frame(controller)
    controller.reset()
    shown = collect(controller.frame_ready)
    link.sent.clear()
    link.frames.append(old)
    qtbot.waitUntil(lambda: bool(link.sent))
    assert shown == []
    assert controller.history.steps == 0
    assert link.sent == [commands.RequestFrame(controller.request)], "and the next is asked for"


@pytest.mark.parametrize("step", [4, 14])
def test_a_frame_of_what_has_been_saved_says_nothing_new(
    controller: Controller, link: RecordingLink, make_frame: MakeFrame, qtbot: QtBot, step: int
) -> None:
    """The state to be saved may overtake the frames of its own step, and of earlier ones."""
    enter(controller, State.PAUSED)
    controller.set_modified(False)
    token = controller.request_checkpoint()
    checkpoint = Checkpoint(14, {}, {})
    controller.on_reply(CheckpointTaken(checkpoint, controller.generation, token))
    assert controller.modified, "there have been steps"
    controller.set_modified(False)  # as saving does
    with qtbot.waitSignal(controller.frame_ready):
        link.frames.append(make_frame(controller, step=step))
    assert not controller.modified
    assert controller.step == 14


def test_steps_that_a_hold_tells_of_before_any_frame_are_something_to_save(
    controller: Controller,
) -> None:
    enter(controller, State.RUNNING)
    assert not controller.modified
    enter(controller, State.PAUSED, 5)
    assert controller.modified


def test_replies_of_an_older_generation_are_dropped(controller: Controller) -> None:
    controller.reset()
    states = collect(controller.state_changed)
    controller.on_reply(StateChanged(State.RUNNING, 1, 99, "CPU"))
    controller.on_reply(CheckpointTaken(CHECKPOINT, 1))
    assert states == []
    assert controller.state is State.LOADING
    assert controller.last_checkpoint is None


def test_a_frame_that_arrives_after_a_restore_does_not_stay(
    controller: Controller, link: RecordingLink, make_frame: MakeFrame, qtbot: QtBot
) -> None:
    """It was in the mailbox: what it recorded is taken back by what really follows."""
    controller.step = 90
    late = make_frame(controller)
    enter(controller, State.PAUSED, 40)
    link.frames = deque([late])
    qtbot.waitUntil(lambda: controller.history.steps == 100)
    controller.step = 40
    with qtbot.waitSignal(controller.frame_ready):
        link.frames.append(make_frame(controller))
    assert controller.history.steps == controller.step == 50
    assert controller.history.curve("value")[0].tolist() == list(range(41, 51))


def test_the_views_asked_for_are_those_that_any_panel_shows(
    controller: Controller, link: RecordingLink
) -> None:
    generated, heatmap = frozenset({"generated"}), frozenset({"heatmap"})
    controller.want("a", generated)
    controller.want("b", heatmap | generated)
    controller.want("a", frozenset())
    assert controller.request.views == heatmap | generated
    assert link.sent[-1] == commands.RequestFrame(controller.request)
    asked = len(link.sent)
    controller.want("a", heatmap)
    assert len(link.sent) == asked, "nothing new"


# --- runs -----------------------------------------------------------------------------------


def test_open_takes_up_a_run_with_its_history(controller: Controller, link: RecordingLink) -> None:
    controller.edit("k", {"game.k": 3})
    history, seen = make_history(40), []
    controller.rebuilt.connect(lambda: seen.append((controller.history, controller.step)))
    opened = Experiment(name="opened", data=ToyData(name="mixture-1d"))
    controller.open(opened, CHECKPOINT, history)
    assert link.commands(commands.Build)[-1] == commands.Build(opened, 2, CHECKPOINT, "auto", False)
    assert seen == [(history, 40)], "who draws the curves again finds those of the run"
    assert controller.history is history
    assert controller.target.dimension == 1
    assert controller.last_checkpoint is CHECKPOINT
    assert not controller.undo_stack.canUndo()
    assert not controller.modified


def test_open_without_a_checkpoint_keeps_the_history_of_the_file(controller: Controller) -> None:
    history = History.of(Experiment())
    controller.open(Experiment(), None, history)
    assert controller.history is history


def test_open_of_a_target_that_cannot_be_made_changes_nothing(
    controller: Controller, link: RecordingLink
) -> None:
    controller.edit("k", {"game.k": 3})
    sent = list(link.sent)
    with pytest.raises(DataError):
        controller.open(Experiment(data=DrawingData()), None, History.of(Experiment()))
    assert two_player(controller.experiment.game).k == 3
    assert controller.undo_stack.canUndo()
    assert link.sent == sent


def test_a_checkpoint_asked_for_comes_under_its_token(
    controller: Controller, link: RecordingLink
) -> None:
    ready = collect(controller.checkpoint_ready)
    token = controller.request_checkpoint()
    assert link.sent[-1] == commands.RequestCheckpoint(token)
    assert controller.request_checkpoint() != token
    controller.on_reply(CheckpointTaken(CHECKPOINT, 1))
    assert ready == [], "one of those that come by themselves"
    assert controller.last_checkpoint is CHECKPOINT
    controller.on_reply(CheckpointTaken(CHECKPOINT, 1, token))
    assert [taken.token for taken in ready] == [token]


def test_another_device_goes_on_from_where_training_stands(
    controller: Controller, link: RecordingLink
) -> None:
    controller.history = make_history(45)
    enter(controller, State.RUNNING, 45)
    controller.set_device("cpu")
    assert link.commands(commands.Move) == [commands.Move("cpu")]
    assert controller.step == 45
    assert controller.history.steps == 45, "the curves stay"
    controller.reset()
    assert link.commands(commands.Build)[-1].device == "cpu", "and it stays so"


def test_a_crash_is_told_and_resume_goes_on_from_the_last_checkpoint(
    controller: Controller, link: RecordingLink, make_frame: MakeFrame, qtbot: QtBot
) -> None:
    controller.on_reply(CheckpointTaken(CHECKPOINT, 1))
    controller.history = make_history(45)
    controller.edit("k", {"game.k": 3})
    crashes, states = collect(controller.crashed), collect(controller.state_changed)
    controller.on_reply(Failed("It is gone."))
    assert crashes == ["It is gone."]
    assert [reply.state for reply in states] == [State.CRASHED]
    controller.edit("k", {"game.k": 4})
    controller.resume()
    build = link.commands(commands.Build)[-1]
    assert build.checkpoint is CHECKPOINT
    assert two_player(build.experiment.game).k == 4, "edits made meanwhile count"
    assert build.play
    assert controller.state is State.LOADING
    assert controller.history.steps == 40, "the curves do not go beyond the networks"
    with qtbot.waitSignal(controller.frame_ready):
        link.frames.append(make_frame(controller))
    assert controller.history.curve("value")[0].tolist() == list(range(1, 51))


def test_a_crash_before_any_checkpoint_resumes_from_the_beginning(
    controller: Controller, link: RecordingLink
) -> None:
    controller.on_reply(Failed("It is gone."))
    controller.resume()
    build = link.commands(commands.Build)[-1]
    assert (build.checkpoint, build.generation) == (None, 2)


def test_notices_are_passed_on(controller: Controller) -> None:
    notices = collect(controller.notice)
    notice = Notice("warning", "Mind the step.")
    controller.on_reply(notice)
    assert notices == [notice]


def test_modified_is_announced_once_each_way(controller: Controller) -> None:
    told = collect(controller.modified_changed)
    controller.edit("k", {"game.k": 3})
    controller.edit("k", {"game.k": 4})
    controller.set_modified(False)
    controller.set_modified(False)
    assert told == [True, False]


def test_after_stop_nothing_more_is_asked_for(
    controller: Controller, link: RecordingLink, make_frame: MakeFrame, qtbot: QtBot
) -> None:
    controller.stop()
    assert link.sent[-1] == commands.Stop()
    shown = collect(controller.frame_ready)
    link.frames.append(replace(make_frame(controller), step=1))
    qtbot.wait(60)
    assert shown == []


def test_a_frame_of_before_a_restore_takes_the_run_no_step_ahead(
    qtbot: QtBot, controller: Controller, link: RecordingLink, make_frame: MakeFrame
) -> None:
    """It may still lie in the mailbox when the session says that it has gone back."""
    controller.on_reply(StateChanged(State.PAUSED, controller.generation, 7, "CPU"))
    link.frames.append(make_frame(controller, step=8, state=State.RUNNING))
    controller.on_reply(StateChanged(State.PAUSED, controller.generation, 0, "CPU"))
    shown: list[int] = []
    controller.frame_ready.connect(lambda frame: shown.append(frame.step))
    link.frames.append(make_frame(controller, step=0, state=State.PAUSED))
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [0]
    assert controller.step == 0
