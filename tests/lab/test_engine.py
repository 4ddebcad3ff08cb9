"""The two engines behind one interface: they say the same; nothing of either is left behind."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import cast

import numpy as np
import pytest

from ganlab.experiment import Experiment
from ganlab.lab import commands
from ganlab.lab.frame import (
    CheckpointTaken,
    Failed,
    Frame,
    FrameRequest,
    Notice,
    Reply,
    State,
    StateChanged,
)
from ganlab.lab.session.engine import Engine, EngineDied, ThreadEngine
from ganlab.lab.session.engines import EngineKind, make_engine
from ganlab.lab.session.session import Session
from ganlab.lab.session.worker import ProcessEngine
from tests.pictures import at, values
from tests.small import small

PATIENCE = 60.0
GAME: tuple[commands.Command, ...] = (
    commands.Build(small(), 1, device="cpu"),
    commands.Step("discriminator"),
    commands.Apply(small({"game.k": 2})),
    commands.Step(),
    commands.RequestCheckpoint(7),
    commands.RestoreLastGood(),
    commands.Step("generator"),
    commands.RequestFrame(FrameRequest(frozenset({"generated", "heatmap"}))),
)


def receive(engine: Engine, enough: Callable[[list[Reply]], bool]) -> list[Reply]:
    """Replies until there are enough of them."""
    replies: list[Reply] = []
    end = time.monotonic() + PATIENCE
    while not enough(replies):
        assert time.monotonic() < end, f"only {replies}"
        reply = engine.receive(0.1)
        if reply is not None:
            replies.append(reply)
    return replies


def has_frame(replies: list[Reply]) -> bool:
    return any(isinstance(reply, Frame) for reply in replies)


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fails a test that leaves a process or a thread behind."""
    threads = set(threading.enumerate())
    yield
    assert multiprocessing.active_children() == []
    left = [thread for thread in threading.enumerate() if thread not in threads]
    for thread in left:  # a queue's feeder ends by itself, a moment after its queue
        thread.join(5)
    assert not any(thread.is_alive() for thread in left)


def play(kind: EngineKind) -> list[Reply]:
    engine = make_engine(kind)
    try:
        for command in GAME:
            engine.send(command)
        first = receive(engine, has_frame)
        engine.send(commands.Step())
        engine.send(GAME[-1])  # what is seen is asked for with each frame anew
        return first + receive(engine, has_frame)
    finally:
        engine.close()
        engine.close()


def summary(replies: list[Reply]) -> list[object]:
    """What does not depend on how fast the machine is."""
    told: list[object] = []
    for reply in replies:
        if isinstance(reply, CheckpointTaken):
            told.append((reply.token, reply.checkpoint.step, reply.generation))
        elif isinstance(reply, Frame):
            told.append((reply.step, reply.state, reply.turn, reply.generation))
        else:
            told.append(reply)
    return told


def test_both_engines_give_the_same_replies() -> None:
    in_thread, in_process = play("thread"), play("process")
    assert summary(in_thread) == summary(in_process)
    a, b = (next(r for r in replies if isinstance(r, Frame)) for replies in (in_thread, in_process))
    assert a.scalars is not None
    assert b.scalars is not None
    np.testing.assert_array_equal(a.scalars, b.scalars)
    np.testing.assert_array_equal(at(a), at(b))
    np.testing.assert_array_equal(values(a), values(b))
    checkpoints = [
        reply.checkpoint
        for replies in (in_thread, in_process)
        for reply in replies
        if isinstance(reply, CheckpointTaken) and reply.token == 7
    ]
    first, second = (checkpoint.arrays for checkpoint in checkpoints)
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_a_worker_that_is_closed_before_it_is_awake_is_gone_at_once() -> None:
    engine = ProcessEngine()
    engine.send(commands.Build(small(), 1))
    began = time.monotonic()
    engine.close()
    assert time.monotonic() - began < 2.0, "nobody waits for it to import torch"
    assert engine.pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(engine.pid, 0)


def test_an_error_in_the_worker_is_told_and_its_end_noticed() -> None:
    """Here a programmer's mistake: a Build of nothing."""
    engine = ProcessEngine()
    try:
        engine.send(commands.Build(cast(Experiment, None), 1))
        replies = receive(engine, lambda replies: any(isinstance(r, Failed) for r in replies))
        failed = replies[-1]
        assert isinstance(failed, Failed)
        assert "AttributeError" in failed.text
        assert "Traceback" in failed.details
        with pytest.raises(EngineDied):
            receive(engine, lambda replies: len(replies) > 0)
    finally:
        engine.close()


# --- in this process ------------------------------------------------------------------------


def test_an_exception_in_the_session_is_a_failed_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(session: Session) -> float:
        raise KeyError("a programmer's mistake")

    engine = ThreadEngine()
    monkeypatch.setattr(Session, "advance", stumble)
    failed = engine.receive(1.0)
    engine.close()
    assert isinstance(failed, Failed)
    assert failed.text == 'Training stopped on an error: KeyError: "a programmer\'s mistake"'
    assert "stumble" in failed.details


def test_receive_waits_no_longer_than_asked() -> None:
    engine = ThreadEngine()
    engine.receive(0.0)
    began = time.monotonic()
    assert engine.receive(0.05) is None
    assert 0.04 < time.monotonic() - began < 5
    engine.close()


def test_a_command_from_another_thread_wakes_an_idle_engine() -> None:
    engine = ThreadEngine()
    timer = threading.Timer(0.05, engine.send, [commands.Build(small(), 1, device="cpu")])
    timer.start()
    replies = receive(engine, lambda replies: len(replies) == 2)
    timer.join()
    engine.close()
    assert [reply.state for reply in replies if isinstance(reply, StateChanged)] == [
        State.LOADING,
        State.IDLE,
    ]


def test_after_stop_there_is_nothing_more_to_receive() -> None:
    engine = ThreadEngine()
    engine.send(commands.Build(small(), 1, device="cpu", play=True))
    engine.send(commands.Stop())
    replies = receive(engine, stopped)
    assert not any(isinstance(reply, Notice) for reply in replies)
    assert engine.receive(0.02) is None
    engine.close()


def stopped(replies: list[Reply]) -> bool:
    last = replies[-1] if replies else None
    return isinstance(last, StateChanged) and last.state is State.STOPPING
