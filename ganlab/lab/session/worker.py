"""The engine that trains in a process of its own, beside the window."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
import traceback
from multiprocessing.connection import Connection

from ganlab.lab.commands import Command, RequestFrame, Stop
from ganlab.lab.frame import Reply
from ganlab.lab.session.engine import EngineDied, failure, work

CLOSE_SECONDS = 3.0
"""How long a worker may take to end by itself before it is killed."""
ORPHAN_SECONDS = 1.0
"""How often an idle worker checks that somebody still listens."""


Sent = Command | None
"""None: the frame that was asked for last, once more. It is what is sent with every frame, and to
pack and unpack a request costs training a part of a percent."""


class ProcessEngine:
    """Runs the session in a spawned worker process."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._replies, theirs = context.Pipe(duplex=False)
        self._commands: multiprocessing.Queue[Sent] = context.Queue()
        # A worker that was killed leaves commands unread; exiting must not wait for them.
        self._commands.cancel_join_thread()
        self._process = context.Process(
            target=serve, args=(self._commands, theirs), name="ganlab-trainer", daemon=True
        )
        self._process.start()
        self._awake = False
        self._asked: RequestFrame | None = None
        theirs.close()  # or the death of the worker would never be noticed

    @property
    def pid(self) -> int | None:
        """The worker's process id."""
        return self._process.pid

    def send(self, command: Command) -> None:
        if not isinstance(command, RequestFrame):
            self._commands.put(command)
            return
        self._commands.put(None if command == self._asked else command)
        self._asked = command

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


def serve(commands: multiprocessing.Queue[Sent], replies: Connection) -> None:
    """The worker process: run a session until it is stopped or nobody listens any more."""
    try:
        from ganlab.lab.device import tune_process
        from ganlab.lab.session.session import Session

        session = Session(replies.send, tune=tune_process)
        parent = os.getppid()
        # To ask a pipe after each chunk whether there is anything in it costs a hundredth of the
        # training; a thread that waits for it costs nothing.
        heard: queue.SimpleQueue[Command] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(commands, heard), daemon=True).start()
        while work(session, heard, ORPHAN_SECONDS):
            if os.getppid() != parent:
                break
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    except Exception:  # whatever went wrong, a window is waiting to be told
        try:
            replies.send(failure())
        except OSError:
            traceback.print_exc()
    finally:
        replies.close()


def _listen(commands: multiprocessing.Queue[Sent], heard: queue.SimpleQueue[Command]) -> None:
    asked: Command | None = None
    while True:
        command = commands.get()
        if command is None:
            command = asked
        elif isinstance(command, RequestFrame):
            asked = command
        assert command is not None  # nobody asks once more at first
        heard.put(command)
