"""What one drags of a density is its parts' means and widths."""

from __future__ import annotations

import numpy as np
import pytest

from ganlab.app.rooms.theory.plots.densities import dragged, handles, places, seen
from ganlab.theory.densities import Mixture


@pytest.mark.parametrize("text", ["N(0, 4)", "U(0, 1)", ".33 N(-1, .065) + .67 N(2, 2)"])
def test_a_handle_put_where_it_is_changes_nothing(text: str) -> None:
    density = Mixture.read(text)
    made = handles("p", density, "real")
    assert len(made) == 2 * len(density.parts)
    for handle in made:
        same = dragged(density, handle.name, handle.x)
        assert same.mean == pytest.approx(density.mean)
        assert same.variance == pytest.approx(density.variance)
        on_side = "U" in text and "width" in handle.name
        height = density.pdf(np.array([density.mean if on_side else handle.x]))[0]
        assert handle.y == pytest.approx(height / 2 if on_side else height)


def test_handles_move_means_and_widths() -> None:
    density = Mixture.read(".5 N(0, 1) + .5 U(2, 4)")
    assert dragged(density, "q mean 0", 3.0).parts[0].a == 3
    assert dragged(density, "q width 0", 2.0).parts[0].b == 4
    wider = dragged(density, "q width 1", 5.0).parts[1]
    assert (wider.a, wider.b) == (1, 5)
    assert dragged(density, "q width 1", 3.0).parts[1].width > 0


def test_jumps_are_drawn_upright_and_needles_to_their_tops() -> None:
    box, needle = Mixture.read("U(0, 1)"), Mixture.read("N(5, .0001)")
    limits = seen(box, needle)
    x = places(limits, box, needle)
    assert np.all(np.diff(x) > 0)
    assert limits[0] < 0 < 5 < limits[1]
    steps = np.abs(np.diff(box.pdf(x)))
    assert np.diff(x)[steps > 0].max() < 1e-9
    assert needle.pdf(x).max() == pytest.approx(needle.pdf(np.array([5.0]))[0])
