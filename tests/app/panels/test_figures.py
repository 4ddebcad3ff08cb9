"""One rule for the numbers that ganlab writes: no "−0.000", no "1 frames"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from ganlab.app.exporting.export_dialog import AnimationDialog
from ganlab.app.look.theme import Theme
from ganlab.app.panels.curves.axes import tick_text
from ganlab.app.panels.plane.readout import coordinate, place, point_figure
from ganlab.app.rooms.images.latent.board import moved
from ganlab.cli.support.training import told
from ganlab.experiment import Experiment
from ganlab.figures import counted, each_counted, exact, figure, fitting
from ganlab.games.rules import rules_of
from ganlab.games.shown.cards import short
from ganlab.games.verdicts.words import signed

WRITERS: dict[str, Callable[[float], str]] = {
    "curves": figure,
    "verdicts": signed,
    "reference lines": short,
    "axes": lambda x: tick_text(x, 0.1),
    "point": point_figure,
    "place": place,
    "coordinate": lambda x: coordinate(x, 1.0),
    "direction": moved,
}
NOTHING = re.compile(r"[-−+]0*[.,]?0*")


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
@given(st.floats(-1e6, 1e6) | st.floats(-1e-3, 1e-3))
def test_no_zero_has_a_sign_and_no_minus_is_a_hyphen(
    writer: Callable[[float], str], number: float
) -> None:
    text = writer(number)
    assert not NOTHING.fullmatch(text), text
    assert "-" not in text.replace("e-", ""), text


def test_the_command_line_writes_no_negative_zero() -> None:
    experiment = Experiment()
    line = rules_of(experiment).told(experiment)["d_real"]
    assert "-0.000" not in told(line, {"d_real": -0.0001, "d_fake": -0.0})


def test_how_many() -> None:
    assert [counted(n, "frame") for n in (0, 1, 2, 1200)] == [
        "0 frames", "1 frame", "2 frames", "1,200 frames",
    ]  # fmt: skip
    assert counted(1, "index", "indices") == "1 index"
    assert each_counted([1], "step") == "1 step"
    assert each_counted([20], "step") == "20 steps"
    assert each_counted([1, 2000], "step") == "1, 2,000 steps"


def test_a_scale_of_halves_is_written_alike_at_both_ends() -> None:
    assert [short(x) for x in (-0.5, 0.0, 0.5, 1.0, -0.3)] == ["−1/2", "0", "1/2", "1", "−0.3"]


def test_figures() -> None:
    assert [figure(x) for x in (-1.3794, -0.0001, 12500.4, 3.14e7)] == [
        "−1.379", "0.000", "12500", "3.1e+07",
    ]  # fmt: skip
    assert figure(float("nan")) == "–"
    assert [exact(x) for x in (10_000, 0.001, 2e-5)] == ["10,000", "0.001", "2e-5"]


def test_an_animation_of_one_frame(theme: Theme, qtbot: QtBot) -> None:
    dialog = AnimationDialog(1, QSize(400, 300))
    qtbot.addWidget(dialog)
    assert dialog.frames_box.text() == "1 frame"
    dialog.rate_box.setValue(1)
    assert dialog.rate_box.text() == "1 frame a second"
    assert dialog.summary.text().startswith("1 second of ")
    dialog.rate_box.setValue(10)
    assert dialog.rate_box.text() == "10 frames a second"


@given(st.one_of(st.floats(-1e99, 1e99), st.just(math.inf), st.just(math.nan)))
def test_a_figure_that_has_to_fit_does(number: float) -> None:
    text = fitting(number, 8)
    assert len(text) <= 8
    if text not in ("–", "∞", "−∞"):
        assert float(text.replace("−", "-")) == pytest.approx(number, rel=0.06)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (-0.463503768, "−0.4635"),
        (-12.1315193, "−12.1315"),
        (2.220446049e-16, "2.22e−16"),
        (-0.005892021, "−0.00589"),
        (123456789.0, "1.2346e8"),
    ],
)
def test_it_has_as_many_digits_as_fit(number: float, text: str) -> None:
    assert fitting(number, 8) == text
