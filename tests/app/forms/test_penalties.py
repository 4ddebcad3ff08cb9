"""Penalties and constraints in the dock: a fold, and a figure that is measured while it is seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.forms.experiment_dock import ExperimentDock
from ganlab.app.forms.fields import fields, without_effect
from ganlab.app.forms.readout import WAITING, ReadoutRow
from ganlab.app.look.theme import Theme
from ganlab.experiment import Experiment
from ganlab.games.shown.views import Values, own
from ganlab.gan.penalties.table import ENTRIES
from ganlab.lab.commands import Apply
from ganlab.lab.frame import Frame, State

TITLE = "Penalties and constraints"


@pytest.fixture
def dock(qtbot: QtBot, controller: Controller, theme: Theme) -> ExperimentDock:
    dock = ExperimentDock(controller, theme)
    qtbot.addWidget(dock)
    dock.resize(300, 800)
    dock.show()
    qtbot.waitExposed(dock)
    return dock


def frame(controller: Controller, numbers: list[float]) -> Frame:
    pictures = {"lipschitz": Values(own(np.array(numbers)))}
    return Frame(0, 5, State.RUNNING, 1.0, pictures)


def test_how_steep_d_is_is_measured_while_it_is_seen(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller
) -> None:
    fold = dock.fold(TITLE)
    assert "lipschitz" not in controller.request.views
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert "lipschitz" in controller.request.views
    row = dock.findChild(ReadoutRow)
    assert isinstance(row, ReadoutRow)
    assert row.figure.text() == WAITING
    controller.frame_ready.emit(frame(controller, [0.5, 2.5, 3.0]))
    assert row.figure.text() == "≥ 3, mean 2"
    assert row.accessibleName() == "Lipschitz of D: ≥ 3, mean 2"
    controller.frame_ready.emit(frame(controller, [np.nan, 1.0]))
    assert row.figure.text() == "not finite"
    dock.hide()
    assert "lipschitz" not in controller.request.views
    dock.show()
    assert "lipschitz" in controller.request.views
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert "lipschitz" not in controller.request.views


def test_a_tick_is_live_and_told_in_the_folds_head(
    qtbot: QtBot, dock: ExperimentDock, controller: Controller, link: Any
) -> None:
    fold = dock.fold(TITLE)
    assert fold.button.summary.text() == "none"
    controller.edit("R1", {"game.penalty.r1": 0.1})
    assert fold.button.summary.text() == "R1 alone", "which stands above, with its own slider"
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    box = dock.form.controls["game.penalty.spectral"].parts[0]
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert controller.experiment.game.model_dump()["penalty"]["spectral"] is True
    assert any(isinstance(sent, Apply) for sent in link.sent)
    assert "spectral" in fold.button.toolTip()


def test_every_entry_tells_its_source_beside_its_control() -> None:
    for setting, entry in ENTRIES.items():
        assert entry.source in fields()[f"game.penalty.{setting}"].help_text.replace("&amp;", "&")


def test_smoothing_is_grey_where_a_loss_has_no_labels() -> None:
    def reason(objective: str) -> str:
        experiment = Experiment().with_values({"game.objective": objective})
        return without_effect(experiment).get("game.penalty.smoothing", "")

    assert not reason("minimax")
    assert not reason("least-squares")
    assert reason("wasserstein").startswith("Wasserstein")
