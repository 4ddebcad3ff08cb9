"""A job beside the window: its news are signals, and closing leaves nothing behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.shell.jobs import JobRunner
from tests.lab import works
from tests.lab.test_job import gone, named

PATIENCE_MS = 60_000


@pytest.fixture
def news() -> list[object]:
    """What the runner said at the end, in order."""
    return []


@pytest.fixture
def runner(qtbot: QtBot, news: list[object]) -> Iterator[JobRunner]:
    runner = JobRunner("The export")
    runner.finished.connect(lambda result: news.append(("finished", result)))
    runner.failed.connect(lambda text: news.append(("failed", text)))
    runner.cancelled.connect(lambda: news.append("cancelled"))
    yield runner
    runner.close()
    runner.deleteLater()


def pid_of(qtbot: QtBot, runner: JobRunner, work: Callable[..., object], file: Path) -> int:
    """Start work that writes down its process id, and wait for it."""
    with qtbot.waitSignal(runner.progress, timeout=PATIENCE_MS):
        runner.start(named(work), file)
    return int(file.read_text())


def said_before_the_next(qtbot: QtBot, runner: JobRunner, news: list[object]) -> list[object]:
    """What was said by now, and what was on its way: it comes before the news of another job."""
    with qtbot.waitSignal(runner.finished, timeout=PATIENCE_MS):
        runner.start(named(works.double), [21])
    assert news[-1] == ("finished", [42])
    return news[:-1]


def test_progress_and_result_arrive_and_another_job_can_follow(
    qtbot: QtBot, runner: JobRunner, news: list[object]
) -> None:
    heard: list[tuple[int, int]] = []
    runner.progress.connect(lambda done, total: heard.append((done, total)))
    for numbers, doubled in (([1, 2], [2, 4]), ([5], [10])):
        with qtbot.waitSignal(runner.finished, timeout=PATIENCE_MS):
            runner.start(named(works.double), numbers)
            assert runner.running
        assert not runner.running
        assert heard[-1] == (len(numbers), len(numbers))
        assert news.pop() == ("finished", doubled)
    assert not news


def test_one_job_at_a_time(qtbot: QtBot, runner: JobRunner, tmp_path: Path) -> None:
    pid_of(qtbot, runner, works.wait, tmp_path / "pid")
    with pytest.raises(RuntimeError, match="one job"):
        runner.start(named(works.double), [1])


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (works.refuse, "Name a folder."),
        (works.stumble, "The export stopped unexpectedly (KeyError)."),
        (works.die, "The export was ended by the system; perhaps there was too little memory."),
    ],
)
def test_a_failure_is_one_sentence(
    qtbot: QtBot, runner: JobRunner, news: list[object], work: Callable[..., object], text: str
) -> None:
    with qtbot.waitSignal(runner.failed, timeout=PATIENCE_MS):
        runner.start(named(work), "Name a folder.")
    assert news == [("failed", text)]


def test_cancelling_stops_work_that_never_asks(
    qtbot: QtBot, runner: JobRunner, news: list[object], tmp_path: Path
) -> None:
    file = tmp_path / "pid"
    pid = pid_of(qtbot, runner, works.wait, file)
    with qtbot.waitSignal(runner.cancelled, timeout=PATIENCE_MS):
        runner.cancel()
    assert news == ["cancelled"]
    assert gone(pid)
    assert not file.exists(), "it tidied up"


def test_closing_the_window_ends_the_job_and_says_nothing(
    qtbot: QtBot, runner: JobRunner, news: list[object], tmp_path: Path
) -> None:
    """That no process and no thread stay is seen to in conftest, for every test."""
    window = QWidget()
    runner.setParent(window)
    pid = pid_of(qtbot, runner, works.wait, tmp_path / "pid")
    runner.close()
    runner.close()
    assert not runner.running
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert said_before_the_next(qtbot, runner, news) == []
    runner.setParent(None)
    window.deleteLater()


def test_closed_while_it_starts(qtbot: QtBot, runner: JobRunner, news: list[object]) -> None:
    runner.start(named(works.double), [1])
    runner.close()
    assert said_before_the_next(qtbot, runner, news) == []
