"""The generator's mapping: ink where the mass is, whether of cells or of lines."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QApplication

from ganlab.app.items.plane.mesh import LEAST, SHADES, MeshItem, shades, typical
from ganlab.app.items.thumbnails import draw_mesh
from ganlab.experiment import Noise
from ganlab.games.scenes.noise_grid import noise_grid

SIDE = 400
SCALE = 160


def ink(corners: NDArray[np.floating], mass: NDArray[np.floating] | None) -> NDArray[np.float64]:
    """(SIDE, SIDE) how far a mesh on white ground is from it, 0 to 1; row 0 the lowest y."""
    item = MeshItem()
    item.set_color(QColor("black"))
    item.set_mesh(corners, mass)
    image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setTransform(QTransform(SCALE, 0, 0, SCALE, SIDE / 2, SIDE / 2))
    item.draw(painter)
    painter.end()
    rows = np.frombuffer(bytes(image.constBits()), dtype=np.uint8)
    return 1 - rows.reshape(SIDE, -1)[:, :SIDE] / 255


def at(picture: NDArray[np.float64], x: float, y: float, reach: int = 3) -> float:
    """The most ink within `reach` pixels of a point of the view."""
    column, row = (int(SIDE / 2 + SCALE * v) for v in (x, y))
    return float(picture[row - reach : row + reach + 1, column - reach : column + reach + 1].max())


def eight_modes(kind: str) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """A trained generator of ring-8: whole sectors of noise, each in a narrow mode."""
    corners, mass = noise_grid(Noise.model_validate({"kind": kind, "dimension": 2}), 20)
    angle = np.arctan2(corners[..., 1], corners[..., 0])
    nearest = np.round(angle / (np.pi / 4)) * np.pi / 4
    centres = 0.8 * np.stack([np.cos(nearest), np.sin(nearest)], axis=-1)
    return centres + 0.008 * corners, mass


@pytest.mark.parametrize("kind", ["gaussian", "uniform"])
def test_what_lies_between_narrow_modes_does_not_dominate(qapp: QApplication, kind: str) -> None:
    picture = ink(*eight_modes(kind))
    angles = np.arange(8) * np.pi / 4
    modes = [at(picture, 0.8 * np.cos(a), 0.8 * np.sin(a)) for a in angles]
    assert min(modes) > 0.6
    middles = [0.8 * np.cos(np.pi / 8) * np.array([np.cos(a), np.sin(a)]) for a in angles + 0.3927]
    between = [at(picture, x, y) for x, y in middles]
    assert max(between) < 0.25
    assert at(picture, 0.0, 0.0, reach=40) < 0.1


def test_an_even_grid_is_drawn_evenly(qapp: QApplication) -> None:
    edges = np.linspace(-1, 1, 21)
    picture = ink(np.stack(np.meshgrid(edges, edges), axis=-1), np.full((20, 20), 1 / 400))
    crossings = [at(picture, x, y) for x in (-0.8, 0.0, 0.5) for y in (-0.5, 0.1)]
    assert min(crossings) > 0.3
    assert max(crossings) - min(crossings) < 0.05
    cells = [at(picture, x, y, reach=1) for x in (-0.75, 0.05) for y in (-0.45, 0.15)]
    assert 0.05 < min(cells) <= max(cells) < min(crossings) / 2


def test_cells_of_less_than_a_thousandth_of_the_mass_fade(qapp: QApplication) -> None:
    edges = np.linspace(-1, 1, 21)
    corners = np.stack(np.meshgrid(edges, edges), axis=-1)
    mass = np.full((20, 20), 1 / 400)
    mass[:4, :4] = 1e-5
    picture = ink(corners, mass)
    assert at(picture, -0.8, -0.8) == 0.0  # neither cell nor line
    assert at(picture, 0.8, 0.8) > 0.3
    # However small, and so however dense, such a cell is.
    dense = np.full(3, 1e6)
    assert shades(dense, 1.0, np.array([LEAST, LEAST / 2, 0])).tolist() == [
        SHADES - 1,
        SHADES // 2,
        0,
    ]


def test_a_curve_is_faint_where_it_leaps(qapp: QApplication) -> None:
    x = np.concatenate([np.linspace(-0.9, -0.8, 20), np.linspace(0.8, 0.9, 20)])
    picture = ink(np.stack([x, 0 * x], axis=-1)[None], np.full((1, 39), 1 / 39))
    assert at(picture, -0.85, 0.0) > 0.7
    assert at(picture, 0.0, 0.0) < 0.25
    assert at(ink(np.stack([x, 0 * x], axis=-1)[None], None), 0.85, 0.0) > 0.7


def test_how_densely_most_of_the_mass_lies() -> None:
    few_folded = np.array([2.0] * 99 + [1000.0])
    assert typical(few_folded, np.full(100, 0.01)) == pytest.approx(2.0, rel=0.5)
    assert typical(np.array([5.0, np.nan]), np.array([0.1, 0.9])) == pytest.approx(5.0)
    for unknown in (typical(np.array([np.nan]), np.ones(1)), typical(np.ones(2), np.zeros(2))):
        assert unknown == np.inf
        assert not shades(np.array([0.0, 5.0, np.nan]), unknown).any()


def test_the_small_picture_in_the_model_follows_the_density_too(qapp: QApplication) -> None:
    corners, mass = eight_modes("gaussian")
    picture = QImage(84, 84, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    painter = QPainter(picture)
    draw_mesh(painter, QRectF(0, 0, 84, 84), corners, mass, 1.25, QColor("black"))
    painter.end()
    rows = 255 - np.frombuffer(bytes(picture.constBits()), dtype=np.uint8).reshape(84, -1)
    scale, middle = 84 / 2.5, 0.8 * np.cos(np.pi / 8)

    def most(x: float, y: float) -> int:
        column, row = round(42 + scale * x), round(42 - scale * y)
        return int(rows[row - 2 : row + 3, column - 2 : column + 3].max())

    modes = [most(0.8 * np.cos(a), 0.8 * np.sin(a)) for a in np.arange(8) * np.pi / 4]
    between = [
        most(middle * np.cos(a), middle * np.sin(a)) for a in (np.arange(8) + 0.5) * np.pi / 4
    ]
    assert max(between) < 0.6 * min(modes)
    assert most(0, 0) < 0.1 * min(modes)
