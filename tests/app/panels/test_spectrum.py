"""Eigenvalues of the game: what is asked, what is shown, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.panels.spectrum import panel as module
from ganlab.app.panels.spectrum import picture, texts
from ganlab.app.panels.spectrum.panel import SpectrumPanel
from ganlab.app.rooms.theory.plots.marks import Dots
from ganlab.experiment import Experiment
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.interruptible import Asked, ProgressCallback
from ganlab.lab.commands import RequestCheckpoint
from ganlab.lab.figures.spectrum import Spectrum, of_flow, of_step
from ganlab.lab.figures.spectrum_job import SpectrumQuestion
from ganlab.lab.frame import CheckpointTaken
from tests.app.conftest import RecordingLink
from tests.small import small

PATIENCE_MS = 60_000
FOUND = Spectrum(
    7,
    np.array([1 + 2j, 1 - 2j, -3 + 0j]),
    1 + np.array([0.1 + 0.2j, 0.1 - 0.2j, -0.3 + 0j]),
    (0.1, 0.1),
)


def pretend(question: SpectrumQuestion, progress: ProgressCallback, cancelled: Asked) -> Spectrum:
    """In place of the work."""
    progress(1, 2)
    return Spectrum(question.checkpoint.step, FOUND.values, FOUND.factors, FOUND.rates)


@pytest.fixture
def panel(
    qtbot: QtBot, controller: Controller, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SpectrumPanel]:
    """Of a game that is small enough."""
    monkeypatch.setattr(module, "WORK", f"{__name__}:pretend")
    controller.replace("small", small())
    panel = SpectrumPanel(controller, theme)
    qtbot.addWidget(panel)
    panel.show()
    yield panel
    panel.stop()


def answer(controller: Controller, link: RecordingLink, step: int) -> None:
    """Hand over the players that were asked for."""
    token = link.commands(RequestCheckpoint)[-1].token
    controller.on_reply(CheckpointTaken(Checkpoint(step, {}, {}), controller.generation, token))


def test_what_is_found_is_of_the_step_at_which_it_was_asked(
    qtbot: QtBot, panel: SpectrumPanel, controller: Controller, link: RecordingLink
) -> None:
    assert not panel.plot.isVisible()
    assert panel.words.text() == texts.NOTHING
    panel.compute.click()
    assert not panel.compute.isEnabled()
    assert panel.cancel.isVisible()
    answer(controller, link, 7)
    with qtbot.waitSignal(panel.grown, timeout=PATIENCE_MS):
        pass
    assert panel.compute.isEnabled()
    assert not panel.cancel.isVisible()
    assert panel.found is not None
    assert panel.found.step == 7
    assert panel.plot.isVisible()
    assert "2 eigenvalues of 3 lie right" in panel.words.text()
    panel.view.setCurrentIndex(1)
    panel.view.activated.emit(1)
    assert "at most 1.118034: it grows" in panel.words.text()
    controller.replace("another", small({"seed": 5}))
    assert panel.found is None


def test_it_can_be_cancelled_before_the_players_come(
    panel: SpectrumPanel, controller: Controller, link: RecordingLink
) -> None:
    panel.compute.click()
    panel.cancel.click()
    assert panel.compute.isEnabled()
    answer(controller, link, 7)
    assert not panel.job.running


def test_what_is_too_large_is_grey_and_says_why(
    panel: SpectrumPanel, controller: Controller
) -> None:
    controller.replace("large", Experiment())
    assert not panel.compute.isEnabled()
    assert "up to 2,000" in panel.words.text()
    controller.replace("dropout", small({"game.penalty.dropout": 0.2}))
    assert "switch off Dropout" in panel.words.text()


def test_it_waits_while_another_game_is_played(
    panel: SpectrumPanel, controller: Controller
) -> None:
    controller.edit("Game", {"game.kind": "moments"})
    assert controller.experiment.game.kind == "moments"
    assert not panel.compute.isEnabled()
    assert "two players" in panel.words.text()
    controller.undo()
    assert panel.compute.isEnabled()
    assert panel.words.text() == texts.NOTHING


def test_pictures_show_every_eigenvalue_and_what_it_is_held_against() -> None:
    for picture_of in (picture.flow, picture.step):
        drawn = picture_of(FOUND)
        (dots,) = (mark for mark in drawn.marks if isinstance(mark, Dots))
        assert len(dots.x) == 3
        assert drawn.x[0] <= dots.x.min() <= dots.x.max() <= drawn.x[1]
        assert drawn.y[0] <= dots.y.min() <= dots.y.max() <= drawn.y[1]
    calm = Spectrum(1, np.array([-1 + 1j, -1 - 1j]), np.array([0.9 + 0.1j, 0.9 - 0.1j]), (0.1, 0.2))
    assert "No eigenvalue" in of_flow(calm)
    assert "η = 0.1 for D and 0.2 for G" in of_step(calm)
    assert "none grows" in of_step(calm)
