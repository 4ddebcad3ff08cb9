"""Long work beside the window: a job of `ganlab.lab.job`, its news as signals of Qt's."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from ganlab.interruptible import Cancelled
from ganlab.lab.job import JobFailed, run_job


class JobRunner(QObject):
    """Runs one job at a time. Every start is answered by `finished`, `failed` or `cancelled`, in
    the window's thread, when no process and no thread of it is left; `close` ends it unanswered.

    Whoever owns it calls `close` before it goes.
    """

    progress = Signal(int, int)
    """How much is done and of how much, in the work's own unit."""
    so_far = Signal(object)
    """What the work shows while it goes on."""
    finished = Signal(object)
    """The result of the work."""
    failed = Signal(str)
    """Why it failed, in one sentence."""
    cancelled = Signal()
    """It was stopped; nothing was kept."""

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        """`title` is who failed, in sentences: "The export"."""
        super().__init__(parent)
        self._title = title
        self._thread: _JobThread | None = None

    @property
    def running(self) -> bool:
        """Whether a job was started and not yet answered."""
        return self._thread is not None

    def start(self, work: str, argument: object) -> None:
        """Call "package.module:function" with (argument, progress, cancelled) in a process.

        Raises RuntimeError while another job runs.
        """
        if self._thread is not None:
            raise RuntimeError("one job at a time")
        self._thread = _JobThread(work, argument, self._title, self)
        self._thread.progress.connect(self.progress)
        self._thread.so_far.connect(self.so_far)
        self._thread.finished.connect(self._answer)
        self._thread.start()

    @Slot()
    def cancel(self) -> None:
        """Ask the job to stop; `cancelled` follows, or `finished` if it was quicker."""
        if self._thread is not None:
            self._thread.stop.set()

    @Slot()
    def close(self) -> None:
        """End the job and wait until it is gone; says nothing. Callable twice, and without one."""
        if self._thread is not None:
            thread, self._thread = self._thread, None
            thread.progress.disconnect(self.progress)
            thread.so_far.disconnect(self.so_far)
            thread.finished.disconnect(self._answer)
            thread.stop.set()
            thread.wait()
            thread.deleteLater()

    @Slot()
    def _answer(self) -> None:
        thread, self._thread = self._thread, None
        if thread is None:  # closed while this was on its way
            return
        thread.wait()
        thread.deleteLater()
        if isinstance(thread.outcome, JobFailed):
            self.failed.emit(str(thread.outcome))
        elif isinstance(thread.outcome, Cancelled):
            self.cancelled.emit()
        else:
            self.finished.emit(thread.outcome)


class _JobThread(QThread):
    """Waits for the process, so that nobody else has to."""

    progress = Signal(int, int)
    so_far = Signal(object)

    def __init__(self, work: str, argument: object, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("job")
        self._work, self._argument, self._title = work, argument, title
        self.stop = threading.Event()
        self.outcome: Any = None
        """The result, or the JobFailed or Cancelled that came instead."""

    def run(self) -> None:
        """Run the job to its end."""
        try:
            self.outcome = run_job(
                self._work,
                self._argument,
                self.progress.emit,
                self.stop.is_set,
                self._title,
                self.so_far.emit,
            )
        except (JobFailed, Cancelled) as news:
            self.outcome = news
        except Exception as error:  # nothing may leave a thread of Qt's
            self.outcome = JobFailed(f"{self._title} stopped on an error: {error}")
