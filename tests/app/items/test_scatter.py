"""Samples over one another: what is seen where real and generated ones coincide."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPoint, QSize
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from pytestqt.qtbot import QtBot

from ganlab.app.items.plane.scatter import Scatter, ScatterItem
from ganlab.app.look.theme import Choice, Theme
from ganlab.app.panels.plane.view import DistributionView
from ganlab.data.toy.toy import make_toy
from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of
from ganlab.games.shown.views import Points, own
from ganlab.lab.frame import Frame, State


def pixels(view: DistributionView, layers: set[str]) -> NDArray[np.int64]:
    """(height, width, 3) of the view with these layers."""
    view.set_layers(frozenset(layers))
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(bytes(image.constBits()), dtype=np.uint8).reshape(image.height(), -1, 4)
    return rows[..., 2::-1].astype(np.int64)


def share_of_real(view: DistributionView, theme: Theme) -> float:
    """Of the pixels where both clouds coincide and one's colour is seen, the share of the real."""
    ground = pixels(view, set())
    both = (pixels(view, {"real"}) != ground).any(-1) & (pixels(view, {"generated"}) != ground).any(
        -1
    )
    seen = pixels(view, {"real", "generated"})[both]
    colors = [theme.color(name) for name in ("real", "generated")]
    hues = [(color.red(), color.green(), color.blue()) for color in colors]
    real, generated = (np.abs(seen - hue).sum(-1) < 90 for hue in hues)
    assert np.count_nonzero(real | generated) > 60
    return float(np.count_nonzero(real) / np.count_nonzero(real | generated))


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("name", ["ring", "ring-8", "grid-25", "gaussians"])
def test_at_convergence_both_colours_are_seen_about_equally(
    qtbot: QtBot, theme: Theme, name: str, choice: Choice
) -> None:
    theme.choose(choice)
    target = make_toy(name)
    view = DistributionView(theme)
    qtbot.addWidget(view)
    view.resize(QSize(580, 580))
    view.set_views(rules_of(Experiment()).views(Experiment()))
    view.set_target(target)
    learned = target.view.forward(target.sample(500, np.random.default_rng(99)).rows)
    view.show_frame(Frame(0, 1, State.RUNNING, 0.0, {"generated": Points(own(learned))}))
    assert 0.35 < share_of_real(view, theme) < 0.65
    assert len(view.item("real").points) == len(view.item("generated").points) == 500


def test_a_part_that_is_hidden_has_no_turn() -> None:
    real, generated = Scatter(), Scatter()
    item = ScatterItem([real, generated])
    heard: list[object] = []
    item.on_change = heard.append
    real.set_points(np.zeros((3, 2)))
    generated.set_points(np.ones((5, 2)))
    for part in (real, generated):
        part.set_visible(True)
    item._take_turns()
    assert [turns.tolist() for turns in item._turns] == [[1, 3, 6], [0, 2, 4, 5, 7]]
    real.set_visible(False)
    item._take_turns()
    assert [turns.tolist() for turns in item._turns] == [[], [0, 1, 2, 3, 4]]
    before = len(heard)
    generated.set_visible(False)
    assert len(heard) == before + 1


class Painted(QObject):
    """Keeps what was painted of a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.regions: list[QRegion] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(event.region())
        return False


def test_a_frame_of_moved_samples_paints_where_they_were_and_are(
    qtbot: QtBot, theme: Theme
) -> None:
    view = DistributionView(theme)
    qtbot.addWidget(view)
    view.resize(QSize(400, 400))
    view.set_views(rules_of(Experiment()).views(Experiment()))
    view.set_layers(frozenset({"generated"}))
    view.show()
    qtbot.waitExposed(view)
    painted = Painted()
    view.viewport().installEventFilter(painted)
    before: tuple[float, float] | None = None
    for here in ((-0.5, -0.5), (0.25, 0.0), (0.25, 0.5)):
        painted.regions.clear()
        shown = {"generated": Points(own(np.array([here])))}
        view.show_frame(Frame(0, 1, State.RUNNING, 0.0, shown))
        qtbot.waitUntil(lambda: bool(painted.regions))
        region = painted.regions[-1]
        assert region.contains(view.to_widget(*here).toPoint())
        if before is not None:
            assert region.contains(view.to_widget(*before).toPoint())
            assert not region.contains(QPoint(20, 20))
        before = here
