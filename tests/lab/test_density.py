"""p_g by change of variables, against densities that are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ganlab.data.target import plane_view
from ganlab.experiment import Noise
from ganlab.games.scenes.density import density_at
from ganlab.games.shown.views import Look, Values
from ganlab.games.two_player.scenes.plane import PlaneScene
from tests.small import small, trainer_of

Array = NDArray[np.float64]


@given(
    st.lists(st.floats(-1, 1), min_size=4, max_size=4),
    st.lists(st.floats(-1.5, 1.5), min_size=2, max_size=2),
)
@settings(max_examples=25, deadline=None)
def test_of_a_linear_generator_it_is_a_gaussian(matrix: list[float], place: list[float]) -> None:
    a, z = np.array(matrix).reshape(2, 2), np.array(place)
    a += 1.2 * np.eye(2) * np.sign(np.diag(a) + 1e-9)
    if abs(np.linalg.det(a)) < 0.05:
        return
    density = density_at(lambda rows: rows @ a.T, Noise(dimension=2), a @ z)
    expected = math.exp(-float(z @ z) / 2) / (2 * math.pi) / abs(np.linalg.det(a))
    assert density == pytest.approx(expected, rel=1e-4)


def test_every_way_to_a_place_counts() -> None:
    """z² of a normal z is chi-square of one degree of freedom."""
    density = density_at(lambda z: z**2, Noise(dimension=1), np.array([0.7]))
    assert density == pytest.approx(math.exp(-0.35) / math.sqrt(2 * math.pi * 0.7), rel=1e-6)
    assert density_at(lambda z: z**2, Noise(dimension=1), np.array([-0.1])) == 0.0


def test_uniform_noise_ends_where_it_ends() -> None:
    noise = Noise(kind="uniform", dimension=1)
    assert density_at(lambda z: 2 * z, noise, np.array([1.9])) == pytest.approx(0.25)
    assert density_at(lambda z: 2 * z, noise, np.array([2.1])) == 0.0


def test_a_generator_that_gives_no_numbers_has_no_density() -> None:
    broken = lambda z: np.full_like(z, np.nan)  # noqa: E731
    assert math.isnan(density_at(broken, Noise(dimension=2), np.zeros(2)))


@pytest.mark.parametrize("data", ["moons", "mixture-1d"])
def test_it_is_how_many_samples_fall_into_a_small_box(data: str) -> None:
    """Per unit of the data, squared in two dimensions."""
    dimension = 1 if data.endswith("1d") else 2
    changes = {"data.name": data, "noise.dimension": dimension}
    trainer = trainer_of(small(changes | {"game.generator.activation": "tanh"}))
    trainer.run(30)
    samples = trainer.sample(200_000, seed=1, average=False)
    centre, half = np.median(samples, axis=0), 0.2 * samples.std(axis=0)
    share = np.mean((np.abs(samples - centre) < half).all(axis=1))
    assert share * len(samples) > 1000
    offsets = (np.arange(6) + 0.5) / 3 - 1
    grid = np.stack(np.meshgrid(*[offsets] * dimension), axis=-1).reshape(-1, dimension)
    places = plane_view(trainer.target).forward(centre + half * grid)
    taker, told = PlaneScene(trainer).takers["p_g"], []
    for place in places:
        x, y = [*place.tolist(), 0.0][:2]
        answer = taker(Look(pointed=(x, y)))
        assert isinstance(answer, Values)
        told.append(float(answer.numbers[0]))
    assert np.mean(told) == pytest.approx(share / np.prod(2 * half), rel=0.1)


def test_where_noise_has_another_dimension_it_is_not_known() -> None:
    scene = PlaneScene(trainer_of(small({"noise.dimension": 5})))
    told = scene.takers["p_g"](Look(pointed=(0.0, 0.0)))
    assert isinstance(told, Values)
    assert not len(told.numbers)
