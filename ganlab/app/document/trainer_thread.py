"""TrainerThread: the background thread that runs an engine for the window.

Pictures wait in a mailbox until the window looks: each was asked for, so they are never many. The
rare replies are emitted as a signal, which Qt delivers in the window's own thread.
"""

from __future__ import annotations

import threading
import traceback
from collections import deque

from PySide6.QtCore import QObject, QThread, Signal

from ganlab.lab.commands import Build, Command, Stop
from ganlab.lab.frame import Failed, Frame, State, StateChanged
from ganlab.lab.session.engine import Engine, EngineDied
from ganlab.lab.session.engines import EngineKind, make_engine

POLL_SECONDS = 0.1
"""How soon the thread notices that it should end."""
WAIT_MS = 6000


class TrainerThread(QThread):
    """Runs an engine until it is asked to stop; starts another one after a crash."""

    replied = Signal(object)
    """Every reply but frames: StateChanged, Notice, CheckpointTaken, Failed."""

    def __init__(self, kind: EngineKind = "process", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trainer")
        self._kind: EngineKind = kind
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._waiting: list[Command] = []
        self._revive = threading.Event()
        self._frames: deque[Frame] = deque()

    # --- from the window ---

    def send(self, command: Command) -> None:
        """Queue a command; after a crash, a Build starts a new engine."""
        with self._lock:
            if self._engine is not None:
                self._engine.send(command)
                return
            if isinstance(command, Build):
                self._waiting.clear()
            self._waiting.append(command)
            if isinstance(command, Build | Stop):
                self._revive.set()

    def take_frame(self) -> Frame | None:
        """The oldest frame that has not been taken: what it measured must not be lost."""
        with self._lock:
            return self._frames.popleft() if self._frames else None

    @property
    def engine(self) -> Engine | None:
        """What runs now; None while there is none."""
        return self._engine

    def shut_down(self) -> None:
        """End the engine and this thread; nothing of either is left behind."""
        self.requestInterruption()
        self.send(Stop())
        self._revive.set()
        if not self.wait(WAIT_MS):
            with self._lock:
                engine = self._engine
            if engine is not None:
                engine.close()
            self.wait(WAIT_MS)

    # --- the thread ---

    def run(self) -> None:
        """Run engines, one after the other, until interrupted."""
        while not self.isInterruptionRequested():
            self._revive.wait()
            self._revive.clear()
            if self.isInterruptionRequested():
                return
            try:
                failure = self._carry(make_engine(self._kind))
            except Exception as error:  # nothing may escape a QThread's run
                failure = Failed(f"Training could not be run: {error}", traceback.format_exc())
            with self._lock:
                self._frames.clear()
            if failure is not None and not self.isInterruptionRequested():
                self.replied.emit(failure)

    def _carry(self, engine: Engine) -> Failed | None:
        with self._lock:
            self._engine = engine
            for command in self._waiting:
                engine.send(command)
            self._waiting = []
        try:
            while not self.isInterruptionRequested():
                reply = engine.receive(POLL_SECONDS)
                if isinstance(reply, Frame):
                    with self._lock:
                        self._frames.append(reply)
                elif isinstance(reply, Failed):
                    return reply
                elif reply is not None:
                    self.replied.emit(reply)
                    if isinstance(reply, StateChanged) and reply.state is State.STOPPING:
                        return None  # the end that was asked for
        except EngineDied:
            return Failed(
                "The training process ended unexpectedly. Nothing in this window is lost."
            )
        finally:
            with self._lock:
                self._engine = None
            engine.close()
        return None
