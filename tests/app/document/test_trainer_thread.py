"""The thread with real engines: a worker that is killed, an orderly end, and one in a hurry."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.document.trainer_thread import TrainerThread
from ganlab.experiment import Experiment
from ganlab.lab import commands
from ganlab.lab.frame import Frame, State
from ganlab.lab.session.engine import ThreadEngine
from ganlab.lab.session.engines import EngineKind
from ganlab.lab.session.session import Session
from ganlab.lab.session.worker import ProcessEngine
from tests.small import small

PATIENCE_MS = 60_000


@contextmanager
def laboratory(kind: EngineKind, experiment: Experiment | None = None) -> Iterator[Controller]:
    """A controller on a real thread, put together and taken apart as the application does it."""
    thread = TrainerThread(kind)
    controller = Controller(experiment or small(), thread, "cpu")
    thread.replied.connect(controller.on_reply)
    thread.start()
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()
        thread.shut_down()
        assert not thread.isRunning()
        assert thread.engine is None
        controller.deleteLater()
        thread.deleteLater()


def engine_of(controller: Controller) -> ProcessEngine:
    link = controller._link
    assert isinstance(link, TrainerThread)
    assert isinstance(link.engine, ProcessEngine)
    return link.engine


def wait_for(qtbot: QtBot, controller: Controller, state: State) -> None:
    qtbot.waitUntil(lambda: controller.state is state, timeout=PATIENCE_MS)


# --- in a process ---------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_worker_takes_no_window_with_it_and_training_is_resumed(qtbot: QtBot) -> None:
    button = QPushButton("alive")
    qtbot.addWidget(button)
    clicks: list[str] = []
    button.clicked.connect(lambda: clicks.append("click"))
    with laboratory("process") as controller:
        controller.play()
        qtbot.waitUntil(lambda: controller.last_checkpoint is not None, timeout=PATIENCE_MS)
        pid = engine_of(controller).pid
        assert pid is not None
        with qtbot.waitSignal(controller.crashed, timeout=PATIENCE_MS) as crash:
            os.kill(pid, signal.SIGKILL)
        assert crash.args is not None
        assert "ended unexpectedly" in crash.args[0]
        assert controller.state is State.CRASHED
        button.click()
        assert clicks == ["click"], "the window goes on"
        assert not psutil.pid_exists(pid), "no zombie"

        checkpoint = controller.last_checkpoint
        assert checkpoint is not None
        controller.edit("k", {"game.k": 2})
        controller.resume()
        first: list[Frame] = []
        controller.frame_ready.connect(first.append)
        wait_for(qtbot, controller, State.RUNNING)
        qtbot.waitUntil(lambda: controller.step > checkpoint.step, timeout=PATIENCE_MS)
        assert all(frame.step >= checkpoint.step for frame in first)
        steps = controller.history.curve("value")[0]
        assert steps[0] == 1, "the curves go on where they were"


def test_closing_while_the_worker_loads_is_clean_and_quick(qtbot: QtBot) -> None:
    began = time.monotonic()
    with laboratory("process") as controller:
        qtbot.waitUntil(lambda: bool(multiprocessing.active_children()), timeout=PATIENCE_MS)
        assert controller.state is State.LOADING
    assert multiprocessing.active_children() == []
    assert time.monotonic() - began < 10


# --- in a thread ----------------------------------------------------------------------------


def test_a_game_from_start_to_end(qtbot: QtBot) -> None:
    with laboratory("thread") as controller:
        wait_for(qtbot, controller, State.IDLE)
        assert controller.device == "CPU"
        controller.train_until(120)
        wait_for(qtbot, controller, State.PAUSED)
        qtbot.waitUntil(lambda: controller.history.steps == 120)
        assert controller.history.curve("value")[0].tolist() == list(range(1, 121))
        controller.edit("units", {"game.generator.units": 4})
        wait_for(qtbot, controller, State.IDLE)
        assert controller.step == 0


def test_closing_before_anything_has_happened(qtbot: QtBot) -> None:
    with laboratory("thread"):
        pass


def test_a_thread_that_was_never_started_shuts_down(qtbot: QtBot) -> None:
    thread = TrainerThread("thread")
    thread.shut_down()
    assert not thread.isRunning()


def test_an_orderly_stop_is_no_crash(qtbot: QtBot) -> None:
    with laboratory("thread") as controller:
        wait_for(qtbot, controller, State.IDLE)
        crashes: list[str] = []
        controller.crashed.connect(crashes.append)
        controller.stop()
        wait_for(qtbot, controller, State.STOPPING)
        link = controller._link
        assert isinstance(link, TrainerThread)
        qtbot.waitUntil(lambda: link.engine is None)
        controller.start()
        wait_for(qtbot, controller, State.IDLE)
        assert crashes == []


def test_an_error_in_the_session_is_told_and_training_is_resumed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with laboratory("thread") as controller:
        controller.play()
        qtbot.waitUntil(lambda: controller.step > 20, timeout=PATIENCE_MS)
        controller.pause()
        qtbot.waitUntil(lambda: controller.last_checkpoint is not None)
        checkpoint = controller.last_checkpoint
        assert checkpoint is not None
        with monkeypatch.context() as patch:
            patch.setattr(Session, "advance", lambda session: 1 / 0)
            with qtbot.waitSignal(controller.crashed) as crash:
                controller.play()
        assert crash.args is not None
        assert "ZeroDivisionError" in crash.args[0]
        controller.resume()
        wait_for(qtbot, controller, State.RUNNING)
        qtbot.waitUntil(lambda: controller.step > checkpoint.step)


def test_two_frames_between_two_looks_are_both_taken(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Switching a layer on asks once more: neither frame's figures may be lost."""
    frames = [Frame(1, step, State.RUNNING, 0.0) for step in (1, 2)]
    engine = ThreadEngine()
    monkeypatch.setattr("ganlab.app.document.trainer_thread.make_engine", lambda kind: engine)
    waiting = list(frames)
    monkeypatch.setattr(engine, "receive", lambda timeout: waiting.pop(0) if waiting else None)
    thread = TrainerThread("thread")
    thread.send(commands.Build(small(), 1))
    thread.start()
    qtbot.waitUntil(lambda: len(thread._frames) == 2)
    assert [thread.take_frame(), thread.take_frame(), thread.take_frame()] == [*frames, None]
    thread.shut_down()


def test_an_engine_that_cannot_be_made_is_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(kind: EngineKind) -> None:
        raise OSError("no more processes")

    with monkeypatch.context() as patch:
        patch.setattr("ganlab.app.document.trainer_thread.make_engine", fail)
        thread = TrainerThread("process")
        controller = Controller(small(), thread, "cpu")
        thread.replied.connect(controller.on_reply)
        with qtbot.waitSignal(controller.crashed) as crash:
            thread.start()
            controller.start()
        assert crash.args is not None
        assert "no more processes" in crash.args[0]
        controller.stop()
        thread.shut_down()
        controller.deleteLater()
        thread.deleteLater()
