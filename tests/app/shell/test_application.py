"""Starting, ending, pictures of the window, and errors that nobody caught."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.importing.dialog import ImportDialog
from ganlab.app.importing.points import PointsForm
from ganlab.app.look.theme import DARK, FONT_FAMILY, LIGHT, Choice, Palette
from ganlab.app.shell.application import PREPARED, make_application, run_window
from ganlab.app.shell.window import Window
from ganlab.app.startup import screenshot as picture
from ganlab.app.startup.hooks import Hooks
from ganlab.app.startup.screenshot import screenshot
from ganlab.data.points import decode
from ganlab.data.tables.options import TableOptions
from ganlab.experiment import PointsData
from ganlab.gan.settings import two_player
from ganlab.lab.files.archive import Run, save_run
from ganlab.lab.frame import Notice, State
from tests.app.answering import answering, click
from tests.app.labs import opened, wait_for_step, wait_until_ready
from tests.lab.runs import make_run
from tests.small import small

SIZE = (1280, 720)


# --- from start to end ----------------------------------------------------------------------


@pytest.fixture
def collector() -> Iterator[None]:
    """The garbage collector as it was: a window that starts freezes what there is."""
    yield
    gc.unfreeze()


def meanwhile(act: Callable[[Window], bool]) -> QTimer:
    """Calls `act` with the window on show again and again, until it returns True."""
    timer = QTimer()

    def look() -> None:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, Window)]
        if any(act(window) for window in shown if window.isVisible()):
            timer.stop()

    timer.timeout.connect(look)
    timer.start(5)
    return timer


def test_the_window_opens_plays_and_ends(qtbot: QtBot, collector: None) -> None:
    steps: list[int] = []
    hooks = sys.excepthook, threading.excepthook

    def act(window: Window) -> bool:
        controller = window.controller
        if controller.state is State.IDLE:
            qtbot.keyClick(window, Qt.Key.Key_Space)
        if controller.step < 3:
            return False
        steps.append(controller.step)
        controller.set_modified(False)
        return window.close()

    timer = meanwhile(act)
    assert run_window(None, None, "thread", "cpu") == 0
    assert steps
    assert not timer.isActive()
    assert (sys.excepthook, threading.excepthook) == hooks


def test_the_window_opens_a_file_that_it_was_given(
    tmp_path: Path, qtbot: QtBot, collector: None
) -> None:
    save_run(tmp_path / "mine.ganlab", Run.fresh(small({"name": "small", "game.k": 7})))
    seen: list[tuple[str, int]] = []

    def act(window: Window) -> bool:
        if window.controller.state is not State.IDLE:
            return False
        seen.append((window.windowTitle(), two_player(window.controller.experiment.game).k))
        return window.close()

    meanwhile(act)
    assert run_window(tmp_path / "mine.ganlab", None, "thread", "cpu") == 0
    assert seen == [("mine[*] — ganlab", 7)]


@pytest.mark.parametrize("text", ["12,345;0,25\n3,5;4,5\n", "1,234;5,678\n2,345;6,789\n"])
def test_a_table_that_it_was_given_is_shown_and_asked_about(
    text: str, tmp_path: Path, qtbot: QtBot, collector: None
) -> None:
    path = tmp_path / "points.csv"
    path.write_text(text)
    asked: list[bool] = []

    def act(window: Window) -> bool:
        dialogs = [d for d in window.findChildren(ImportDialog) if d.isVisible()]
        if window.controller.state is not State.IDLE or not dialogs or dialogs[0].busy.isVisible():
            return False
        (dialog,) = dialogs
        form = dialog.form
        assert isinstance(form, PointsForm)
        asked.append(dialog.fault.isVisible())
        if asked == [True]:
            words = "Row 1: '1,234;5,678' can be read in two ways"
            assert dialog.fault.text().startswith(words)
            assert dialog.fault.text().endswith("Choose the decimal sign.")
        if not dialog.use_button.isEnabled():
            form.decimal.setCurrentIndex(form.decimal.findData(","))
            form.decimal.activated.emit(0)
            return False
        dialog.use_button.click()
        data = window.controller.experiment.data
        assert isinstance(data, PointsData)
        assert decode(data)[1].tolist() == ([3.5, 4.5] if "3,5;" in text else [2.345, 6.789])
        window.controller.set_modified(False)
        return window.close()

    meanwhile(act)
    assert run_window(path, None, "thread", "cpu") == 0
    assert asked[0] == ("1,234" in text)


def test_what_was_said_of_a_table_stands_in_the_dialog(
    tmp_path: Path, qtbot: QtBot, collector: None
) -> None:
    path = tmp_path / "points.csv"
    path.write_text("a;b;c\n1,234;5,678;0\n2,345;6,789;1\n")
    said = TableOptions(("c", "1"), "3", ",", True, ";", "shared", True)
    found: list[TableOptions] = []

    def act(window: Window) -> bool:
        dialogs = [d for d in window.findChildren(ImportDialog) if d.isVisible()]
        if window.controller.state is not State.IDLE or not dialogs or dialogs[0].busy.isVisible():
            return False
        form = dialogs[0].form
        assert isinstance(form, PointsForm)
        assert not dialogs[0].fault.isVisible()
        found.append(form.options())
        assert form.without_outliers.isChecked()
        dialogs[0].use_button.click()
        data = window.controller.experiment.data
        assert isinstance(data, PointsData)
        assert data.scaling == "shared"
        assert decode(data)[0].tolist() == [0, 1.234]
        window.controller.set_modified(False)
        return window.close()

    meanwhile(act)
    assert run_window(path, None, "thread", "cpu", said) == 0
    assert found == [replace(said, columns=("c", "a"), leave_out_outliers=False)]


def test_a_damaged_file_is_said_and_the_window_opens_all_the_same(
    tmp_path: Path, qtbot: QtBot, collector: None
) -> None:
    (tmp_path / "damaged.ganlab").write_bytes(b"PK\x03\x04?")
    meanwhile(lambda window: window.controller.state is State.IDLE and window.close())
    with answering(click("OK", "was not opened")):
        assert run_window(tmp_path / "damaged.ganlab", None, "thread", "cpu") == 0


# --- pictures of the window -----------------------------------------------------------------


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[Choice, np.ndarray]:
    """The window after a few steps, light and dark, (height, width, 3)."""
    folder, found = tmp_path_factory.mktemp("pictures"), {}
    themes: tuple[Choice, ...] = ("light", "dark")
    for theme in themes:
        out = folder / f"{theme}.png"
        screenshot(Run.fresh(small()), 60, SIZE, theme, out, "thread")
        found[theme] = np.asarray(Image.open(out).convert("RGB")).astype(int)
    return found


def share(picture: np.ndarray, color: str) -> float:
    """The share of pixels that are nearly of this colour."""
    wanted = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return float((np.abs(picture - wanted).max(axis=2) < 24).mean())


def test_pictures_have_the_size_that_was_asked_for(pictures: dict[Choice, np.ndarray]) -> None:
    assert {picture.shape for picture in pictures.values()} == {(SIZE[1], SIZE[0], 3)}


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_a_picture_shows_the_game_in_its_colours(
    pictures: dict[Choice, np.ndarray], theme: Choice, palette: Palette
) -> None:
    picture = pictures[theme]
    assert share(picture, palette.panel) > 0.2
    middle = picture[150:460, 400:700]
    assert share(middle, palette.real) > 0.0005
    assert share(middle, palette.generated) > 0.002
    gallery = picture[80:240, 20:290]
    assert share(gallery, palette.real) > 0.005


def test_light_and_dark_differ(pictures: dict[Choice, np.ndarray]) -> None:
    light, dark = pictures["light"].mean(), pictures["dark"].mean()
    assert light > 180
    assert dark < 80


def test_no_panel_of_a_picture_is_empty(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path, theme="light") as lab:
        wait_until_ready(qtbot, lab)
        lab.controller.train_until(60)
        wait_for_step(qtbot, lab, 60)
        lab.window.curves.refresh()
        picture = lab.window.grab().toImage()
        window = lab.window
        panels: list[QWidget] = [window.distributions.view, window.model, *window.curves.cards]
        for panel in panels:
            corner = panel.mapTo(window, QPoint())
            part = picture.copy(corner.x(), corner.y(), panel.width(), panel.height())
            colors = {part.pixel(x, y) for x in range(0, part.width(), 2)
                      for y in range(0, part.height(), 2)}  # fmt: skip
            assert len(colors) > 20, panel


def test_a_picture_that_cannot_be_written_is_an_error(tmp_path: Path, qtbot: QtBot) -> None:
    with pytest.raises(OSError, match="could not be written"):
        screenshot(Run.fresh(small()), 0, SIZE, "light", tmp_path / "no" / "where.png", "thread")


def test_a_picture_of_a_run_that_does_not_fit_is_an_error(tmp_path: Path, qtbot: QtBot) -> None:
    foreign = make_run(5)
    with pytest.raises(OSError, match="Cannot start"):
        screenshot(foreign, 10, SIZE, "light", tmp_path / "x.png", "thread")


def test_training_that_takes_too_long_is_an_error(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "SCREENSHOT_SECONDS", 0)
    with pytest.raises(OSError, match="too long"):
        screenshot(Run.fresh(small()), 10**6, SIZE, "light", tmp_path / "x.png", "thread")


# --- errors that nobody caught --------------------------------------------------------------


@pytest.fixture
def said(controller: Controller) -> Iterator[list[Notice]]:
    """What the window says while the hooks are in place."""
    notices: list[Notice] = []
    controller.notice.connect(notices.append)
    hooks = Hooks(controller)
    yield notices
    hooks.remove()


def test_an_error_in_the_window_is_said(
    said: list[Notice], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise ZeroDivisionError("by nothing")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    (notice,) = said
    assert notice.level == "error"
    assert "by nothing" in notice.text
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_an_error_in_another_thread_is_said_in_the_windows(
    said: list[Notice], qtbot: QtBot, controller: Controller
) -> None:
    where: list[object] = []
    controller.notice.connect(lambda _: where.append(threading.current_thread()))

    def fail() -> None:
        raise ZeroDivisionError

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert not said  # not from that thread
    qtbot.waitUntil(lambda: bool(said))
    assert where == [threading.main_thread()]
    assert "ZeroDivisionError" in said[0].text


def test_the_command_of_that_name_gets_its_type_and_style(qapp: QApplication) -> None:
    """Qt calls the application after the command, "ganlab", before anything was prepared."""
    qapp.setProperty(PREPARED, None)
    qapp.setFont(QFont("monospace"))
    qapp.setApplicationName("ganlab")
    assert make_application() is qapp
    assert qapp.font().family() == FONT_FAMILY
