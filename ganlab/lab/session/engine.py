"""Carries commands to a session and its replies back: here in a thread, in worker.py in a process.

Python runs one thread at a time, so training beside a window that paints is slow and jerky. In a
process of its own it is neither; the in-process engine is for debugging, tests, and platforms
where no child can be started.
"""

from __future__ import annotations

import queue
import time
import traceback
from collections import deque
from typing import TYPE_CHECKING, Protocol

from ganlab.lab.commands import Command
from ganlab.lab.frame import Failed, Reply, State

if TYPE_CHECKING:
    from ganlab.lab.session.session import Session


class EngineDied(ConnectionError):
    """The worker is gone: killed, out of memory, or crashed below Python."""


class Engine(Protocol):
    """What a TrainerThread runs."""

    def send(self, command: Command) -> None:
        """Queue a command; never blocks, callable from any thread."""

    def receive(self, timeout: float) -> Reply | None:
        """The next reply, or None after `timeout` seconds; raises EngineDied."""

    def close(self) -> None:
        """End the session and free everything; callable twice."""


class ThreadEngine:
    """Runs the session in the thread that calls `receive`. The process is somebody else's: it stays
    as it is."""

    def __init__(self) -> None:
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._replies: deque[Reply] = deque()
        self._session: Session | None = None

    def send(self, command: Command) -> None:
        self._commands.put(command)

    def receive(self, timeout: float) -> Reply | None:
        if self._session is None:
            from ganlab.lab.session.session import Session

            self._session = Session(self._replies.append)
        end = time.monotonic() + timeout
        goes_on = True
        while goes_on and not self._replies and (remaining := end - time.monotonic()) > 0:
            try:
                goes_on = work(self._session, self._commands, remaining)
            except Exception:  # whatever went wrong, a window is waiting to be told
                self._replies.append(failure())
        return self._replies.popleft() if self._replies else None

    def close(self) -> None:
        self._session = None


class Commands(Protocol):
    """What both kinds of queue have in common."""

    def get(self, block: bool = True, timeout: float | None = None) -> Command:
        """The next command; raises queue.Empty."""


def work(session: Session, commands: Commands, patience: float) -> bool:
    """Carry out what is queued and train a little, or wait up to `patience` seconds for a command
    when there is nothing to train. Returns whether the session goes on."""
    wait = session.advance()
    while session.state is not State.STOPPING:
        try:
            if wait > 0:
                command = commands.get(timeout=min(wait, patience))
            else:
                command = commands.get(block=False)
        except queue.Empty:
            return True
        session.handle(command)
        wait = 0.0
    return False


def failure() -> Failed:
    """The error that is being handled, for those who wait for an answer."""
    details = traceback.format_exc()
    return Failed(f"Training stopped on an error: {details.strip().splitlines()[-1]}", details)
