"""A stroke of the mouse goes over what is written down at fixed places."""

from __future__ import annotations

import numpy as np
import pytest

from ganlab.app.rooms.theory.plots.stroke import drawn_over

PLACES = np.linspace(0.0, 10.0, 11)
ZEROS = np.zeros(11)


def over(x: list[float], y: list[float]) -> list[float]:
    return drawn_over(PLACES, ZEROS, np.array(x), np.array(y)).tolist()


def test_it_replaces_what_it_passes_and_nothing_else() -> None:
    assert over([2.0, 5.0], [1.0, 4.0]) == pytest.approx([0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0])


def test_from_the_right_it_does_the_same() -> None:
    assert over([5.0, 2.0], [4.0, 1.0]) == over([2.0, 5.0], [1.0, 4.0])


def test_where_it_passes_twice_the_later_counts() -> None:
    assert over([2.0, 4.0, 2.0], [1.0, 1.0, 3.0])[2:5] == pytest.approx([3, 2, 1])


def test_a_click_moves_the_nearest_place() -> None:
    assert over([3.2], [0.7]) == pytest.approx([0, 0, 0, 0.7, 0, 0, 0, 0, 0, 0, 0])
    assert over([3.2, 3.3], [0.5, 0.7])[3] == pytest.approx(0.7)
