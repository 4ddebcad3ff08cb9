"""A person's errands in the whole window: draw, import, save, open, leave, recover."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from ganlab.app.shell import messages
from ganlab.app.shell.application import Laboratory
from ganlab.experiment import DrawingData, PointsData
from ganlab.lab.files.archive import Run, load_run
from ganlab.lab.frame import CheckpointTaken, State
from ganlab.presets import load_preset, preset_names, preset_title
from tests.app.answering import answering, click, press
from tests.app.labs import importing, opened, settle, wait_for_step, wait_until_ready
from tests.lab.runs import same

ASK = "Save the changes"


@pytest.fixture
def lab(tmp_path: Path, qtbot: QtBot) -> Iterator[Laboratory]:
    """A small game, ready to be played."""
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        yield lab


def trigger(lab: Laboratory, name: str) -> None:
    action = lab.window.actions_table[name]
    assert action.isEnabled()
    action.trigger()


def play_to(lab: Laboratory, qtbot: QtBot, step: int) -> None:
    """Train to a step exactly and hold there, with everything that was measured in the history."""
    controller = lab.controller
    controller.train_until(step)
    qtbot.waitUntil(
        lambda: (
            controller.state is State.PAUSED
            and controller.history.steps == step
            and controller.history.evaluation_latest("step") == step
        ),
        timeout=20_000,
    )


def state_of(lab: Laboratory, qtbot: QtBot) -> Run:
    """The run as it stands."""
    taken: list[CheckpointTaken] = []
    lab.controller.checkpoint_ready.connect(taken.append)
    lab.controller.request_checkpoint()
    qtbot.waitUntil(lambda: bool(taken))
    lab.controller.checkpoint_ready.disconnect(taken.append)
    return Run(lab.controller.experiment, taken[-1].checkpoint, lab.controller.history)


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Every file dialog answers with this path."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(messages, "ask_save_path", lambda *_: path)


def headline(lab: Laboratory) -> str:
    """What notices say, all of them."""
    return "\n".join(lab.window.status.notices.texts)


# --- targets --------------------------------------------------------------------------------


def test_a_drawing_becomes_the_target_and_is_learned(lab: Laboratory, qtbot: QtBot) -> None:
    lab.window.experiment.draw.click()
    mode = lab.window.playground.drawing
    canvas = mode.canvas
    where = [canvas.pixel(p).toPoint() for p in ((-0.5, 0.5), (0.0, 0.0), (0.5, 0.5))]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=where[0])
    for place in where[1:]:
        QTest.mouseMove(canvas, place)
        QApplication.processEvents()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=where[-1])
    data = lab.controller.experiment.data
    assert isinstance(data, DrawingData)
    assert len(data.strokes) == 1
    trigger(lab, "draw")
    assert not mode.active
    wait_until_ready(qtbot, lab)
    qtbot.keyClick(lab.window, Qt.Key.Key_Space)
    wait_for_step(qtbot, lab, 20)
    qtbot.waitUntil(lambda: len(lab.window.experiment.shelf.thumbnails) == 1)
    trigger(lab, "draw")  # what was drawn is still there
    assert mode.canvas.isVisible()
    assert mode.paper.data == data


def test_points_from_a_file_become_the_target(
    lab: Laboratory, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("x,y\n" + "".join(f"{i % 7},{i % 5}\n" for i in range(100)))
    choose_file(monkeypatch, path)
    qtbot.mouseClick(lab.window.experiment.bring, Qt.MouseButton.LeftButton)
    dialog = importing(lab, qtbot)
    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)
    assert isinstance(lab.controller.experiment.data, PointsData)
    assert "mine" in lab.window.windowTitle()
    wait_until_ready(qtbot, lab)
    play_to(lab, qtbot, 5)
    trigger(lab, "undo")
    assert lab.controller.experiment.name == "small"


@pytest.mark.parametrize("content", ["x,y\n1,two\n", "", "1\n2\n3\n", None])
def test_points_that_are_none_are_said_and_change_nothing(
    lab: Laboratory,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: str | None,
) -> None:
    path = tmp_path / "bad.csv"
    if content is not None:
        path.write_text(content)
    choose_file(monkeypatch, path)
    before = lab.controller.experiment
    trigger(lab, "import_points")
    dialog = importing(lab, qtbot)
    assert dialog.fault.isVisible()
    assert (content is None) == ("No such file" in dialog.fault.text())
    assert not dialog.use_button.isEnabled()
    dialog.reject()
    assert lab.controller.experiment == before


def test_every_preset_is_in_the_menu(lab: Laboratory, qtbot: QtBot) -> None:
    (menu,) = (m for m in lab.window.findChildren(QMenu) if m.title() == "New from Preset")
    pages = [action.menu() for action in menu.actions()]
    actions = [action for page in pages if isinstance(page, QMenu) for action in page.actions()]
    assert [a.text() for a in actions] == [preset_title(name) for name in preset_names()]
    actions[-1].trigger()
    assert lab.controller.experiment == load_preset(preset_names()[-1])


# --- files ----------------------------------------------------------------------------------


def test_a_saved_run_goes_on_elsewhere_bit_for_bit(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.ganlab"
    choose_file(monkeypatch, path)
    with opened(tmp_path / "a") as lab:
        wait_until_ready(qtbot, lab)
        play_to(lab, qtbot, 30)
        trigger(lab, "save")
        qtbot.waitUntil(path.exists)
        qtbot.waitUntil(lambda: not lab.window.isWindowModified())
        assert "mine" in lab.window.windowTitle()
        assert same(load_run(path), state_of(lab, qtbot))
        play_to(lab, qtbot, 50)
        further = state_of(lab, qtbot)
    with opened(tmp_path / "b") as lab:
        wait_until_ready(qtbot, lab)
        trigger(lab, "open")
        qtbot.waitUntil(lambda: lab.controller.state is State.PAUSED)
        assert lab.window.transport.steps.text() == "30"
        assert same(load_run(path), state_of(lab, qtbot))
        assert not lab.window.isWindowModified()
        play_to(lab, qtbot, 50)
        again = state_of(lab, qtbot)
        assert again.checkpoint is not None
        assert further.checkpoint is not None
        assert all(
            again.checkpoint.arrays[name].tobytes() == array.tobytes()
            for name, array in further.checkpoint.arrays.items()
        )


def test_a_damaged_file_is_said_and_the_game_goes_on(
    lab: Laboratory, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "damaged.ganlab"
    path.write_bytes(b"PK\x03\x04 and no more")
    choose_file(monkeypatch, path)
    qtbot.keyClick(lab.window, Qt.Key.Key_Space)
    wait_for_step(qtbot, lab, 10)
    before = lab.controller.experiment, lab.controller.generation, lab.window.windowTitle()
    with answering(click("Don't save", ASK), click("OK", "was not opened")):
        trigger(lab, "open")
    now = lab.controller.experiment, lab.controller.generation, lab.window.windowTitle()
    assert now == before
    wait_for_step(qtbot, lab, lab.controller.step + 10)


def test_recent_files_stand_in_the_menu(
    lab: Laboratory, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (menu,) = (m for m in lab.window.findChildren(QMenu) if m.title() == "Open Recent")
    assert not menu.isEnabled()
    choose_file(monkeypatch, tmp_path / "mine.ganlab")
    trigger(lab, "save")
    qtbot.waitUntil(menu.isEnabled)
    trigger(lab, "new")
    (entry,) = menu.actions()
    assert entry.text() == "mine.ganlab"
    entry.trigger()
    assert lab.controller.experiment.name == "small"


# --- leaving and coming back ----------------------------------------------------------------


def test_closing_asks_about_what_is_unsaved(
    lab: Laboratory, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play_to(lab, qtbot, 5)
    with answering(press(Qt.Key.Key_Escape)):
        trigger(lab, "quit")
    assert lab.window.isVisible()
    choose_file(monkeypatch, tmp_path / "mine.ganlab")
    with answering(click("Save", ASK)):
        trigger(lab, "quit")
    qtbot.waitUntil(lambda: not lab.window.isVisible())
    assert load_run(tmp_path / "mine.ganlab").history.steps == 5


def test_closing_without_saving_loses_what_was_to_be_lost(lab: Laboratory, qtbot: QtBot) -> None:
    play_to(lab, qtbot, 5)
    with answering(click("Don't save", ASK)):
        trigger(lab, "quit")
    assert not lab.window.isVisible()


def test_a_crash_of_the_window_costs_seconds(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        play_to(lab, qtbot, 40)
        qtbot.waitUntil(lambda: lab.controller.last_checkpoint is not None)
        saver = lab.dialogs.files._autosaver
        saver.write()
        kept = tuple((tmp_path / "autosave").rglob("run.ganlab"))
        assert len(kept) == 1
        # A window that is killed lets go of its lock, and clears nothing.
        assert saver._store._lock is not None
        saver._store._lock.release()
        saver._store._lock = None
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        with answering(click("Recover", "did not end properly")):
            lab.dialogs.files.offer_recovery()
        qtbot.waitUntil(lambda: lab.controller.state is State.PAUSED)
        assert lab.controller.experiment.name == "small"
        assert lab.controller.history.steps == 40
        assert lab.controller.step == 40
        assert lab.window.isWindowModified()
        play_to(lab, qtbot, 45)
    settle()
    assert not list((tmp_path / "autosave").rglob("run.ganlab"))


COPY, NO_KEY = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier


def drop(lab: Laboratory, *paths: Path) -> None:
    """Drop files on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPoint(9, 9), COPY, data, Qt.MouseButton.LeftButton, NO_KEY)
    lab.window.dragEnterEvent(enter)
    assert enter.isAccepted()
    lab.window.dropEvent(QDropEvent(QPointF(9, 9), COPY, data, Qt.MouseButton.LeftButton, NO_KEY))


def test_dropping_several_files_and_pictures(lab: Laboratory, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a_idx.csv").write_text("1,5;2,5\n3;4\n")
    (tmp_path / "b.csv").write_text("1,2\n3,4\n")
    Image.new("L", (20, 20), 255).save(tmp_path / "blank.png")
    ink = Image.new("L", (20, 20), 255)
    ink.paste(0, (5, 5, 12, 12))
    ink.save(tmp_path / "ink.jpg")
    before = lab.controller.experiment
    drop(lab, tmp_path / "a_idx.csv", tmp_path / "b.csv")
    assert lab.controller.experiment == before
    assert "2 files to open" in headline(lab)
    drop(lab, tmp_path / "a_idx.csv", tmp_path / "blank.png")
    qtbot.mouseClick(importing(lab, qtbot).use_button, Qt.MouseButton.LeftButton)
    data = lab.controller.experiment.data
    assert isinstance(data, PointsData)
    assert data.source == "a_idx.csv"
    drop(lab, tmp_path / "ink.jpg")
    assert lab.window.playground.drawing.canvas.isVisible()
    data = lab.controller.experiment.data
    assert isinstance(data, DrawingData)
    assert data.base
