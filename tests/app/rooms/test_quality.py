"""How good is it: what is asked, what is shown, and a real generator that is really measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme
from ganlab.app.rooms.images.quality import panel as module
from ganlab.app.rooms.images.quality.panel import QualityPanel
from ganlab.app.rooms.images.quality.texts import PARZEN, SPECS
from ganlab.experiment import Experiment
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.lab.commands import RequestCheckpoint
from ganlab.lab.frame import CheckpointTaken
from tests.app import measuring
from tests.app.conftest import RecordingLink
from tests.app.labs import opened, wait_for_step, wait_until_ready
from tests.small_images import own_images, small_images

PATIENCE_MS = 60_000
SIDE = 12


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Images of 12 x 12 pixels that are no digits."""
    return own_images(tmp_path, 60, SIDE, labelled=False)


@pytest.fixture
def controller(qtbot: QtBot, link: RecordingLink) -> Iterator[Controller]:
    """A conditional game of 3s and 7s on a link that records."""
    few = {"data.classes": (3, 7), "data.subset": 60}
    controller = Controller(small_images(conditional=True, changes=few), link)
    controller.start()
    yield controller
    controller.stop()
    controller.deleteLater()


@pytest.fixture
def window(qtbot: QtBot, controller: Controller, theme: Theme) -> Iterator[QualityPanel]:
    window = QualityPanel(controller, theme, samples=20)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.stop()


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., object]], None]:
    """Have something else done in the place of measuring."""

    def put(work: Callable[..., object]) -> None:
        monkeypatch.setattr(module, "WORK", f"{measuring.__name__}:{work.__name__}")

    return put


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(controller: Controller, link: RecordingLink, step: int) -> None:
    """Hand over the generator that was asked for."""
    token = link.commands(RequestCheckpoint)[-1].token
    checkpoint = Checkpoint(step, {}, {})
    controller.on_reply(CheckpointTaken(checkpoint, controller.generation, token))


def test_figures_are_those_of_the_step_they_were_asked_at(
    qtbot: QtBot,
    window: QualityPanel,
    controller: Controller,
    link: RecordingLink,
    pretend: Callable[[Callable[..., object]], None],
) -> None:
    pretend(measuring.at_once)
    parts = window.parts
    assert all(box.value.text() == "–" for box in parts.cards.values())
    assert not parts.copy.isEnabled()
    click(parts.measure)
    assert not parts.measure.isEnabled()
    with qtbot.waitSignal(window.job.finished, timeout=PATIENCE_MS):
        answer(controller, link, step=1200)
        assert parts.doing.text() == "Step 1,200: getting ready…"
    values = {name: box.value.text() for name, box in parts.cards.items() if box.isVisible()}
    assert values == {
        "confidence": "0.912",
        "score": "8.20 ± 0.05",
        "frechet": "12.3",
        "precision": "0.700",
        "recall": "–",
        "gan_test": "87.5%",
        "gan_train": "75.0%",
        "neighbour_distance": "1,446",
    }
    assert "0.6" in parts.cards["frechet"].good.text()
    assert parts.digits.text() == "1 of 2", "of 3 and 7, both of which the data have"
    assert {box.step.text() for box in parts.cards.values()} == {"step 1,200"}
    assert parts.parzen.value.text() == "–"
    assert "20 generated images" in parts.status.text()
    assert parts.measure.isEnabled()
    click(parts.measure_parzen)
    assert parts.cards["score"].step.text() == "step 1,200"
    with qtbot.waitSignal(window.job.finished, timeout=PATIENCE_MS):
        answer(controller, link, step=1300)
    assert parts.parzen.value.text() == "−12.5 ± 1.9 nats"
    assert "0.215" in parts.parzen.good.text()
    assert parts.parzen.step.text() == "step 1,300"
    assert parts.cards["score"].step.text() == "step 1,200", "the others are as old as they were"
    click(parts.copy)
    copied = QApplication.clipboard().text()
    assert "step 1,200" in copied
    assert "step 1,300" in copied
    assert "Digits drawn: 1 of 2" in copied
    assert "GAN-test: 87.5%" in copied


