"""Work in a process of its own: what comes back of it, and that nothing of it stays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from ganlab.interruptible import Cancelled
from ganlab.lab import job
from ganlab.lab.job import JobFailed, run_job
from tests.lab import works

PATIENCE = 60.0


def named(work: Callable[..., object]) -> str:
    return f"{work.__module__}:{work.__name__}"


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fails a test that leaves a process behind."""
    yield
    assert multiprocessing.active_children() == []


def gone(pid: int) -> bool:
    """Whether there is no such process, or will be none in a moment."""
    try:
        psutil.Process(pid).wait(PATIENCE)
    except psutil.NoSuchProcess:
        return True
    return not psutil.pid_exists(pid)


def test_a_result_comes_and_before_it_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    seen: list[list[int]] = []
    result = run_job(
        named(works.double), [1, 2, 3], lambda *news: heard.append(news), so_far=seen.append
    )
    assert seen[0] == [2], "what there is so far is shown while it goes on"
    assert result == [2, 4, 6]
    assert heard[-1] == (3, 3)
    assert heard == sorted(heard)


@pytest.mark.parametrize(
    ("work", "argument", "text"),
    [
        (works.refuse, "Name a folder.", "Name a folder."),
        (works.fill_disk, "/far/away/a.onnx", "a.onnx: the disk is full."),
        (works.stumble, None, "The export stopped unexpectedly (KeyError)."),
        (works.unsendable, None, "The export stopped unexpectedly (RuntimeError)."),
        (
            works.die,
            None,
            "The export was ended by the system; perhaps there was too little memory.",
        ),
    ],
)
def test_why_it_failed_is_one_sentence(
    work: Callable[..., object], argument: object, text: str
) -> None:
    with pytest.raises(JobFailed) as raised:
        run_job(named(work), argument, title="The export")
    assert str(raised.value) == text


def test_work_that_is_not_there_is_said() -> None:
    with pytest.raises(JobFailed, match="ModuleNotFoundError"):
        run_job("ganlab.nowhere:nothing", None)


def test_work_that_never_asks_is_cancelled_and_tidies_up(tmp_path: Path) -> None:
    file, pids = tmp_path / "pid", []
    began = [0.0]

    def heard(done: int, total: int) -> None:
        pids.append(int(file.read_text()))
        began[0] = time.monotonic()

    with pytest.raises(Cancelled):
        run_job(named(works.wait), file, heard, lambda: bool(pids))
    assert time.monotonic() - began[0] < job.GRACE_SECONDS, "nobody had to kill it"
    assert not file.exists()
    assert gone(pids[0])


def test_work_that_cannot_be_stopped_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "GRACE_SECONDS", 0.1)
    file, pids = tmp_path / "pid", []
    with pytest.raises(Cancelled):
        run_job(
            named(works.deaf),
            file,
            lambda *_: pids.append(int(file.read_text())),
            lambda: bool(pids),
        )
    assert gone(pids[0])


def test_cancelled_before_it_began_it_is_gone_at_once() -> None:
    with pytest.raises(Cancelled):
        run_job(named(works.double), [1], cancelled=lambda: True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_child_that_was_killed_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "pid"

    def kill(done: int, total: int) -> None:
        os.kill(int(file.read_text()), signal.SIGKILL)

    with pytest.raises(JobFailed, match="was ended by the system"):
        run_job(named(works.wait), file, kill)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    """However the parent goes: here it is killed, and can say goodbye to nobody."""
    file = tmp_path / "pid"
    script = (
        "import os, signal, pathlib\n"
        "from ganlab.lab.job import run_job\n"
        "if __name__ == '__main__':\n"
        f"    file = pathlib.Path({str(file)!r})\n"
        "    end = lambda *_: (print(file.read_text(), flush=True), "
        "os.kill(os.getpid(), signal.SIGKILL))\n"
        f"    run_job({named(works.wait)!r}, file, end)\n"
    )
    program = tmp_path / "parent.py"
    program.write_text(script)
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, str(program)],
        env=os.environ | {"PYTHONPATH": root},
        stdout=subprocess.PIPE,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert gone(int(done.stdout))


@pytest.mark.skipif(sys.platform == "win32", reason="niceness")
def test_it_steps_back_behind_training_and_the_window() -> None:
    niceness, threads, torch = run_job(named(works.manners), None)
    assert niceness == min(19, os.nice(0) + 5)
    assert threads == str(max(1, (os.cpu_count() or 1) // 2))
    assert not torch
