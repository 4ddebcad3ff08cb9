"""The plane and its chips follow what a game can show, whichever game it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganlab.app.look.theme import Theme
from ganlab.app.look.words import in_tooltip
from ganlab.app.panels.plane.chips.layer_chip import LayerChip
from ganlab.app.panels.plane.chips.layer_chips import LayerChips
from ganlab.app.panels.plane.view import DistributionView
from ganlab.app.widgets.buttons import SmallButton
from ganlab.data.toy.toy import make_toy
from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of
from ganlab.games.shown.views import View, asked_of, on_the_way
from ganlab.games.shown.views import chips as chips_of
from ganlab.lab.frame import Frame, State
from tests.pictures import picture

WITH_AVERAGE = Experiment().with_values({"game.ema": 0.9})
ALL = rules_of(WITH_AVERAGE).views(WITH_AVERAGE)
LESS = tuple(view for view in ALL if view.name in {"real", "generated", "mapping", "noise"})
"""A game with a generator and nothing else: no D, no moving average."""


@pytest.fixture
def chips(qtbot: QtBot, theme: Theme) -> LayerChips:
    chips = LayerChips(theme)
    qtbot.addWidget(chips)
    chips.add(SmallButton("morph"))
    chips.set_views(ALL)
    chips.show()
    return chips


def test_each_view_that_can_be_switched_has_a_chip_and_a_key(chips: LayerChips) -> None:
    shown = chips_of(ALL)
    assert sorted(v.name for each in shown for v in each) == sorted(v.name for v in ALL if v.label)
    assert list(chips.buttons) == [views[0].name for views in shown]
    for number, (views, chip) in enumerate(zip(shown, chips.buttons.values(), strict=True), 1):
        view = views[0]
        assert chip.text() == view.label
        assert chip.isChecked() is view.on_at_first
        assert chip.shortcut().toString() == str(number)
        assert (view.missing or f"{view.about} ({number})") in chip.toolTip()


def test_a_chip_is_drawn_once_for_what_it_says(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    describe = LayerChip.describe

    def described(chip: LayerChip) -> None:
        drawn.append(chip.choice)
        describe(chip)

    monkeypatch.setattr(LayerChip, "describe", described)
    chips = LayerChips(theme)
    qtbot.addWidget(chips)
    chips.set_views(ALL)
    chips.remember(lambda _, at_first: at_first)
    assert sorted(drawn) == sorted(chips.buttons), "a start would wait for more"
    chips.remember(lambda name, _: name == "best")
    assert drawn[len(chips.buttons) :] == ["best"]


def test_fields_of_d_share_a_chip_that_switches_the_one_that_is_chosen(
    qtbot: QtBot, chips: LayerChips
) -> None:
    chip = chips.buttons["heatmap"]
    fields = {view.name: view for view in ALL if view.alone}
    assert {name: (f.text(), f.toolTip()) for name, f in chip.fill_menu().items()} == {
        name: (view.label, in_tooltip(view.about)) for name, view in fields.items()
    }
    assert chip.fill_menu()["heatmap"].isChecked()
    width = chip.sizeHint().width()
    with qtbot.waitSignal(chips.changed):
        chip.fill_menu()["best"].trigger()
    assert chips.on & set(fields) == {"best"}
    assert (chip.text(), chip.accessibleName()) == ("D*", "Show the layer D*")
    assert fields["best"].about in chip.toolTip()
    assert chip.fill_menu()["best"].isChecked()
    assert chip.sizeHint().width() == width, "what stands beside it keeps its place"
    assert chip.shortcut().toString() == "4"
    chip.click()
    assert not chips.on & set(fields)
    assert chip.text() == "D*"
    chip.fill_menu()["error"].trigger()
    assert chips.on & set(fields) == {"error"}, "what is chosen is shown"


def test_a_field_that_cannot_be_had_is_grey_says_why_and_comes_back(chips: LayerChips) -> None:
    chip = chips.buttons["heatmap"]
    chip.fill_menu()["best"].trigger()
    critic = WITH_AVERAGE.with_values({"game.objective": "wasserstein"})
    chips.set_views(rules_of(critic).views(critic))
    assert not chip.fill_menu()["best"].isEnabled()
    assert "A critic may rise only so fast" in chip.fill_menu()["best"].toolTip()
    assert chip.isEnabled()
    assert "heatmap" in chips.on
    assert "best" not in chips.on
    chips.set_views(ALL)
    assert "best" in chips.on


def test_down_opens_the_menu_of_the_fields(qtbot: QtBot, chips: LayerChips) -> None:
    chip = chips.buttons["heatmap"]
    menu = chip.menu()
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, menu.close))
    with qtbot.waitSignal(menu.aboutToShow):
        qtbot.keyClick(chip, Qt.Key.Key_Down)


def test_which_field_was_on_is_remembered(qtbot: QtBot, theme: Theme, chips: LayerChips) -> None:
    kept: dict[str, bool] = {}
    chips.switched.connect(kept.__setitem__)
    chips.buttons["heatmap"].fill_menu()["ratio"].trigger()
    later = LayerChips(theme)
    qtbot.addWidget(later)
    later.set_views(ALL)
    with qtbot.waitSignal(later.changed):
        later.remember(lambda name, otherwise: kept.get(name, otherwise))
    assert later.buttons["heatmap"].text() == "ratio"
    assert later.on == chips.on


def test_another_game_brings_other_chips_and_what_was_switched_is_remembered(
    qtbot: QtBot, chips: LayerChips
) -> None:
    chips.buttons["mapping"].click()
    with qtbot.waitSignal(chips.changed):
        chips.set_views(LESS)
    assert list(chips.buttons) == ["real", "generated", "mapping"]
    assert chips.on == {"real", "generated"}
    keys = [chip.shortcut().toString() for chip in chips.buttons.values()]
    assert keys == ["1", "2", "3"]
    QApplication.processEvents()
    (morph,) = (b for b in chips.findChildren(SmallButton) if b.text() == "morph")
    assert all(b.x() < morph.x() or b.y() < morph.y() for b in chips.buttons.values())
    chips.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is chips)
    with qtbot.waitSignal(chips.switched):
        qtbot.keyClick(chips, Qt.Key.Key_3)
    chips.set_views(ALL)
    assert chips.on == {"real", "generated", "heatmap", "mapping"}


def test_what_cannot_be_shown_says_why(chips: LayerChips) -> None:
    without = Experiment().with_values({"game.ema": 0.0})
    chips.buttons["average"].setChecked(True)
    chips.set_views(rules_of(without).views(without))
    assert not chips.buttons["average"].isEnabled()
    assert "no moving average" in chips.buttons["average"].toolTip()
    assert "average" not in chips.on


def test_a_game_without_a_discriminator_is_drawn_all_the_same(qtbot: QtBot, theme: Theme) -> None:
    view = DistributionView(theme)
    qtbot.addWidget(view)
    view.set_views(LESS)
    view.set_target(make_toy("moons"))
    view.set_layers(frozenset({"real", "generated", "mapping"}))
    real = view.item("real").points
    view.show_frame(Frame(1, 1, State.RUNNING, 0.0, {"generated": picture("generated", real / 2)}))
    assert len(view.item("generated").points) == len(real)
    assert view.arrows is None
    with_samples = view.grab().toImage()
    view.set_layers(frozenset({"real"}))
    assert view.grab().toImage() != with_samples


def test_what_is_asked_for_is_what_is_drawn_from() -> None:
    assert asked_of(ALL, {"real"}) == frozenset(), "of the target, by the window"
    assert asked_of(ALL, {"density"}) == {"density_samples"}
    assert asked_of(ALL, {"generated", "heatmap", "unknown"}) == {"generated", "heatmap"}
    assert on_the_way(ALL) == on_the_way(LESS) == {"generated", "mapping"}
    flow = (View("generated", "points", share=0.1, label="generated"),)
    assert on_the_way(flow) == frozenset(), "no way from noise to samples"


def test_images_are_told_by_the_views_they_are_of() -> None:
    images = Experiment().with_values({"data": {"kind": "images"}})
    views = rules_of(images).views(images)
    assert asked_of(views, {"real"}) == frozenset()
    assert asked_of(views, {"generated", "histogram"}) == {"generated", "d_real", "d_fake"}
    names = {view.name for view in views}
    assert {view.of for view in views if view.of} <= names
