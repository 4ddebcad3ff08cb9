"""Formulas appear after the first paint, in the theme's ink, and leave nothing running."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ganlab.app.look.theme import Theme
from ganlab.app.widgets.formula import LINE_PX, FormulaBox
from ganlab.gan.objectives import OBJECTIVES

EVERY = [(o.discriminator_formula, o.generator_formula) for o in OBJECTIVES.values()]


@pytest.fixture
def box(qtbot: QtBot, theme: Theme) -> FormulaBox:
    box = FormulaBox(theme, EVERY)
    qtbot.addWidget(box)
    box.show_formulas(*EVERY[0])
    return box


def test_they_are_set_after_the_first_paint(qtbot: QtBot, box: FormulaBox) -> None:
    box.show()
    qtbot.waitUntil(lambda: box.ready, timeout=20_000)
    assert box.sizeHint().width() > 200


def test_every_loss_variant_can_be_set(box: FormulaBox) -> None:
    for formulas in EVERY:
        box.show_formulas(*formulas)
        box.settle()
        assert box.ready
        assert 100 < box.sizeHint().width() <= 276  # fits the dock


def test_it_is_as_high_before_they_are_set_and_whichever_is_shown(
    qtbot: QtBot, theme: Theme
) -> None:
    box = FormulaBox(theme, [*EVERY, (r"\alpha", r"\beta^2", r"\gamma_k")])
    qtbot.addWidget(box)
    heights = {box.sizeHint().height()}
    for formulas in ((r"\alpha",), *EVERY):
        box.show_formulas(*formulas)
        heights.add(box.sizeHint().height())
        box.settle()
        heights.add(box.sizeHint().height())
    assert len(heights) == 1


@pytest.mark.parametrize("name", OBJECTIVES)
def test_no_formula_is_higher_than_its_line(box: FormulaBox, name: str) -> None:
    objective = OBJECTIVES[name]
    for formula in (objective.discriminator_formula, objective.generator_formula):
        box.show_formulas(formula)
        box.settle()
        assert box.height_of_what_is_shown() <= LINE_PX


def test_ink_follows_the_theme(box: FormulaBox, theme: Theme) -> None:
    box.settle()
    box.resize(box.sizeHint())
    on_paper = [pixel.lightness() for pixel in _pixels(box.grab().toImage())]
    theme.choose("dark")
    on_slate = [pixel.lightness() for pixel in _pixels(box.grab().toImage())]
    assert min(on_paper) < 80 < 200 < sum(on_paper) / len(on_paper)
    assert max(on_slate) > 200 > 80 > sum(on_slate) / len(on_slate)


def test_a_narrow_box_shrinks_them(box: FormulaBox, theme: Theme) -> None:
    box.settle()
    box.resize(120, 60)
    image = box.grab().toImage()
    edge = [image.pixelColor(image.width() - 3, y) for y in range(8, image.height() - 8)]
    assert all(pixel == theme.color("sunken") for pixel in edge)


def _pixels(image: QImage) -> list[QColor]:
    return [
        image.pixelColor(x, y) for x in range(8, image.width() - 8) for y in range(image.height())
    ]
