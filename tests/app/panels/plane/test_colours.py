"""What the colours of a field run over stands beside it, where that is not 0 to 1."""

from __future__ import annotations

import numpy as np

from ganlab.app.document.controller import Controller
from ganlab.app.panels.plane.distributions import DistributionsPanel
from ganlab.games.shown.views import HOME, Field, own
from ganlab.gan.scores import UNIT, Scale
from ganlab.lab.frame import Frame, State


def said(panel: DistributionsPanel, scale: Scale, own_scale: Scale | None, view: str) -> str:
    """After a frame with a field of that view."""
    field = Field(own(np.zeros((4, 4))), HOME, own_scale)
    panel.view.show_frame(Frame(0, 1, State.RUNNING, 0.0, {view: field}, scale))
    panel._say_scale()
    label = panel.corners.scale
    return "" if label.isHidden() else label.text()


def test_a_critics_scale_is_labelled_and_a_probabilitys_is_not(
    panel: DistributionsPanel, controller: Controller
) -> None:
    assert said(panel, UNIT, None, "heatmap") == ""
    controller.edit("loss", {"game.objective": "wasserstein"})
    text = said(panel, Scale(-6.0, 2.5, 2.5), None, "heatmap")
    assert "a(x)" in text
    for number in ("−8.5", "−6", "−3.5"):
        assert number in text
    controller.edit("loss", {"game.objective": "minimax"})
    assert said(panel, UNIT, None, "heatmap") == ""


def test_fields_take_turns_and_each_has_its_own_scale(panel: DistributionsPanel) -> None:
    chip = panel.chips.buttons["heatmap"]
    chip.fill_menu()["ratio"].trigger()
    assert panel.chips.on & set(chip.fill_menu()) == {"ratio"}
    assert "ratio" in said(panel, UNIT, Scale(0.0, 3.0, 3.0), "ratio")
    chip.fill_menu()["heatmap"].trigger()
    assert panel.chips.on & set(chip.fill_menu()) == {"heatmap"}
    assert said(panel, UNIT, None, "heatmap") == ""
