"""The overview is a way in: a click on a box brings its settings or its curve."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ganlab.app.shell.window import Window
from tests.app.labs import opened, wait_until_ready


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        lab.window.resize(1440, 900)
        qtbot.waitUntil(lambda: lab.window.model.isVisible())
        yield lab.window


def click(qtbot: QtBot, window: Window, box: str) -> None:
    canvas = window.model.canvas
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.box(box).center().toPoint())


def in_view(window: Window, widget: QWidget) -> bool:
    viewport = window.experiment.scroll_area.viewport()
    place = widget.mapTo(viewport, widget.rect().center())
    return viewport.rect().contains(place)


@pytest.mark.parametrize("box", ["noise", "generator", "discriminator"])
@pytest.mark.parametrize("dock", [True, False])
def test_a_click_on_a_network_unfolds_its_settings(
    qtbot: QtBot, window: Window, box: str, dock: bool
) -> None:
    window.body.toggles["dock"].setChecked(dock)
    fold = window.experiment.fold(box.capitalize())
    assert not fold.button.isChecked()
    click(qtbot, window, box)
    assert fold.button.isChecked()
    qtbot.waitUntil(lambda: window.focusWidget() is fold.button)
    qtbot.waitUntil(lambda: in_view(window, fold.button))
    click(qtbot, window, box)
    assert fold.button.isChecked(), "what is open stays open"


def test_a_click_on_real_samples_brings_the_targets(qtbot: QtBot, window: Window) -> None:
    click(qtbot, window, "real")
    assert window.focusWidget() is window.experiment.gallery.current


@pytest.mark.parametrize(
    ("box", "card", "page"),
    [("d_real", 2, "D on average"), ("d_fake", 2, "D on average"), ("generator_loss", 1, "Losses")],
)
@pytest.mark.parametrize("side", [True, False])
def test_a_click_on_a_number_brings_its_curve(
    qtbot: QtBot, window: Window, box: str, card: int, page: str, side: bool
) -> None:
    window.body.toggles["side"].setChecked(side)
    shown = window.curves.cards[card]
    shown.show_page(shown.pages[-1])
    click(qtbot, window, box)
    assert shown.isVisible()
    assert shown.page.title == page
    assert shown.property("flash") is True
    qtbot.waitUntil(lambda: shown.property("flash") is False)


def test_a_field_in_a_fold_has_the_focus(qtbot: QtBot, window: Window) -> None:
    window.experiment.reveal("game.generator.units")
    control = window.experiment.form.controls["game.generator.units"]
    assert window.focusWidget() is control.parts[0]
    window.experiment.reveal("game.ema")
    assert window.experiment.fold("More").button.isChecked()
    window.experiment.reveal("game.k")
    window.experiment.reveal("nothing.there")
