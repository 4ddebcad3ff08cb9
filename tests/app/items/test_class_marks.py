"""Classes are told apart by tint and by mark, and stay real data."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from ganlab.app.look.classes import LOOKS, MARKS, class_color, class_mark
from ganlab.app.look.theme import DARK, LIGHT, Palette
from ganlab.app.panels.plane.chips.class_chip import _SIGNS


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_all_classes_of_the_grid_look_different_and_are_blue(palette: Palette) -> None:
    assert class_color(palette, 0) == QColor(palette.real)
    real = QColor(palette.real).hslHueF()
    looks = set()
    for label in range(25):
        color = class_color(palette, label)
        assert abs(color.hslHueF() - real) < 20 / 360
        looks.add((color.name(), corners(label)))
    assert len(looks) == 25
    assert len({class_color(palette, label).name() for label in range(6)}) == 6
    for label in range(6):
        for ground in (palette.sunken, palette.panel, palette.chosen):
            assert contrast(class_color(palette, label), QColor(ground)) >= 2
        assert contrast(class_color(palette, label), QColor(palette.sunken)) >= 2.5


def contrast(one: QColor, other: QColor) -> float:
    """Of two colours, as the W3C's guidelines define it: 1 to 21."""
    less, more = sorted(map(luminance, (one, other)))
    return (more + 0.05) / (less + 0.05)


def luminance(color: QColor) -> float:
    """Relative to white's."""
    weights = (0.2126, 0.7152, 0.0722)
    parts = color.redF(), color.greenF(), color.blueF()
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return sum(weight * c for weight, c in zip(weights, linear, strict=True))


def corners(label: int) -> tuple[tuple[float, float], ...]:
    """Of a mark."""
    path = class_mark(label, 3.0)
    found = (path.elementAt(i) for i in range(path.elementCount()))
    return tuple((round(one.x, 3), round(one.y, 3)) for one in found)


def test_marks_are_about_equally_large() -> None:
    for label in range(MARKS):
        size = class_mark(label, 3.0).boundingRect()
        assert 5 <= size.width() <= 7.5
        assert 5 <= size.height() <= 7.5


def test_a_sign_in_the_legend_for_each_mark() -> None:
    assert len(_SIGNS) == MARKS
    assert class_color(LIGHT, LOOKS) == class_color(LIGHT, 0)
    assert corners(LOOKS) == corners(0)