def test_old_figures_stay_when_measuring_is_cancelled_or_fails(
    qtbot: QtBot,
    window: QualityPanel,
    controller: Controller,
    link: RecordingLink,
    pretend: Callable[[Callable[..., object]], None],
) -> None:
    pretend(measuring.at_once)
    parts = window.parts
    click(parts.measure)
    with qtbot.waitSignal(window.job.finished, timeout=PATIENCE_MS):
        answer(controller, link, step=10)
    pretend(measuring.endless)
    click(parts.measure)
    with qtbot.waitSignal(window.job.progress, timeout=PATIENCE_MS):
        answer(controller, link, step=20)
    assert parts.bar.value() == 50
    assert parts.cards["score"].step.text() == "step 10"
    with qtbot.waitSignal(window.job.cancelled, timeout=PATIENCE_MS):
        click(parts.cancel)
    assert parts.cards["score"].value.text() == "8.20 ± 0.05"
    assert "step 10" in parts.status.text()
    pretend(measuring.refusing)
    click(parts.measure)
    with qtbot.waitSignal(window.job.failed, timeout=PATIENCE_MS):
        answer(controller, link, step=30)
    assert parts.status.text() == "There are no images to compare with."
    assert parts.cards["score"].value.text() == "8.20 ± 0.05"
    assert parts.measure.isEnabled()


def test_it_can_be_cancelled_before_there_is_a_generator(
    window: QualityPanel, controller: Controller, link: RecordingLink
) -> None:
    click(window.parts.measure)
    click(window.parts.cancel)
    answer(controller, link, step=10)
    assert not window.job.running
    assert window.parts.measure.isEnabled()


def test_another_training_takes_the_figures_and_the_job_with_it(
    qtbot: QtBot,
    window: QualityPanel,
    controller: Controller,
    link: RecordingLink,
    pretend: Callable[[Callable[..., object]], None],
) -> None:
    pretend(measuring.endless)
    click(window.parts.measure)
    with qtbot.waitSignal(window.job.progress, timeout=PATIENCE_MS):
        answer(controller, link, step=20)
    window.figures["parzen"] = {"steps": 1}
    controller.reset()
    assert not window.job.running
    assert not window.figures
    assert window.parts.measure.isEnabled()


def test_what_measuring_does_is_read_whole_in_a_window_of_1280(
    qtbot: QtBot, controller: Controller, theme: Theme
) -> None:
    panel = QualityPanel(controller, theme)
    qtbot.addWidget(panel)
    panel.resize(590, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    assert "10,000" in panel.parts.status.text()
    assert not panel.parts.status.toolTip(), "which it has where it is cut"
    panel.stop()


def test_only_figures_with_a_meaning_are_offered(
    window: QualityPanel, controller: Controller, file: Path
) -> None:
    parts = window.parts
    assert parts.cards["gan_test"].isVisible()
    assert not parts.no_digits.isVisible()
    controller.edit("plain", {"game.conditional": False})
    assert not parts.cards["gan_test"].isVisible()
    assert parts.cards["frechet"].isVisible()
    controller.edit("own", {"data.path": str(file), "data.classes": (), "data.subset": 0})
    assert [name for name, box in parts.cards.items() if box.isVisible()] == ["neighbour_distance"]
    assert parts.no_digits.isVisible()
    assert not parts.coverage.isVisible()
    assert "225" not in parts.parzen.good.text()
    controller.replace("plane", Experiment())  # the room shows another page then


def test_a_generator_is_measured_by_two_clicks(tmp_path: Path, file: Path, qtbot: QtBot) -> None:
    game = small_images(changes={"data.path": str(file)})
    with opened(tmp_path, game) as lab:
        wait_until_ready(qtbot, lab)
        lab.controller.step_once()
        wait_for_step(qtbot, lab, 1)
        lab.window.images_room.images.bar.setCurrentIndex(2)
        (window,) = lab.window.findChildren(QualityPanel)
        assert window.isVisible()
        window.samples = 50
        with qtbot.waitSignal(window.job.finished, timeout=PATIENCE_MS):
            click(window.parts.measure)
        box = window.parts.cards["neighbour_distance"]
        assert box.step.text() == "step 1"
        assert float(box.value.text().replace(",", "")) > 0
        click(window.parts.measure_parzen)
        qtbot.waitUntil(lambda: window.job.running)


def test_every_figure_says_what_is_good_before_it_is_measured() -> None:
    for spec in (*SPECS, PARZEN):
        assert spec.value_of({}) == "–"
        assert len(spec.good_of({})) > 5
