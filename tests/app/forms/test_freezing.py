"""A frozen player: the dock freezes it, and curves, verdict and graph say who it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ganlab.app.forms.segments import SegmentControl
from ganlab.games.two_player.cards import cards
from ganlab.games.two_player.turns import DISCRIMINATOR
from ganlab.gan.settings import two_player
from ganlab.lab.frame import State
from tests.app.labs import opened, wait_for_step, wait_until_ready
from tests.small import small, trainer_of


def test_the_dock_freezes_a_player_while_it_plays(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        control = lab.window.experiment.form.controls["game.train"]
        assert isinstance(control, SegmentControl)
        generation = lab.controller.generation
        lab.controller.play()
        wait_for_step(qtbot, lab, 3)
        qtbot.mouseClick(control.segments["discriminator"], Qt.MouseButton.LeftButton)
        assert two_player(lab.controller.experiment.game).train == "discriminator"
        assert control.segments["discriminator"].isChecked()
        wait_for_step(qtbot, lab, lab.controller.step + 5)
        assert lab.controller.generation == generation, "the same networks go on"
        lab.controller.pause()
        qtbot.waitUntil(lambda: lab.controller.state is State.PAUSED)
        lab.controller.play()
        graph, status = lab.window.model, lab.window.status
        qtbot.waitUntil(lambda: graph.caption == f"{DISCRIMINATOR.about}; G is frozen")
        assert ("generator", "generated") in graph.lit, "D's turn needs what G draws"
        assert ("generated", "generator") not in graph.lit, "no gradient comes to G"
        qtbot.waitUntil(lambda: "G is frozen" in [d.text() for d in status.line.details])
        legends = " ".join(card.readout.text for card in lab.window.curves.cards)
        assert "G, frozen" in legends
        lab.controller.pause()
        qtbot.waitUntil(lambda: lab.controller.state is State.PAUSED)


def test_curves_name_the_frozen_player() -> None:
    for train, names in (("generator", ["D, frozen", "G"]), ("both", ["D", "G"])):
        losses = cards(small({"game.train": train}))[1][0]
        assert [series.label for series in losses.series] == names


def test_a_frozen_player_keeps_its_weights_and_steps_are_counted() -> None:
    trainer = trainer_of(small({"game.train": "discriminator"}))
    g, d = trainer.generator.parameters.clone(), trainer.discriminator.parameters.clone()
    trainer.run(5)
    assert trainer.iteration == 5
    assert len(trainer.take_scalars()) == 5
    np.testing.assert_array_equal(g.numpy(), trainer.generator.parameters.numpy())
    assert not np.array_equal(d.numpy(), trainer.discriminator.parameters.numpy())
