"""The zoom of the window: chosen, remembered, taken up at the next start with the run as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from ganlab.app.shell import application
from ganlab.app.shell.application import AGAIN, Laboratory
from ganlab.app.shell.settings import Settings
from ganlab.app.shell.zooming import NO_ROOM, SMALLEST
from ganlab.app.startup import again, zoom
from ganlab.app.startup.again import Left
from ganlab.lab.frame import State
from tests.app.labs import opened, wait_for_step, wait_until_ready

DRAWN = """
import os
from PySide6.QtWidgets import QApplication
from ganlab.app.startup import zoom
with zoom.scaled(125):
    application = QApplication([])
print(application.devicePixelRatio(), os.environ.get("QT_SCALE_FACTOR"))
"""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Laboratory]:
    with opened(tmp_path) as lab:
        yield lab


def zoomed(lab: Laboratory, *names: str) -> list[str]:
    """What the notices say after these actions."""
    for name in names:
        lab.window.actions_table[name].trigger()
    return lab.window.status.notices.texts


def test_what_was_chosen_is_remembered(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    assert settings.zoom == 100
    settings.zoom = 150
    assert Settings(tmp_path / "settings.ini").zoom == 150
    (tmp_path / "settings.ini").write_text("[General]\nzoom=7000\n")
    assert Settings(tmp_path / "settings.ini").zoom == 100


@pytest.mark.parametrize(("asked", "ratio"), [(None, "1.25"), ("2", "2.5"), ("large", "1.25")])
def test_all_is_drawn_so_large_besides_what_the_environment_asks(
    asked: str | None, ratio: str
) -> None:
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    around.pop("QT_SCALE_FACTOR", None)
    if asked is not None:
        around["QT_SCALE_FACTOR"] = asked
    done = subprocess.run(
        [sys.executable, "-c", DRAWN], env=around, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [ratio, str(asked)]


def test_keys_choose_a_zoom_and_the_next_start_is_offered(
    lab: Laboratory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zoom, "fits", lambda percent: True)
    texts = zoomed(lab, "zoom_out", "zoom_in", "zoom_in", "zoom_in")
    assert lab.settings.zoom == 125
    assert texts == ["Zoom 125 %, from the next start on."]
    (row,) = lab.window.status.notices.rows
    assert row.act.text() == "Start again now"
    assert zoomed(lab, "zoom_reset") == []
    assert lab.settings.zoom == 100


def test_the_offer_stays_while_the_run_goes_on(lab: Laboratory, qtbot: QtBot) -> None:
    wait_until_ready(qtbot, lab)
    said = zoomed(lab, "zoom_out")
    lab.controller.play()
    wait_for_step(qtbot, lab, 3)
    lab.controller.reset()
    qtbot.waitUntil(lambda: lab.controller.step == 0)
    assert lab.window.status.notices.texts[:1] == said


def test_no_zoom_is_offered_that_has_no_room(
    lab: Laboratory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zoom, "fits", lambda percent: percent <= 110)
    zoomed(lab, "zoom_out", "zoom_in", "zoom_in")
    assert NO_ROOM in lab.window.actions_table["zoom_in"].toolTip()
    assert not lab.window.actions_table["zoom_in"].isEnabled()
    zoomed(lab, *["zoom_out"] * len(zoom.LEVELS))
    assert lab.settings.zoom == zoom.LEVELS[0]
    assert SMALLEST in lab.window.actions_table["zoom_out"].toolTip()


def test_the_next_window_goes_on_with_the_run_and_asks_nothing(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(QCoreApplication, "exit", codes.append)
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        lab.controller.edit("k", {"game.k": 3})
        lab.controller.train_until(8)
        wait_for_step(qtbot, lab, 8)
        qtbot.waitUntil(lambda: lab.controller.history.steps == 8)
        experiment = lab.controller.experiment
        zoomed(lab, "zoom_out")
        (row,) = lab.window.status.notices.rows
        row.act.click()
        qtbot.waitUntil(lambda: bool(codes), timeout=20_000)
        left = lab.left
    assert codes == [AGAIN]
    assert left is not None
    around: dict[str, str] = {}
    again.leave(left, around)
    assert again.taken(around) == left
    assert again.taken(around) is None
    with opened(tmp_path) as lab:
        lab.window.rooms.go("images")  # where the window before this one was
        assert lab.take_up(left)
        assert lab.window.rooms.current == "images"
        assert lab.controller.experiment == experiment
        assert lab.controller.history.steps == 8
        assert lab.controller.modified == left.modified
        qtbot.waitUntil(lambda: lab.controller.state is State.PAUSED)
        assert not lab.take_up(left)


def test_without_a_copy_nothing_ends(
    lab: Laboratory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wait_until_ready(qtbot, lab)
    monkeypatch.setattr(QCoreApplication, "exit", lambda code: pytest.fail("it ended"))
    (tmp_path / "autosave").write_text("in the way")
    with qtbot.waitSignal(lab.controller.notice, timeout=20_000):
        lab.start_again()
    qtbot.waitUntil(lambda: not lab._leaving, timeout=20_000)
    assert lab.left is None


def test_the_program_starts_as_it_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(again, "_become", started.append)
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "ganlab", "--preset", "moons"])
    monkeypatch.delenv("GANLAB_ZOOM", raising=False)
    again.start(110)
    assert started == [[sys.executable, "-m", "ganlab", "--preset", "moons"]]
    assert (again.size(), again.size()) == (110, 0)


def test_a_zoom_of_another_screen_is_made_to_fit(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(zoom, "drawn", lambda: 200)
    monkeypatch.setattr(zoom, "fits", lambda percent: percent <= 125)

    def start(percent: int) -> int:
        sizes.append(percent)
        return 0

    monkeypatch.setattr(again, "start", start)
    assert application.run_window(None, None, "thread", "cpu") == 0
    assert sizes == [125]


def test_nonsense_in_the_environment_is_no_window_before() -> None:
    assert again.taken({"GANLAB_LEFT": "one two"}) is None
    assert again.size({"GANLAB_ZOOM": "large"}) == 0
    assert again.taken({"GANLAB_LEFT": "a 1 0"}) == Left("a", True, False)
