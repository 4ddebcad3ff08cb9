"""Carries commands to a session and its replies back: in this process, or in a worker process.

Python runs one thread at a time, so training beside a window that paints is slow and jerky. In a
process of its own it is neither; the in-process engine is for debugging, tests, and platforms
where no child can be started.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import time
import traceback
from collections import deque
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Literal, Protocol

from ganlab.lab.commands import Command, Stop
from ganlab.lab.frame import Failed, Reply, State

if TYPE_CHECKING:
    from ganlab.lab.session import Session

EngineKind = Literal["process", "thread"]

CLOSE_SECONDS = 3.0
"""How long a worker may take to end by itself before it is killed."""
ORPHAN_SECONDS = 1.0
"""How often an idle worker checks that somebody still listens."""


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


def make_engine(kind: EngineKind) -> Engine:
    """An engine of that kind, started."""
    return ProcessEngine() if kind == "process" else ThreadEngine()


class ThreadEngine:
    """Runs the session in the thread that calls `receive`."""

    def __init__(self) -> None:
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._replies: deque[Reply] = deque()
        self._session: Session | None = None

    def send(self, command: Command) -> None:
        self._commands.put(command)

    def receive(self, timeout: float) -> Reply | None:
        if self._session is None:
            from ganlab.lab.session import Session

            self._session = Session(self._replies.append)
        end = time.monotonic() + timeout
        goes_on = True
        while goes_on and not self._replies and (remaining := end - time.monotonic()) > 0:
            try:
                goes_on = work(self._session, self._commands, remaining)
            except Exception:  # whatever went wrong, a window is waiting to be told
                self._replies.append(_failure())
        return self._replies.popleft() if self._replies else None

    def close(self) -> None:
        self._session = None


class ProcessEngine:
    """Runs the session in a spawned worker process."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._replies, theirs = context.Pipe(duplex=False)
        self._commands: multiprocessing.Queue[Command] = context.Queue()
        # A worker that was killed leaves commands unread; exiting must not wait for them.
        self._commands.cancel_join_thread()
        self._process = context.Process(
            target=serve, args=(self._commands, theirs), name="ganlab-trainer", daemon=True
        )
        self._process.start()
        self._awake = False
        theirs.close()  # or the death of the worker would never be noticed

    @property
    def pid(self) -> int | None:
        """The worker's process id."""
        return self._process.pid

    def send(self, command: Command) -> None:
        self._commands.put(command)

    def receive(self, timeout: float) -> Reply | None:
        try:
            if not self._replies.poll(timeout):
                return None
            reply: Reply = self._replies.recv()
            self._awake = True
            return reply
        except (EOFError, OSError) as error:
            raise EngineDied("the training process ended unexpectedly") from error

    def close(self) -> None:
        if self._awake and self._process.is_alive():  # else it is still importing torch
            self._commands.put(Stop())
            self._drain(CLOSE_SECONDS)
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._commands.close()
        self._replies.close()

    def _drain(self, seconds: float) -> None:
        """Let the worker finish: it may be sending a last reply that nobody takes."""
        end = time.monotonic() + seconds
        while self._process.is_alive() and time.monotonic() < end:
            try:
                self.receive(0.02)
            except EngineDied:
                self._process.join(max(end - time.monotonic(), 0.0))


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


def serve(commands: multiprocessing.Queue[Command], replies: Connection) -> None:
    """The worker process: run a session until it is stopped or nobody listens any more."""
    try:
        from ganlab.lab.session import Session

        session = Session(replies.send)
        parent = os.getppid()
        while work(session, commands, ORPHAN_SECONDS):
            if os.getppid() != parent:
                break
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    except Exception:  # whatever went wrong, a window is waiting to be told
        try:
            replies.send(_failure())
        except OSError:
            traceback.print_exc()
    finally:
        replies.close()


def _failure() -> Failed:
    details = traceback.format_exc()
    return Failed(f"Training stopped on an error: {details.strip().splitlines()[-1]}", details)
