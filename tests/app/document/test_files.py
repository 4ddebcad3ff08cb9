"""Saving, opening, leaving: nothing unsaved is lost unasked, and every failure is said."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.document.saving import autosaver, files
from ganlab.app.document.saving.file_names import file_name
from ganlab.app.document.saving.files import FileKeeper
from ganlab.app.shell import messages
from ganlab.app.shell.settings import Settings
from ganlab.data.points import read_points
from ganlab.experiment import Experiment, ImageData, ToyData
from ganlab.experiment import load as experiment_in
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.settings import two_player
from ganlab.lab import commands
from ganlab.lab.files.archive import Run, load_run, save_run
from ganlab.lab.files.autosave import RecoveryStore
from ganlab.lab.frame import CheckpointTaken, Failed, Notice, State, StateChanged
from ganlab.presets import load_preset
from tests.app.answering import answering, click, press
from tests.app.conftest import RecordingLink
from tests.lab.runs import drawn, make_run, same

RUN = make_run()
ASK = "Save the changes"


class Shelf:
    """The list of recent files and the last folder, in memory."""

    recent: list[str]
    folder = ""

    def __init__(self) -> None:
        self.recent = []


class Window(QMainWindow):
    """A window that asks its keeper before it closes."""

    keeper: FileKeeper

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keeper.on_closing(event)


@pytest.fixture
def store(tmp_path: Path) -> RecoveryStore:
    return RecoveryStore(tmp_path / "recovery")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def window(controller: Controller) -> Iterator[Window]:
    window = Window()
    window.show()
    yield window
    window.keeper.stop()
    window.hide()
    window.deleteLater()


@pytest.fixture
def keeper(
    controller: Controller, window: Window, shelf: Shelf, store: RecoveryStore
) -> FileKeeper:
    window.keeper = FileKeeper(controller, window, shelf, store)
    return window.keeper


@pytest.fixture
def engine(controller: Controller, link: RecordingLink) -> Callable[[], None]:
    """Answers every request for a checkpoint that has not been answered."""
    answered: set[int] = set()

    def answer() -> None:
        for request in link.commands(commands.RequestCheckpoint):
            if request.token not in answered:
                answered.add(request.token)
                assert RUN.checkpoint is not None
                controller.on_reply(
                    CheckpointTaken(RUN.checkpoint, controller.generation, request.token)
                )

    return answer


@pytest.fixture
def said(controller: Controller) -> list[Notice]:
    notices: list[Notice] = []
    controller.notice.connect(notices.append)
    return notices


def put_into(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    """The file dialogs answer with this path."""
    monkeypatch.setattr(messages, "ask_save_path", lambda *_: path)
    monkeypatch.setattr(messages, "ask_open_path", lambda *_: path)


# --- save and open --------------------------------------------------------------------------


def test_a_run_is_saved_and_opened_again(
    keeper: FileKeeper,
    controller: Controller,
    link: RecordingLink,
    engine: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    window: Window,
) -> None:
    path = tmp_path / "mine.ganlab"
    put_into(monkeypatch, path)
    controller.edit("k", {"game.k": 3})
    assert window.isWindowModified()
    keeper.save()
    assert not path.exists()  # the engine has not answered yet
    engine()
    assert not controller.modified
    assert not window.isWindowModified()
    assert window.windowTitle() == "mine[*] — ganlab"
    saved = load_run(path)
    assert saved.experiment == controller.experiment
    keeper.new()
    assert window.windowTitle() == "untitled[*] — ganlab"
    assert keeper.path is None
    put_into(monkeypatch, path)
    keeper.open()
    assert two_player(controller.experiment.game).k == 3
    assert keeper.path == path
    build = link.commands(commands.Build)[-1]
    assert build.experiment == controller.experiment
    assert same(saved, load_run(path))
    assert build.checkpoint.counters == RUN.checkpoint.counters if RUN.checkpoint else False


def test_the_second_save_does_not_ask(
    keeper: FileKeeper, controller: Controller, engine: Callable[[], None], tmp_path: Path
) -> None:
    save_run(tmp_path / "a.ganlab", RUN)
    assert keeper.open_path(tmp_path / "a.ganlab")
    controller.edit("k", {"game.k": 7})
    assert keeper.path == tmp_path / "a.ganlab", "a live setting keeps the file"
    keeper.save()
    engine()
    assert two_player(load_run(tmp_path / "a.ganlab").experiment.game).k == 7


def test_an_experiment_is_never_replaced_by_a_run(
    keeper: FileKeeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: Shelf
) -> None:
    path = tmp_path / "recipe.json"
    path.write_text(Experiment(name="mine", seed=5).to_json(), encoding="utf-8")
    assert keeper.open_path(path)
    assert keeper.path is None
    assert keeper.name == "mine"
    assert shelf.recent == [str(path)]
    starts: list[Path] = []
    monkeypatch.setattr(messages, "ask_save_path", lambda *words: starts.append(words[2]))
    keeper.save()
    assert starts == [tmp_path / "mine.ganlab"]


def test_what_was_edited_while_saving_stays_unsaved(
    keeper: FileKeeper, controller: Controller, engine: Callable[[], None], tmp_path: Path
) -> None:
    save_run(tmp_path / "a.ganlab", RUN)
    keeper.open_path(tmp_path / "a.ganlab")
    controller.edit("k", {"game.k": 3})
    keeper.save()
    controller.edit("k", {"game.k": 9})
    engine()
    assert two_player(load_run(tmp_path / "a.ganlab").experiment.game).k == 3
    assert controller.modified


def test_a_rebuild_while_saving_does_not_get_into_the_file(
    keeper: FileKeeper,
    controller: Controller,
    link: RecordingLink,
    engine: Callable[[], None],
    tmp_path: Path,
) -> None:
    save_run(tmp_path / "a.ganlab", RUN)
    keeper.open_path(tmp_path / "a.ganlab")
    keeper.save()
    (request,) = link.commands(commands.RequestCheckpoint)
    before = controller.generation
    controller.edit("layers", {"game.generator.layers": 1})
    assert RUN.checkpoint is not None
    controller.on_reply(CheckpointTaken(RUN.checkpoint, before, request.token))
    assert same(load_run(tmp_path / "a.ganlab"), RUN)
    assert keeper.path is None
    assert controller.modified


# --- which file a run lives in --------------------------------------------------------------


REBUILDS: dict[str, Callable[[Controller], None]] = {
    "reset": Controller.reset,
    "seed": lambda c: c.edit("new seed", {"seed": 77}),
    "networks": lambda c: c.edit("layers", {"game.generator.layers": 1}),
    "noise": lambda c: c.edit("noise", {"noise.dimension": 3}),
    "tile": lambda c: c.replace("target", load_preset("moons")),
    "drawing": lambda c: c.replace("drawing", drawn()),
}


@pytest.mark.parametrize("rebuild", REBUILDS.values(), ids=REBUILDS.keys())
def test_whatever_starts_training_again_leaves_the_file(
    keeper: FileKeeper,
    controller: Controller,
    window: Window,
    engine: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rebuild: Callable[[Controller], None],
) -> None:
    path = tmp_path / "ring.ganlab"
    save_run(path, RUN)
    before = path.read_bytes()
    keeper.open_path(path)
    rebuild(controller)
    assert keeper.path is None
    assert keeper.name == controller.experiment.name
    assert window.windowTitle() == f"{controller.experiment.name}[*] — ganlab"
    assert window.isWindowModified()
    starts: list[Path] = []
    monkeypatch.setattr(messages, "ask_save_path", lambda *words: starts.append(words[2]))
    keeper.save()
    engine()
    assert path.read_bytes() == before
    (start,) = starts
    assert start.parent == Path.home() or start.parent == tmp_path
    assert not start.exists(), "nobody is led to write over another run"

    controller.undo_stack.undo()
    assert keeper.path == path
    assert window.windowTitle() == "ring[*] — ganlab"
    assert not window.isWindowModified(), "it is as it is in the file"
    controller.undo_stack.redo()
    assert keeper.path is None
    assert window.isWindowModified()


def test_the_name_that_is_proposed_is_of_no_other_run(
    keeper: FileKeeper, controller: Controller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("mine.ganlab", "ring of eight.ganlab"):
        save_run(tmp_path / name, RUN)
    keeper.open_path(tmp_path / "mine.ganlab")
    controller.edit("layers", {"game.generator.layers": 1})
    starts: list[Path] = []
    monkeypatch.setattr(messages, "ask_save_path", lambda *words: starts.append(words[2]))
    keeper.save()
    assert starts == [tmp_path / "ring of eight 2.ganlab"]


def test_a_file_that_holds_another_run_by_now_does_not_come_back(
    keeper: FileKeeper,
    controller: Controller,
    engine: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "ring.ganlab"
    save_run(path, RUN)
    keeper.open_path(path)
    controller.reset()
    put_into(monkeypatch, path)
    keeper.save_as()
    engine()
    assert keeper.path == path
    assert not controller.modified
    controller.undo_stack.undo()
    assert keeper.path is None
    assert controller.modified
    controller.undo_stack.redo()
    assert keeper.path == path
    assert not controller.modified


def test_an_edit_of_the_data_alone_gives_the_experiment_another_name(
    controller: Controller, tmp_path: Path
) -> None:
    (tmp_path / "toys.csv").write_text("x,y\n1,2\n3,4\n5,7\n", encoding="utf-8")
    controller.edit("name", {"name": "ring for Anna"})
    for data, name in (
        (ToyData(name="moons"), "moons"),
        (drawn().data, "drawing"),
        (read_points(tmp_path / "toys.csv"), "toys"),
        (ImageData(classes=(3, 7)), "mnist 3 7"),
    ):
        controller.edit("data", {"data": data})
        assert controller.experiment.name == name
    controller.edit("k", {"game.k": 3})
    assert controller.experiment.name == "mnist 3 7"


# --- when the engine does not answer --------------------------------------------------------


@pytest.mark.parametrize("how", ["crashed before", "crashed meanwhile", "silent"])
def test_without_an_engine_the_last_checkpoint_is_saved(
    keeper: FileKeeper,
    controller: Controller,
    tmp_path: Path,
    how: str,
    said: list[Notice],
    qtbot: QtBot,
) -> None:
    save_run(tmp_path / "a.ganlab", RUN)
    keeper.open_path(tmp_path / "a.ganlab")
    assert RUN.checkpoint is not None
    last = Checkpoint(20, RUN.checkpoint.arrays, RUN.checkpoint.counters)
    controller.on_reply(CheckpointTaken(last, controller.generation))
    controller.set_modified(True)
    if how == "crashed before":
        controller.on_reply(Failed("gone"))
        keeper.save()
    elif how == "crashed meanwhile":
        keeper.save()
        controller.on_reply(Failed("gone"))
    else:
        keeper._snapshot._patience.setInterval(0)
        keeper.save()
        qtbot.waitUntil(lambda: bool(said))
    saved = load_run(tmp_path / "a.ganlab")
    assert saved.checkpoint is not None
    assert saved.checkpoint.step == 20
    assert saved.history.steps == 20, "the curves do not go beyond the networks"
    assert saved.history.evaluation_latest("step") == 20
    assert "a.ganlab as it was at step 20" in said[-1].text
    assert controller.modified == (how == "silent"), "a silent engine may answer yet"


def test_what_has_blown_up_is_saved_as_it_was_before(
    keeper: FileKeeper,
    controller: Controller,
    link: RecordingLink,
    tmp_path: Path,
    said: list[Notice],
) -> None:
    save_run(tmp_path / "a.ganlab", RUN)
    keeper.open_path(tmp_path / "a.ganlab")
    assert RUN.checkpoint is not None
    good = Checkpoint(20, RUN.checkpoint.arrays, RUN.checkpoint.counters)
    controller.set_modified(True)
    keeper.save()
    (request,) = link.commands(commands.RequestCheckpoint)
    generation = controller.generation
    controller.on_reply(CheckpointTaken(good, generation, request.token, sound=False))
    saved = load_run(tmp_path / "a.ganlab")
    assert saved.checkpoint is not None
    assert saved.checkpoint.step == saved.history.steps == 20
    assert said[-1].text == "Saved a.ganlab as it was at step 20: it has blown up since."
    assert controller.modified


def test_while_undo_waits_for_networks_a_save_does_not_cost_them(
    keeper: FileKeeper,
    controller: Controller,
    tmp_path: Path,
    said: list[Notice],
    qtbot: QtBot,
) -> None:
    path = tmp_path / "a.ganlab"
    save_run(path, RUN)
    keeper.open_path(path)
    controller.reset()
    controller.undo()  # the engine hands nothing over: it hangs
    assert controller.path == path
    keeper._snapshot._patience.setInterval(0)
    keeper.save()
    qtbot.waitUntil(lambda: bool(said))
    assert same(load_run(path), RUN)


def test_steps_taken_while_a_question_was_open_are_not_called_saved(
    keeper: FileKeeper, controller: Controller, engine: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / "ring.ganlab"
    save_run(path, RUN)
    assert keeper.open_path(path)
    save_run(path, Run.fresh(RUN.experiment.model_copy(update={"seed": 77})))

    def train_and_replace(dialog: QDialog) -> None:
        later = StateChanged(State.PAUSED, controller.generation, controller.step + 50, "CPU")
        controller.on_reply(later)
        click("Replace it")(dialog)

    with answering(train_and_replace):
        keeper.save()
        engine()
    assert same(load_run(path), RUN)
    assert controller.modified


def test_going_back_is_something_to_save(keeper: FileKeeper, controller: Controller) -> None:
    controller.open(RUN.experiment, RUN.checkpoint, RUN.history)
    assert not controller.modified
    controller.on_reply(StateChanged(State.PAUSED, controller.generation, 1, "CPU"))
    assert controller.step == 1
    assert controller.modified


def test_a_full_disk_is_said_and_costs_nothing(
    keeper: FileKeeper,
    controller: Controller,
    engine: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.ganlab"
    save_run(path, RUN)
    before = path.read_bytes()
    keeper.open_path(path)
    controller.edit("k", {"game.k": 3})

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    followed: list[bool] = []
    with monkeypatch.context() as patch, answering(click("OK", "the disk is full")):
        patch.setattr(os, "fsync", full)
        keeper.save(lambda: followed.append(True))
        engine()
    assert path.read_bytes() == before
    assert controller.modified
    assert not followed


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"\x89PNG\r\n\x1a\n", None])
def test_a_damaged_file_is_said_and_changes_nothing(
    keeper: FileKeeper, controller: Controller, tmp_path: Path, content: bytes | None, shelf: Shelf
) -> None:
    path = tmp_path / "a.ganlab"
    if content is not None:
        path.write_bytes(content)
    shelf.recent = [str(path), "/b.ganlab"]
    before = controller.experiment, controller.generation
    with answering(click("OK", "“a.ganlab” was not opened. This")):
        assert not keeper.open_path(path)
    assert (controller.experiment, controller.generation) == before
    assert shelf.recent == (["/b.ganlab"] if content is None else [str(path), "/b.ganlab"])


def test_recent_files_are_the_newest_first_and_ten_at_most(
    keeper: FileKeeper, tmp_path: Path, shelf: Shelf, qtbot: QtBot
) -> None:
    paths = [tmp_path / f"{i}.ganlab" for i in range(12)]
    for path in (*paths, paths[5]):
        save_run(path, RUN)
        with qtbot.waitSignal(keeper.recent.changed):
            keeper.open_path(path)
    assert keeper.recent.paths == [paths[5], *(paths[i] for i in (11, 10, 9, 8, 7, 6, 4, 3, 2))]


def test_recent_files_outlive_the_window(
    controller: Controller, window: Window, store: RecoveryStore, tmp_path: Path
) -> None:
    save_run(tmp_path / "a.ganlab", RUN)
    window.keeper = FileKeeper(controller, window, Settings(), store)
    window.keeper.open_path(tmp_path / "a.ganlab")
    assert Settings().recent[0] == str(tmp_path / "a.ganlab")


# --- unsaved changes ------------------------------------------------------------------------


def test_nothing_unsaved_asks_nothing(keeper: FileKeeper, window: Window) -> None:
    assert window.close()


def test_cancel_keeps_the_window_and_the_run(
    keeper: FileKeeper, controller: Controller, window: Window, tmp_path: Path
) -> None:
    controller.edit("k", {"game.k": 3})
    for act in (click("Cancel", ASK), press(Qt.Key.Key_Escape)):
        with answering(act):
            assert not window.close()
        with answering(act):
            keeper.new()
        with answering(act):
            assert not keeper.open_path(tmp_path / "a.ganlab")
    assert window.isVisible()
    assert two_player(controller.experiment.game).k == 3


def test_dont_save_closes(keeper: FileKeeper, controller: Controller, window: Window) -> None:
    controller.edit("k", {"game.k": 3})
    with answering(click("Don't save", ASK)):
        assert window.close()


def test_save_closes_once_it_is_saved_even_while_training(
    keeper: FileKeeper,
    controller: Controller,
    window: Window,
    engine: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    put_into(monkeypatch, tmp_path / "a.ganlab")
    controller.edit("k", {"game.k": 3})
    with answering(click("Save", ASK)):
        assert not window.close()
    assert window.isVisible()
    engine()
    controller.set_modified(True)  # a frame of the training that goes on
    qtbot.waitUntil(lambda: not window.isVisible())
    assert two_player(load_run(tmp_path / "a.ganlab").experiment.game).k == 3


def test_save_and_then_no_file_keeps_everything(
    keeper: FileKeeper, controller: Controller, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_into(monkeypatch, None)
    controller.edit("k", {"game.k": 3})
    with answering(click("Save", ASK)):
        keeper.new()
    assert two_player(controller.experiment.game).k == 3
    assert controller.modified


def test_save_and_then_open(
    keeper: FileKeeper,
    controller: Controller,
    engine: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_run(tmp_path / "b.ganlab", make_run(3))
    put_into(monkeypatch, tmp_path / "a.ganlab")
    controller.edit("k", {"game.k": 3})
    with answering(click("Save", ASK)):
        keeper.open_path(tmp_path / "b.ganlab")
    engine()
    assert two_player(load_run(tmp_path / "a.ganlab").experiment.game).k == 3
    assert keeper.path == tmp_path / "b.ganlab"
    assert not controller.modified


# --- two windows on one file ----------------------------------------------------------------


def test_a_file_that_somebody_else_has_written_to_is_not_replaced_unasked(
    keeper: FileKeeper,
    controller: Controller,
    engine: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, elsewhere = tmp_path / "ring.ganlab", tmp_path / "mine.ganlab"
    save_run(path, RUN)
    assert keeper.open_path(path)
    other = Run.fresh(RUN.experiment.model_copy(update={"seed": 77}))
    save_run(path, other)  # another window, or the command line
    theirs = path.read_bytes()
    controller.edit("k", {"game.k": 3})
    for answer in ("Cancel", "Save as…"):
        put_into(monkeypatch, elsewhere)
        with answering(click(answer, "was changed since")):
            keeper.save()
            engine()
        engine()
        assert path.read_bytes() == theirs
    assert two_player(load_run(elsewhere).experiment.game).k == 3
    assert keeper.path == elsewhere
    controller.edit("k", {"game.k": 4})
    keeper.save()  # its own file: nobody else has touched it
    engine()
    assert two_player(load_run(elsewhere).experiment.game).k == 4


def test_who_insists_replaces_it(
    keeper: FileKeeper, controller: Controller, engine: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / "ring.ganlab"
    save_run(path, RUN)
    assert keeper.open_path(path)
    save_run(path, Run.fresh(RUN.experiment.model_copy(update={"seed": 77})))
    controller.edit("k", {"game.k": 3})
    with answering(click("Replace it", "was changed since")):
        keeper.save()
        engine()
    assert two_player(load_run(path).experiment.game).k == 3
    controller.edit("k", {"game.k": 4})
    keeper.save()
    engine()
    assert two_player(load_run(path).experiment.game).k == 4


def test_an_earlier_save_that_was_being_asked_about_is_not_taken_for_the_newest(
    keeper: FileKeeper, controller: Controller, engine: Callable[[], None], tmp_path: Path
) -> None:
    """Two saves wait for the engine; the answer to the first asks, and the second comes first."""
    path = tmp_path / "ring.ganlab"
    save_run(path, RUN)
    assert keeper.open_path(path)
    save_run(path, Run.fresh(RUN.experiment.model_copy(update={"seed": 77})))
    for k in (3, 4):
        controller.edit("k", {"game.k": k})
        keeper.save()
    insist = click("Replace it", "was changed since")

    def meanwhile(first: QDialog) -> None:
        def second() -> None:
            engine()
            insist(first)

        QTimer.singleShot(0, second)

    with answering(meanwhile, insist):
        engine()
    assert two_player(load_run(path).experiment.game).k == 3
    assert controller.modified


# --- the settings alone ---------------------------------------------------------------------


def test_an_experiment_is_saved_as_json_and_nothing_else_is_lost(
    keeper: FileKeeper,
    controller: Controller,
    said: list[Notice],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "recipe.json"
    put_into(monkeypatch, path)
    controller.edit("k", {"game.k": 3})
    keeper.save_experiment()
    assert experiment_in(path) == controller.experiment
    assert controller.modified, "the networks are in no file"
    assert keeper.path is None
    assert "not in it" in said[-1].text
    assert keeper.recent.paths[0] == path


# --- what a signal leaves -------------------------------------------------------------------


@pytest.mark.parametrize("answers", [True, False])
def test_a_signal_leaves_a_copy_that_the_next_start_finds(
    answers: bool,
    keeper: FileKeeper,
    controller: Controller,
    engine: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(autosaver, "LAST_MS", 60_000 if answers else 10)
    controller.edit("k", {"game.k": 3})
    ended: list[bool] = []
    keeper.leave_behind(lambda: ended.append(True))
    (path,) = tmp_path.glob("recovery/*/run.ganlab")
    assert load_run(path).checkpoint is None, "what is known is written at once"
    if answers:
        engine()
    qtbot.waitUntil(lambda: bool(ended))
    keeper.stop()  # the window goes
    found, complaints = RecoveryStore(tmp_path / "recovery").recoverable()
    assert not complaints
    (left,) = found
    assert two_player(left.run.experiment.game).k == 3
    assert (left.run.checkpoint is not None) is answers
    left.discard()
    assert ended == [True]


def test_a_signal_with_nothing_unsaved_ends_at_once(keeper: FileKeeper, tmp_path: Path) -> None:
    ended: list[bool] = []
    keeper.leave_behind(lambda: ended.append(True))
    assert ended == [True]
    keeper.stop()
    assert not (tmp_path / "recovery").exists()


# --- recovery -------------------------------------------------------------------------------


def left_behind(tmp_path: Path, *origins: Path | None) -> list[RecoveryStore]:
    """Copies of sessions that have let go of their locks."""
    stores = []
    for origin in origins:
        store = RecoveryStore(tmp_path / "recovery")
        store.write(RUN, origin)
        assert store._lock is not None
        store._lock.release()
        stores.append(store)
    return stores


def test_a_crash_is_recovered(
    keeper: FileKeeper, controller: Controller, store: RecoveryStore, tmp_path: Path
) -> None:
    left_behind(tmp_path, tmp_path / "mine.ganlab")
    with answering(click("Recover", "did not end properly last time. Recover “mine”, as it was")):
        keeper.offer_recovery()
    assert controller.experiment == RUN.experiment
    assert controller.modified
    assert keeper.path == tmp_path / "mine.ganlab"
    # The copy is ours now; a clean end removes it.
    assert len(os.listdir(tmp_path / "recovery")) == 1
    keeper.stop()
    assert not os.listdir(tmp_path / "recovery")


def test_what_is_not_wanted_now_is_asked_again(
    keeper: FileKeeper, controller: Controller, tmp_path: Path
) -> None:
    left_behind(tmp_path, None, None)
    with answering(press(Qt.Key.Key_Escape)):
        keeper.offer_recovery()
    assert not controller.modified
    with answering(click("Discard", "ring of eight"), click("Recover", "ring of eight")):
        keeper.offer_recovery()
    keeper.offer_recovery()  # nothing left: asks nothing


def test_a_damaged_copy_is_said_and_start_up_goes_on(
    keeper: FileKeeper, tmp_path: Path, said: list[Notice]
) -> None:
    left_behind(tmp_path, None)
    (path,) = tmp_path.glob("recovery/*/run.ganlab")
    path.write_bytes(b"?")
    keeper.offer_recovery()
    keeper.offer_recovery()
    (notice,) = said
    assert "could not be recovered" in notice.text


def test_autosave_keeps_a_copy_until_it_is_saved(
    keeper: FileKeeper, controller: Controller, tmp_path: Path
) -> None:
    keeper._autosaver.write()
    assert not (tmp_path / "recovery").exists()
    assert RUN.checkpoint is not None
    controller.on_reply(CheckpointTaken(RUN.checkpoint, controller.generation))
    controller.edit("k", {"game.k": 3})
    keeper._autosaver._timer.timeout.emit()
    (path,) = tmp_path.glob("recovery/*/run.ganlab")
    copy = load_run(path)
    assert copy.experiment == controller.experiment
    assert copy.checkpoint is not None
    assert copy.checkpoint.step == RUN.checkpoint.step
    controller.set_modified(False)
    assert not os.listdir(tmp_path / "recovery")


def test_an_autosave_that_fails_is_said_once(
    keeper: FileKeeper, controller: Controller, tmp_path: Path, said: list[Notice]
) -> None:
    (tmp_path / "recovery").write_text("in the way")
    controller.set_modified(True)
    for _ in range(3):
        keeper._autosaver.write()
    assert [notice.level for notice in said] == ["warning"]


# --- the file dialogs -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("typed", "typed.ganlab"),
        ("mnist v1.5", "mnist v1.5.ganlab"),
        ("run.json", "run.json.ganlab"),
        ("a.GANLAB", "a.GANLAB"),
        ("dots..", "dots.ganlab"),
        ("run.ganlab ", "run.ganlab"),
        ("run.ganlab.", "run.ganlab"),
        (" two words . ", "two words.ganlab"),
        ("run .ganlab", "run.ganlab"),
        ("a.ganlab.png", "a.ganlab.png.ganlab"),
        ("…", "….ganlab"),
        (".ganlab", "untitled.ganlab"),
        ("ganlab", "ganlab.ganlab"),
    ],
)
def test_the_right_suffix_is_always_there(
    window: Window, keeper: FileKeeper, tmp_path: Path, typed: str, written: str
) -> None:
    def type_name(dialog: QFileDialog) -> None:
        dialog.selectFile(typed)
        dialog.accept()

    with answering(type_name):
        path = messages.ask_save_path(
            window, "Save as", tmp_path / "start.ganlab", files.SAVE_FILTERS, "ganlab"
        )
    assert path == tmp_path / written
    with answering(press(Qt.Key.Key_Escape)):
        assert messages.ask_save_path(window, "Save as", tmp_path / "x", "", "ganlab") is None


@given(st.text(st.characters(exclude_characters="/\\\0"), min_size=1, max_size=30))
def test_no_name_loses_its_suffix_or_gets_two(name: str) -> None:
    assume(name not in (".", ".."))
    path = messages.with_suffix(Path("/folder") / name, "png")
    assert path.parent == Path("/folder")
    assert path.suffix.lower() == ".png"
    assert messages.with_suffix(path, "png") == path
    if not name.strip(" .").lower().endswith(".png"):
        assert not path.stem.lower().endswith(".png")


def test_dialogs_share_the_last_folder_and_give_the_focus_back(
    window: Window,
    keeper: FileKeeper,
    controller: Controller,
    tmp_path: Path,
    shelf: Shelf,
    qtbot: QtBot,
) -> None:
    """Whichever asks first, the others begin there; a folder that is gone is not offered."""
    one, other = tmp_path / "one", tmp_path / "other"
    begun: list[Path] = []
    edit, elsewhere = QLineEdit(window), QLineEdit()
    window.setCentralWidget(edit)
    elsewhere.show()

    def go_to(folder: Path) -> Callable[[QFileDialog], None]:
        def act(dialog: QFileDialog) -> None:
            begun.append(Path(dialog.directory().absolutePath()))
            dialog.setDirectory(str(folder))
            dialog.selectFile("x")
            dialog.accept()

        return act

    for folder in (one, other):
        folder.mkdir()
        (folder / "x").write_text("")
    dialogs = keeper.dialogs
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    edit.setFocus()
    with answering(go_to(one), go_to(other), go_to(one)):
        assert dialogs.save("Export", "x", "", "csv") == one / "x.csv"
        assert dialogs.open("Open", "") == other / "x"
        assert dialogs.new_folder("Export", "y") == one / "x"
    assert begun[1:] == [one, other]
    assert dialogs.folder == one
    assert Path(shelf.folder) == one
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(edit.hasFocus)

    elsewhere.activateWindow()
    qtbot.waitUntil(elsewhere.isActiveWindow)
    with answering(press(Qt.Key.Key_Escape)):
        assert dialogs.open("Start from points", "", asker=elsewhere) is None
    assert dialogs.folder == one, "nothing was chosen"
    qtbot.waitUntil(elsewhere.isActiveWindow)
    shutil.rmtree(one)
    assert dialogs.folder == Path.home()
    elsewhere.deleteLater()


def test_the_file_that_would_be_replaced_is_asked_about(
    window: Window, keeper: FileKeeper, tmp_path: Path
) -> None:
    (tmp_path / "v1.5.png").write_text("older")

    def type_name(dialog: QFileDialog) -> None:
        dialog.selectFile("v1.5")
        dialog.accept()

    def ask() -> Path | None:
        return messages.ask_save_path(window, "Export", tmp_path / "x.png", "", "png")

    with answering(type_name, click("Replace", "Replace “v1.5.png”?")):
        assert ask() == tmp_path / "v1.5.png"
    with answering(type_name, click("Cancel")):
        assert ask() is None
    with answering(type_name, click("Other name"), press(Qt.Key.Key_Escape)):
        assert ask() is None


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ring-8", "ring-8"),
        ("a/b: c?", "a-b- c-"),
        ("..", "untitled"),
        ("Zwölf Töne", "Zwölf Töne"),
    ],
)
def test_names_become_names_of_files(name: str, file: str) -> None:
    assert file_name(name) == file
