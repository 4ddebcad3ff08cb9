"""Whatever a person does in whatever order: nothing raises, nothing hangs, nothing is left behind.

A failure prints the seed and the last acts. To look longer or elsewhere:
``GANLAB_MONKEY_ACTS=50000 GANLAB_MONKEY_SEED=7 pytest tests/app/test_monkey.py``
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.shell.window import Window
from ganlab.lab.session.engines import EngineKind
from tests.app.labs import opened, settle, wait_until_ready
from tests.app.monkey import Monkey

SEED = int(os.environ.get("GANLAB_MONKEY_SEED", "1"))
ACTS: dict[EngineKind, int] = {"thread": 500, "process": 150}
LONGER = os.environ.get("GANLAB_MONKEY_ACTS")


@contextmanager
def no_complaints() -> Iterator[None]:
    """Fails on what Qt finds critical, and on its warnings that foretell a crash."""
    heard: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        grave = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
        if grave or any(word in text for word in ("QThread", "QObject", "QPainter", "Timers")):
            heard.append(text)

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    assert not heard


@pytest.mark.parametrize("engine", ["thread", "process"])
def test_a_monkey_breaks_nothing(tmp_path: Path, qtbot: QtBot, engine: EngineKind) -> None:
    acts = int(LONGER) if LONGER else ACTS[engine]
    settle()
    gc.collect()
    widgets = {_address(w) for w in QApplication.topLevelWidgets()}
    with no_complaints():
        with opened(tmp_path, engine=engine) as lab, qtbot.captureExceptions() as raised:
            wait_until_ready(qtbot, lab)
            crashes: list[str] = []
            lab.controller.crashed.connect(crashes.append)
            # A step on images may take seconds, and only a process can be stopped in its midst.
            monkey = Monkey(lab, tmp_path / "files", SEED, images=engine == "process")
            try:
                monkey.play(acts)
                assert not raised
                assert not crashes
                assert lab.window.isVisible()
            except BaseException:
                print(f"GANLAB_MONKEY_SEED={SEED}, the last acts:", *monkey.log, sep="\n  ")
                raise
        del lab, monkey
        gc.collect()
        settle()
    left = [w for w in QApplication.topLevelWidgets() if _address(w) not in widgets]
    assert not left
    assert not [w for w in gc.get_objects() if type(w) is Window and shiboken6.isValid(w)]


def _address(widget: QWidget) -> int:
    return int(shiboken6.getCppPointer(widget)[0])
