"""The way from noise on a line, of several classes at once."""

from __future__ import annotations

import numpy as np

from ganlab.app.items.plane.strip import fan
from ganlab.games.scenes.meshes import joined
from ganlab.games.shown.views import Mesh


def test_each_of_several_grids_has_a_fan_of_its_own() -> None:
    line = np.zeros((1, 4, 2), np.float32)
    line[0, :, 0] = np.arange(4)
    mass = np.full((1, 3), 1 / 6, np.float32)
    one, other = Mesh(line, line, mass), Mesh(line + 10, line, mass)
    both = joined([one, other])
    corners, shares = fan(both.start, both.corners, both.mass)
    alone = [fan(mesh.start, mesh.corners, mesh.mass)[0] for mesh in (one, other)]
    columns = alone[0].shape[1]
    np.testing.assert_array_equal(corners[:, :columns], alone[0])
    assert np.isnan(corners[:, columns]).all()
    np.testing.assert_array_equal(corners[:, columns + 1 :], alone[1])
    assert shares is not None
    assert shares.shape == (1, corners.shape[1] - 1)
    assert abs(shares.sum() - 1) < 1e-6
