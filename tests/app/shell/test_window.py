"""The whole window: every action, key and control of it, and a game that is really played."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenuBar,
    QMessageBox,
    QScrollBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ganlab import __version__
from ganlab.app.forms.controls import SliderControl
from ganlab.app.panels.gallery.thumbnail import Thumbnail
from ganlab.app.shell.application import Laboratory
from ganlab.app.shell.menus import MENUS, TURN_STEPS
from ganlab.app.shell.settings import Settings
from ganlab.gan.settings import two_player
from ganlab.lab.frame import Failed, Frame, State
from tests.app.answering import answering, press
from tests.app.labs import lose_engine, opened, settle, wait_for_step, wait_until_ready
from tests.pictures import at, values

SPECS = [
    spec
    for spec in chain.from_iterable(MENUS.values())
    if spec and spec.name not in TURN_STEPS[2:]  # of games with more turns
]
KEYS = [(spec.name, keys) for spec in SPECS for keys in spec.keys.split()]


@pytest.fixture
def lab(tmp_path: Path, qtbot: QtBot) -> Iterator[Laboratory]:
    """A small game, ready to be played."""
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        yield lab


def seen(lab: Laboratory) -> dict[str, object]:
    """What a person could say about the window at a glance, by what it is about."""
    window, transport = lab.window, lab.window.transport
    others = sorted(
        widget.windowTitle()
        for widget in QApplication.topLevelWidgets()
        if widget.isVisible() and isinstance(widget, QDialog)
    )
    return {
        "shown": window.isVisible(),
        "full screen": window.isFullScreen(),
        "title": window.windowTitle(),
        "theme": lab.theme.palette,
        "parts": [part.isVisible() for part in window.body.parts.values()],
        "room": window.rooms.current,
        "tab": window.images_room.images.current if window.images_shown else "",
        "drawing": window.playground.draws,
        "steps": transport.steps.text(),
        "play": transport.play.accessibleName(),
        "speed": transport.speed_text.text(),
        "experiment": lab.controller.experiment,
        "zoom": window.zooming.chosen,
        "windows": others,
    }


# --- actions and keys -----------------------------------------------------------------------


def played(lab: Laboratory, qtbot: QtBot) -> None:
    lab.controller.train_until(8)
    wait_for_step(qtbot, lab, 8)
    qtbot.waitUntil(lambda: lab.controller.state is State.PAUSED)


def edited(lab: Laboratory, qtbot: QtBot) -> None:
    lab.controller.edit("k", {"game.k": 4})


def undone(lab: Laboratory, qtbot: QtBot) -> None:
    edited(lab, qtbot)
    lab.controller.undo_stack.undo()


def crashed(lab: Laboratory, qtbot: QtBot) -> None:
    lab.controller.on_reply(Failed("The engine is gone."))


def dark(lab: Laboratory, qtbot: QtBot) -> None:
    lab.theme.choose("dark")


def fast(lab: Laboratory, qtbot: QtBot) -> None:
    lab.window.actions_table["speed_down"].trigger()


def without_curves(lab: Laboratory, qtbot: QtBot) -> None:
    lab.window.body.toggles["side"].trigger()


def with_images(lab: Laboratory, qtbot: QtBot) -> None:
    few = {"data": {"kind": "images", "subset": 40}, "game.image_networks.channels": 5}
    lab.controller.edit("images", few)


def smaller(lab: Laboratory, qtbot: QtBot) -> None:
    lab.window.actions_table["zoom_out"].trigger()


BEFORE: dict[str, Callable[[Laboratory, QtBot], None]] = {
    "undo": edited,
    "redo": undone,
    "reset": played,
    "restore_good": played,
    "resume": crashed,
    "theme_system": dark,
    "theme_light": dark,
    "speed_up": fast,
    "reset_layout": without_curves,
    "room_playground": with_images,
    "zoom_in": smaller,
    "zoom_reset": smaller,
    "latent": with_images,
    "evaluate": with_images,
}
"""What has to happen before an action can do something."""
CHANGES = {
    "new": "title",
    "quit": "shown",
    "undo": "experiment",
    "redo": "experiment",
    "draw": "drawing",
    "play": "play",
    "step_turn_1": "steps",
    "step_turn_2": "steps",
    "step_all": "steps",
    "reset": "steps",
    "new_seed": "experiment",
    "slow_motion": "speed",
    "speed_up": "speed",
    "speed_down": "speed",
    "restore_good": "steps",
    "resume": "play",
    "latent": "tab",
    "evaluate": "tab",
    "room_playground": "room",
    "room_images": "room",
    "room_theory": "room",
    "theme_system": "theme",
    "theme_light": "theme",
    "theme_dark": "theme",
    "zoom_in": "zoom",
    "zoom_out": "zoom",
    "zoom_reset": "zoom",
    "full_screen": "full screen",
    "reset_layout": "parts",
    "tour": "windows",
    "glossary": "windows",
    "shortcuts": "windows",
    "about": "windows",
}
"""What is seen to change by an action, and not by itself."""
ASKS = {
    "open": "Open",
    "open_images": "Open images",
    "save": "Save as",
    "save_as": "Save as",
    "save_experiment": "Save experiment",
    "export_picture": "Export picture",
    "export_curves": "ganlab",
    "export_animation": "Export animation",
    "export_generator": "ganlab",
    "import_points": "Import points",
}
"""The actions that open a dialog, and its title."""


@pytest.mark.parametrize("name", [spec.name for spec in SPECS])
def test_every_action_does_something_to_be_seen(lab: Laboratory, qtbot: QtBot, name: str) -> None:
    if name in BEFORE:
        BEFORE[name](lab, qtbot)
    if name == "export_animation":
        played(lab, qtbot)
    action = lab.window.actions_table[name]
    qtbot.waitUntil(action.isEnabled)
    before = seen(lab)
    if name not in ASKS:
        action.trigger()
        what = CHANGES[name]
        qtbot.waitUntil(lambda: seen(lab)[what] != before[what])
        return
    titles: list[str] = []

    def turn_down(dialog: QDialog) -> None:
        titles.append(dialog.windowTitle())
        press(Qt.Key.Key_Escape)(dialog)

    with answering(turn_down):
        action.trigger()
    assert titles == [ASKS[name]]


def test_every_key_does_what_the_table_says(lab: Laboratory, qtbot: QtBot) -> None:
    for spec in SPECS:
        action = lab.window.actions_table[spec.name]
        if spec.name not in ("undo", "redo"):  # Qt's own; there is nothing to take back here
            action.triggered.disconnect()  # what it does is tried in another test
        action.setEnabled(True)
        for keys in spec.keys.split():
            with qtbot.waitSignal(action.triggered):
                QTest.keySequence(lab.window, QKeySequence(keys))


def test_the_layer_keys_are_nobody_elses(lab: Laboratory, qtbot: QtBot) -> None:
    taken = [key for _, key in KEYS] + [
        button.shortcut().toString()
        for button in lab.window.findChildren(QToolButton)
        if not button.shortcut().isEmpty()
    ]
    assert len(taken) == len(set(taken))


def test_help_lists_every_key(lab: Laboratory, qtbot: QtBot) -> None:
    qtbot.keyClick(lab.window, Qt.Key.Key_F1)
    (dialog,) = (d for d in lab.window.findChildren(QDialog) if d.isVisible())
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for _, keys in KEYS:
        assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) in words
    for button in lab.window.distributions.findChildren(QToolButton):
        assert button.shortcut().toString() in words
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert not [d for d in lab.window.findChildren(QDialog) if d.isVisible()]


def test_about_says_which_version_this_is(lab: Laboratory) -> None:
    lab.window.actions_table["about"].trigger()
    (box,) = lab.window.findChildren(QMessageBox)
    assert __version__ in box.text()
    assert "torch" in box.informativeText()
    box.close()


def test_return_presses_what_has_the_focus_and_space_plays(lab: Laboratory, qtbot: QtBot) -> None:
    chip = lab.window.distributions.chips.buttons["heatmap"]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert not chip.isChecked()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert not chip.isChecked()
    wait_for_step(qtbot, lab, 3)


def test_what_is_typed_into_a_field_plays_nothing(lab: Laboratory, qtbot: QtBot) -> None:
    edit = lab.window.experiment.form.controls["seed"].parts[0]
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.selectAll()
    before = seen(lab)
    QTest.keyClicks(edit, " DGSRNWM12-+=")
    assert edit.text() == " DGSRNWM12-+="
    assert seen(lab) == before
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert lab.controller.experiment.seed == 1
    assert edit.text() == "1"
    assert "seed" in lab.window.status.notices.texts[-1].lower()
    edit.selectAll()
    QTest.keyClicks(edit, "77")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert lab.controller.experiment.seed == 77


# --- every control --------------------------------------------------------------------------


def open_everything(lab: Laboratory) -> None:
    for fold in lab.window.experiment.folds:
        if not fold.button.isChecked():
            fold.button.click()


def controls(lab: Laboratory) -> list[QWidget]:
    """Every widget on show that takes clicks or keys."""
    return [
        widget
        for widget in lab.window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.ClickFocus.value
        and not isinstance(widget, QScrollBar | QMenuBar)
        and not widget.objectName().startswith("qt_")
    ]


def test_every_control_says_what_it_does_and_can_be_reached(lab: Laboratory, qtbot: QtBot) -> None:
    open_everything(lab)
    nameless = [w for w in controls(lab) if not w.accessibleName()]
    mute = [w for w in controls(lab) if not (w.toolTip() or w.accessibleDescription())]
    assert not nameless
    assert not mute
    reached: set[int] = set()
    for _ in range(200):
        reached.add(id(QApplication.focusWidget()))
        qtbot.keyClick(lab.window, Qt.Key.Key_Tab)
    # Arrow keys lead from the chosen thumbnail to its neighbours.
    missed = [w for w in controls(lab) if id(w) not in reached and not isinstance(w, Thumbnail)]
    assert not missed


def test_every_button_that_is_clicked_can_be_named(lab: Laboratory) -> None:
    open_everything(lab)
    nameless = [
        button
        for button in lab.window.findChildren(QToolButton)
        if button.isVisible() and not (button.accessibleName() and button.toolTip())
    ]
    assert not nameless


# --- what it remembers ----------------------------------------------------------------------


def test_layout_and_theme_are_there_again_at_the_next_start(tmp_path: Path, qtbot: QtBot) -> None:
    size = QSize(1250, 760)
    with opened(tmp_path) as lab:
        lab.window.resize(size)
        lab.window.body.toggles["strip"].trigger()
        lab.window.actions_table["theme_dark"].trigger()
        assert lab.window.close()
    with opened(tmp_path) as lab:
        assert lab.window.height() == size.height()  # the test's screen is narrower than that
        assert not lab.window.body.parts["strip"].isVisible()
        assert lab.window.body.parts["side"].isVisible()
        assert lab.theme.palette.dark
        assert lab.window.actions_table["theme_dark"].isChecked()


def test_what_is_arranged_is_written_at_once(tmp_path: Path, qtbot: QtBot) -> None:
    def kept() -> Settings:
        return Settings(tmp_path / "settings.ini")  # as the next start after a kill would read it

    with opened(tmp_path) as lab:
        window = lab.window
        qtbot.waitUntil(lambda: window.curves.isVisible())
        window.actions_table["theme_dark"].trigger()
        assert kept().theme == "dark"
        losses = window.curves.cards[1]
        losses.show_page(losses.pages[1])
        assert kept().page(losses.pages[0].title) == losses.pages[1].title
        window.experiment.fold("More").button.click()
        assert kept().shown("More", otherwise=False)
        before, chip = kept().geometry, window.distributions.chips.buttons["heatmap"]
        was = chip.isChecked()
        chip.click()
        assert kept().shown("layer heatmap", otherwise=was) is not was
        window.resize(1111, 777)
        qtbot.waitUntil(lambda: kept().geometry != before)
        layout = kept().layout
        window.body.toggles["strip"].trigger()
        qtbot.waitUntil(lambda: kept().layout != layout)
        # Another window of the person's changes something else, and this one is closed.
        other = Settings(tmp_path / "settings.ini")
        other.theme = "light"
        assert window.close()
        assert kept().theme == "light", "what was not changed here is not written here"
    with opened(tmp_path) as lab:
        window = lab.window
        qtbot.waitUntil(lambda: window.curves.isVisible())
        assert window.curves.cards[1].page.title == losses.pages[1].title
        assert window.experiment.fold("More").button.isChecked()
        assert window.distributions.chips.buttons["heatmap"].isChecked() is not was


def test_recent_files_of_two_windows_are_one_list(tmp_path: Path) -> None:
    one, other = (Settings(tmp_path / "settings.ini") for _ in range(2))
    odd = os.fsdecode(b"/home/\xff.ganlab")
    one.recent = ["/a&b.ganlab", odd]
    assert other.recent == ["/a&b.ganlab", odd]
    other.recent = ["/c.ganlab", *other.recent]
    assert one.recent == ["/c.ganlab", "/a&b.ganlab", odd]


@pytest.mark.parametrize("damage", [b"", b"\x00\xff no settings [[[", b"[General]\nlayout=@Byte"])
def test_damaged_settings_are_no_settings(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "settings.ini").write_bytes(damage)
    with opened(tmp_path) as lab:
        assert all(part.isVisible() for part in lab.window.body.parts.values())


def test_full_screen_and_back(lab: Laboratory, qtbot: QtBot) -> None:
    qtbot.keyClick(lab.window, Qt.Key.Key_F11)
    assert lab.window.isFullScreen()
    qtbot.keyClick(lab.window, Qt.Key.Key_F11)
    assert not lab.window.isFullScreen()


def test_reset_layout_puts_everything_back(lab: Laboratory, qtbot: QtBot) -> None:
    window = lab.window
    before = {name: part.geometry() for name, part in window.body.parts.items()}
    for toggle in window.body.toggles.values():
        toggle.trigger()
    window.actions_table["full_screen"].trigger()
    window.actions_table["reset_layout"].trigger()
    settle()
    assert not window.isFullScreen()
    assert not window.actions_table["full_screen"].isChecked()
    assert {name: part.geometry() for name, part in window.body.parts.items()} == before
    assert all(part.isVisible() for part in window.body.parts.values())


# --- the game -------------------------------------------------------------------------------


def frames_of(lab: Laboratory) -> list[Frame]:
    frames: list[Frame] = []
    lab.controller.frame_ready.connect(frames.append)
    return frames


def test_space_trains_and_every_panel_shows_it(lab: Laboratory, qtbot: QtBot) -> None:
    window, before = lab.window, lab.window.status.headline.text()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    wait_for_step(qtbot, lab, 60)
    qtbot.waitUntil(
        lambda: int(window.transport.steps.text().replace(",", "")) >= 60, timeout=20_000
    )
    qtbot.waitUntil(
        lambda: all(card.plot.points > 0 for card in window.curves.cards[:2]), timeout=20_000
    )
    qtbot.waitUntil(lambda: window.status.headline.text() != before, timeout=20_000)
    assert not np.isnan(window.distributions.view.number_at("heatmap", 0.0, 0.0))
    assert window.transport.play.accessibleName() == "Pause"
    assert window.transport.device.accessibleDescription() == "Training on CPU."
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lab.controller.state is State.PAUSED, timeout=20_000)
    assert window.transport.rate.text() == "0"
    assert window.isWindowModified()


def test_single_steps_move_one_player_or_both(lab: Laboratory, qtbot: QtBot) -> None:
    frames = frames_of(lab)

    def after(key: Qt.Key, step: int, turn: str) -> tuple[Any, Any]:
        qtbot.keyClick(lab.window, key)
        qtbot.waitUntil(
            lambda: bool(frames) and frames[-1].step == step and frames[-1].turn == turn
        )
        shown = [f for f in frames if "generated" in f.pictures]
        beliefs = [f for f in frames if "heatmap" in f.pictures]
        return at(shown[-1]), values(beliefs[-1])

    qtbot.keyClick(lab.window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: lab.controller.step == 1)
    made_1, belief_1 = after(Qt.Key.Key_D, 2, "discriminator")
    made_2, belief_2 = after(Qt.Key.Key_D, 3, "discriminator")
    assert np.array_equal(made_1, made_2)
    assert not np.array_equal(belief_1, belief_2)
    made_3, belief_3 = after(Qt.Key.Key_G, 4, "generator")
    assert not np.array_equal(made_2, made_3)
    assert np.array_equal(belief_2, belief_3)


def test_reset_goes_back_to_the_same_networks_and_a_new_seed_to_others(
    lab: Laboratory, qtbot: QtBot
) -> None:
    frames = frames_of(lab)

    def at_rest() -> np.ndarray[Any, Any]:
        qtbot.waitUntil(
            lambda: (
                bool(frames)
                and frames[-1].generation == lab.controller.generation
                and any("generated" in f.pictures for f in frames)
            )
        )
        assert lab.controller.step == 0
        return at(next(f for f in reversed(frames) if "generated" in f.pictures))

    qtbot.keyClick(lab.window, Qt.Key.Key_R)
    first = at_rest()
    played(lab, qtbot)
    frames.clear()
    qtbot.keyClick(lab.window, Qt.Key.Key_R)
    assert np.array_equal(at_rest(), first)
    frames.clear()
    qtbot.keyClick(lab.window, Qt.Key.Key_N)
    assert not np.array_equal(at_rest(), first)
    assert lab.controller.experiment.seed != 1
    frames.clear()
    qtbot.keyClick(lab.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(at_rest(), first)


def test_k_changes_while_it_plays_and_can_be_taken_back(lab: Laboratory, qtbot: QtBot) -> None:
    qtbot.keyClick(lab.window, Qt.Key.Key_Space)
    wait_for_step(qtbot, lab, 20)
    row = lab.window.experiment.form.controls["game.k"]
    assert isinstance(row, SliderControl)
    row.slider.setFocus()
    generation = lab.controller.generation
    qtbot.keyClick(row.slider, Qt.Key.Key_Right)
    assert two_player(lab.controller.experiment.game).k == 2
    reached = lab.controller.step
    wait_for_step(qtbot, lab, reached + 10)
    assert lab.controller.generation == generation
    qtbot.keyClick(lab.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert two_player(lab.controller.experiment.game).k == 1
    assert row.edit.text() == "1"
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(lab.window, Qt.Key.Key_Z, both)
    assert two_player(lab.controller.experiment.game).k == 2
    assert lab.controller.generation == generation
    assert lab.controller.running


def test_other_networks_start_again_and_it_is_said(lab: Laboratory, qtbot: QtBot) -> None:
    played(lab, qtbot)
    lab.window.experiment.fold("Generator").button.click()
    row = lab.window.experiment.form.controls["game.generator.layers"]
    assert isinstance(row, SliderControl)
    row.slider.setFocus()
    qtbot.keyClick(row.slider, Qt.Key.Key_Right)
    assert two_player(lab.controller.experiment.game).generator.layers == 2
    assert "Started again" in lab.window.status.notices.texts[-1]
    qtbot.waitUntil(lambda: lab.controller.state is State.IDLE)
    assert lab.window.transport.steps.text() == "0"


def test_edits_in_a_row_do_not_stop_what_plays(lab: Laboratory, qtbot: QtBot) -> None:
    qtbot.keyClick(lab.window, Qt.Key.Key_Space)
    wait_for_step(qtbot, lab, 5)
    for units in (9, 10, 11):
        lab.controller.edit("units", {"game.generator.units": units})
    wait_for_step(qtbot, lab, 5)
    assert lab.controller.running


def test_a_click_in_the_gallery_takes_another_target(lab: Laboratory, qtbot: QtBot) -> None:
    thumbnail = next(t for t in lab.window.experiment.gallery.thumbnails[1:] if t.name)
    qtbot.mouseClick(thumbnail, Qt.MouseButton.LeftButton)
    assert lab.controller.experiment.data.model_dump()["name"] == thumbnail.name
    assert thumbnail.isChecked()
    assert lab.controller.experiment.name in lab.window.windowTitle()


def test_an_engine_that_dies_is_said_and_space_goes_on(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        qtbot.keyClick(lab.window, Qt.Key.Key_Space)
        wait_for_step(qtbot, lab, 20)
        qtbot.waitUntil(lambda: lab.controller.last_checkpoint is not None, timeout=20_000)
        lose_engine(lab)
        with qtbot.waitSignal(lab.controller.crashed, timeout=20_000):
            pass
        notice = lab.window.status.notices.rows[-1]
        assert "ended unexpectedly" in notice.text.text()
        assert notice.act.text() == "Resume"
        checkpoint = lab.controller.last_checkpoint
        assert checkpoint is not None
        reached = checkpoint.step
        qtbot.keyClick(lab.window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: lab.controller.running, timeout=30_000)
        wait_for_step(qtbot, lab, reached + 1)
        assert lab.window.status.notices.rows == []


def test_what_was_typed_can_be_taken_back_while_its_field_has_the_focus(
    lab: Laboratory, qtbot: QtBot
) -> None:
    def k() -> int:
        return two_player(lab.controller.experiment.game).k

    row = lab.window.experiment.form.controls["game.k"]
    assert isinstance(row, SliderControl)
    control, both = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    row.edit.setFocus()
    row.edit.selectAll()
    qtbot.keyClicks(row.edit, "7")
    qtbot.keyClick(row.edit, Qt.Key.Key_Z, control)
    assert (row.edit.text(), k()) == ("1", 1), "what is being typed comes first"
    row.edit.selectAll()
    qtbot.keyClicks(row.edit, "7")
    qtbot.keyClick(row.edit, Qt.Key.Key_Return)
    assert k() == 7
    assert row.edit.hasFocus()
    qtbot.keyClick(row.edit, Qt.Key.Key_Z, control)
    assert k() == 1
    qtbot.keyClick(row.edit, Qt.Key.Key_Z, control | both)
    assert k() == 7
