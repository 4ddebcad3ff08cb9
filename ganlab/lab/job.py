"""Long work in a process of its own, so that neither the window nor training waits for it.

`run_job` calls a function by name in a spawned process: whoever asks needs to import neither it
nor torch. The child lives as long as the pipe of its orders is open. Cancelling closes that pipe,
and so does the death of the parent, however it dies; the child then unwinds, which removes what is
half written, or is gone after GRACE_SECONDS.
"""

from __future__ import annotations

import _thread
import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from ganlab.atomic import plain_words
from ganlab.interruptible import Asked, Cancelled, ProgressCallback, check, never, silent

GRACE_SECONDS = 3.0
"""How long the child may take to tidy up before it is killed."""
POLL_SECONDS = 0.05
"""How soon a wish to cancel is noticed."""
TELL_SECONDS = 0.05
"""Between two words about progress; the last is always said."""
SHOW_SECONDS = 0.1
"""Between two looks at what there is so far."""

Message = tuple[Literal["awake", "progress", "so far", "result", "failed", "cancelled"], Any]


class JobFailed(Exception):
    """The work did not succeed. Its text is one sentence for the person."""


def run_job(
    work: str,
    argument: object,
    progress: ProgressCallback = silent,
    cancelled: Asked = never,
    title: str = "The work",
    so_far: Callable[[Any], None] | None = None,
) -> Any:
    """Return `work(argument, progress, cancelled)`, called in a process of low priority.

    :param work: "package.module:function", found by the child only.
        Whatever it leaves to the end of its interpreter is not done.
    :param argument: anything that can be pickled; the result likewise. A result that is unpickled
        here should be of plain types and numpy, or torch comes with it.
    :param title: who failed, in sentences: "The export".
    :param so_far: called with what the work shows while it goes on (`interruptible.show_so_far`).

    Blocks; callable from any thread. Raises Cancelled, or JobFailed with the text of the work's own
    ValueError or OSError, or a sentence that names any other exception, or one that says that the
    process was ended. No process is left in any case.
    """
    context = multiprocessing.get_context("spawn")
    theirs, orders = context.Pipe(duplex=False)
    replies, answers = context.Pipe(duplex=False)
    process = context.Process(
        target=serve, args=(theirs, answers, work, title), name="ganlab-job", daemon=True
    )
    at_work = False
    try:
        process.start()
        theirs.close()
        answers.close()  # or the death of the child would never be noticed
        orders.send(argument)
        while True:
            check(cancelled)
            if not replies.poll(POLL_SECONDS):
                continue
            message: Message = replies.recv()
            # After its last word there is nothing to tidy up but the interpreter, which takes long.
            at_work = message[0] in ("awake", "progress", "so far")
            match message:
                case ("progress", (done, total)):
                    progress(done, total)
                case ("so far", result):
                    if so_far is not None:
                        so_far(result)
                case ("result", result):
                    return result
                case ("failed", text):
                    raise JobFailed(text)
                case ("cancelled", _):
                    raise Cancelled
    except (EOFError, ConnectionError):
        words = f"{title} was ended by the system; perhaps there was too little memory."
        raise JobFailed(words) from None
    except OSError as error:
        raise JobFailed(f"{title} could not be started: {plain_words(error)}.") from error
    finally:
        for end in (orders, replies, theirs, answers):
            end.close()
        _end(process, GRACE_SECONDS if at_work else 0.0)


def _end(process: multiprocessing.process.BaseProcess, grace: float) -> None:
    if process.pid is None:  # it could not be started
        return
    process.join(grace)
    if process.is_alive():
        process.kill()
        process.join()


# --- the child ------------------------------------------------------------------------------


def serve(orders: Connection, replies: Connection, work: str, title: str) -> None:
    """The process: receive the argument, do the work, say what came of it."""
    _be_modest()
    # Where ganlab was started in the background of a shell, it would be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    stop, over = threading.Event(), threading.Event()
    try:
        argument = orders.recv()
        listener = threading.Thread(target=_listen, args=(orders, stop, over), daemon=True)
        listener.start()
        module, _, name = work.partition(":")
        function = getattr(import_module(module), name)
        replies.send(("awake", None))
        message: Message = ("result", function(argument, Teller(replies), stop.is_set))
    except (Cancelled, KeyboardInterrupt):
        message = ("cancelled", None)
    except EOFError:
        message = ("cancelled", None)  # before there was anything to do
    except Exception as error:  # whatever went wrong, somebody waits to be told
        message = ("failed", _sentence(error, title))
    over.set()
    with contextlib.suppress(OSError):  # nobody listens any more
        try:
            replies.send(message)
        except (TypeError, AttributeError, ValueError) as error:  # what cannot be pickled
            replies.send(("failed", _sentence(RuntimeError(str(error)), title)))


def _be_modest() -> None:
    """Low priority, and half of the cores: somebody trains and paints meanwhile."""
    # Read by torch when it is imported; this process has not done so yet.
    os.environ["OMP_NUM_THREADS"] = str(max(1, (os.cpu_count() or 1) // 2))
    if sys.platform == "win32":
        below_normal, this = 0x4000, ctypes.c_void_p(-1)
        ctypes.windll.kernel32.SetPriorityClass(this, below_normal)
    else:
        os.nice(5)


def _listen(orders: Connection, stop: threading.Event, over: threading.Event) -> None:
    """Wait until nobody wants the work any more, and then see that it ends."""
    with contextlib.suppress(EOFError, OSError):
        orders.recv()
    stop.set()
    if not over.is_set():
        _thread.interrupt_main()  # translating a network asks nobody whether it should go on
    if not over.wait(GRACE_SECONDS):
        os._exit(1)


class Teller:
    """A Progress that does not drown the one who listens, and shows what there is so far."""

    def __init__(self, replies: Connection) -> None:
        self._replies = replies
        self._told = self._shown = 0.0

    def __call__(self, done: int, total: int) -> None:
        """See `ProgressCallback`."""
        now = time.monotonic()
        if done >= total or now - self._told >= TELL_SECONDS:
            self._told = now
            self._replies.send(("progress", (done, total)))

    def show(self, make: Callable[[], object]) -> None:
        """See `Showing`."""
        now = time.monotonic()
        if now - self._shown >= SHOW_SECONDS:
            self._shown = now
            self._replies.send(("so far", make()))


def _sentence(error: Exception, title: str) -> str:
    if isinstance(error, OSError):
        where = f"{Path(str(error.filename)).name}: " if error.filename else ""
        return f"{where}{plain_words(error)}."
    if isinstance(error, ValueError) and str(error):
        return str(error)
    traceback.print_exception(error)
    return f"{title} stopped unexpectedly ({type(error).__name__})."
