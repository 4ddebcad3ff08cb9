"""The pictures against the networks they are pictures of."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
import torch

from ganlab.data.points import points_from_array
from ganlab.data.target import plane_view
from ganlab.experiment import Noise
from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import Frame, FrameRequest, Layer
from ganlab.lab.scenes.camera import BEAT_SECONDS, Camera
from ganlab.lab.scenes.plane import NOISE_REACH, noise_grid
from tests.small import small, trainer_of

EVERY_LAYER: frozenset[Layer] = frozenset(
    ("generated", "average", "heatmap", "mapping", "gradients", "predictions")
)
REQUEST = FrameRequest(
    EVERY_LAYER, samples=30, heatmap_size=8, mapping_size=5, gradients=12, extent=1.5
)


def trained(changes: dict[str, Any] | None = None) -> Trainer:
    trainer = trainer_of(small({"data.name": "moons"} | (changes or {})))
    trainer.run(60)
    return trainer


def pictures(trainer: Trainer, request: FrameRequest = REQUEST) -> dict[str, Any]:
    return Camera(trainer, clock=lambda: 0.0).take(request, version=1)


def logits(trainer: Trainer, in_view: np.ndarray[Any, Any]) -> torch.Tensor:
    """D's logits at (n, 2) points of the view."""
    target = trainer.target
    points = target.view.inverse(in_view[:, : target.dimension])
    seen = torch.from_numpy(target.network.forward(points)).float()
    return trainer.discriminator(seen).detach().squeeze(1)


def generated(trainer: Trainer, noise: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """(n, dimension) G(noise) in view units."""
    target = trainer.target
    points = trainer.generate(torch.from_numpy(noise).float()).numpy()
    return target.view.forward(target.network.inverse(points))


def test_the_heatmap_is_d_at_the_centres_of_its_cells() -> None:
    trainer = trained()
    heatmap = pictures(trainer)["heatmap"]
    side = 2 * REQUEST.extent / REQUEST.heatmap_size
    for row in range(REQUEST.heatmap_size):
        for column in range(REQUEST.heatmap_size):
            centre = np.array([[(column + 0.5) * side - 1.5, (row + 0.5) * side - 1.5]])
            d = logits(trainer, centre).sigmoid().item()
            assert heatmap[row, column] == pytest.approx(d, abs=1e-5)
    assert np.ptp(heatmap) > 0.01, "a flat D would prove nothing"


def test_a_large_heatmap_is_the_small_one_in_finer_cells() -> None:
    """More points than one forward pass takes."""
    trainer = trained()
    fine = pictures(trainer, FrameRequest(EVERY_LAYER, heatmap_size=72, extent=1.5))["heatmap"]
    coarse = pictures(trainer, FrameRequest(EVERY_LAYER, heatmap_size=24, extent=1.5))["heatmap"]
    np.testing.assert_allclose(fine[1::3, 1::3], coarse, atol=1e-5)


@pytest.mark.parametrize("objective", ["minimax", "non-saturating", "least-squares"])
@pytest.mark.parametrize("data", ["moons", "mixture-1d"])
def test_gradients_are_finite_differences_of_gs_objective(objective: str, data: str) -> None:
    trainer = trained(
        {"game.objective": objective, "data.name": data, "game.discriminator.activation": "tanh"}
    )
    arrows = pictures(trainer)["gradients"]
    assert arrows.shape == (REQUEST.gradients, 4)
    h = 1e-3
    for x, y, dx, dy in arrows.astype(np.float64):
        for axis, slope in enumerate((dx, dy)[: trainer.target.dimension]):
            loss = []
            for sign in (1, -1):
                point = np.array([[x, y]])
                point[0, axis] += sign * h
                loss.append(
                    float(trainer.objective.generator_loss(logits(trainer, point).double()))
                )
            assert slope == pytest.approx(-(loss[0] - loss[1]) / (2 * h), rel=0.03, abs=2e-3)
    if trainer.target.dimension == 1:
        assert not arrows[:, [1, 3]].any()


def test_gradients_start_at_the_first_of_the_samples() -> None:
    taken = pictures(trained())
    first = taken["generated"][: REQUEST.gradients]
    np.testing.assert_allclose(taken["gradients"][:, :2], first, atol=1e-6)


@pytest.mark.parametrize("kind", ["gaussian", "uniform"])
def test_the_mapping_is_g_at_the_corners_of_the_noise_grid(kind: str) -> None:
    trainer = trained({"noise.kind": kind})
    taken = pictures(trainer)
    reach = NOISE_REACH if kind == "gaussian" else 1.0
    ticks = np.linspace(-reach, reach, REQUEST.mapping_size + 1)
    for row, v in enumerate(ticks):
        for column, u in enumerate(ticks):
            image = generated(trainer, np.array([[u, v]]))[0]
            np.testing.assert_allclose(taken["mapping"][row, column], image, atol=1e-5)
            start = taken["mapping_noise"][row, column]
            np.testing.assert_allclose(start, np.array([u, v]) / reach, atol=1e-6)


def test_the_samples_are_g_of_the_noise_that_is_shown() -> None:
    trainer = trained()
    taken = pictures(trainer)
    image = generated(trainer, taken["noise"] * NOISE_REACH)
    np.testing.assert_allclose(taken["generated"], image, atol=1e-5)


def test_the_same_noise_is_shown_in_every_frame() -> None:
    trainer = trained()
    watching = Camera(trainer, clock=lambda: 0.0)
    first = watching.take(REQUEST, version=1)
    trainer.run(5)
    second = watching.take(REQUEST, version=2)
    np.testing.assert_array_equal(first["noise"], second["noise"])
    assert not np.array_equal(first["generated"], second["generated"])


def test_the_average_is_that_of_g_from_the_same_noise() -> None:
    trainer = trained({"game.ema": 0.9})
    taken = pictures(trainer)
    assert not np.array_equal(taken["average"], taken["generated"])
    with torch.no_grad():
        trainer.generator.parameters.copy_(trainer.average.parameters)
    np.testing.assert_allclose(pictures(trainer)["generated"], taken["average"], atol=1e-6)


def test_predictions_are_d_of_real_and_of_the_shown_samples() -> None:
    trainer = trained()
    taken = pictures(trainer)
    d = logits(trainer, taken["generated"].astype(np.float64)).sigmoid().numpy()
    np.testing.assert_allclose(taken["d_fake"], d, atol=1e-5)
    assert taken["d_real"].shape == (500,)
    assert taken["d_real"].mean() > taken["d_fake"].mean(), "D has learnt something"


def test_the_whole_picture_is_due_on_a_beat_as_slow_as_its_layers_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 10.1
    watching = Camera(trained(), clock=lambda: now)
    take = watching._scene.takers["heatmap"]
    cost = 0.0

    def slow(request: FrameRequest) -> dict[str, Any]:
        nonlocal now
        now += cost
        return take(request)

    monkeypatch.setitem(watching._scene.takers, "heatmap", slow)
    assert watching.on_beat(REQUEST), "the first"
    assert "heatmap" in watching.take(REQUEST, 1, whole=True, hurry=True)
    assert not watching.on_beat(REQUEST)
    assert set(watching.take(REQUEST, 2, whole=False, hurry=True)) == {"generated", "noise"}
    now = math.ceil(10.1 / BEAT_SECONDS) * BEAT_SECONDS + 1e-9
    assert watching.on_beat(REQUEST), "on a common grid of time"
    more = FrameRequest(REQUEST.layers - {"mapping"})
    assert watching.on_beat(more), "what was switched comes at once"
    cost = 0.015  # of a share of 0.015 for the layers of the beat: due after a second
    for version in range(3, 9):
        watching.take(REQUEST, version, whole=True, hurry=True)
    at = now
    assert not watching.on_beat(REQUEST)
    now = at + 0.7
    assert not watching.on_beat(REQUEST)
    now = at + 1.2
    assert watching.on_beat(REQUEST)


def test_taking_pictures_does_not_disturb_the_game() -> None:
    trainer, alone = trained(), trained()
    pictures(trainer)
    trainer.run(10)
    alone.run(10)
    a, b = trainer.state().arrays, alone.state().arrays
    assert all(np.array_equal(a[name], b[name]) for name in a)


@pytest.mark.parametrize(
    ("noise", "total"),
    [
        (Noise(), 0.9753),  # (Φ(2.5) − Φ(−2.5))²
        (Noise(dimension=9), 0.9753),
        (Noise(dimension=1), 0.9876),
        (Noise(kind="uniform"), 1.0),
        (Noise(kind="uniform", dimension=1), 1.0),
    ],
    ids=str,
)
def test_the_masses_of_the_noise_grid(noise: Noise, total: float) -> None:
    corners, mass = noise_grid(noise, 10)
    assert corners.shape[-1] == noise.dimension
    rows = 1 if noise.dimension == 1 else corners.shape[0] - 1
    assert mass.shape == (rows, corners.shape[1] - 1)
    assert mass.sum() == pytest.approx(total, abs=2e-4)
    assert not corners[..., 2:].any(), "a slice through the middle"
    np.testing.assert_allclose(mass, mass[:, ::-1], rtol=1e-4)


SHAPES: list[dict[str, Any]] = [
    {},
    {"data.name": "uniform-1d", "noise.dimension": 1},
    {"noise.dimension": 128, "noise.kind": "uniform"},
    {"game.generator.layers": 0, "game.discriminator.layers": 0},
]


@pytest.mark.parametrize("changes", SHAPES, ids=str)
def test_arrays_are_owned_read_only_single_precision_and_shaped_as_a_frame_says(
    changes: dict[str, Any],
) -> None:
    trainer = trained(changes)
    taken = pictures(trainer)
    assert set(taken) <= {field.name for field in fields(Frame)}
    for name, array in taken.items():
        assert array.dtype == np.float32, name
        assert not array.flags.writeable, name
        assert array.flags.c_contiguous, name
        assert np.isfinite(array).all(), name
    rows, columns = taken["mapping_mass"].shape
    corner_rows = 1 if trainer.experiment.noise.dimension == 1 else rows + 1
    assert taken["mapping"].shape == (corner_rows, columns + 1, 2)
    assert taken["mapping_noise"].shape == taken["mapping"].shape
    assert taken["generated"].shape == taken["noise"].shape == taken["average"].shape == (30, 2)
    assert taken["heatmap"].shape == (8, 8)
    assert taken["d_fake"].shape == (30,)


def test_in_one_dimension_points_lie_on_the_axis_and_d_is_the_same_all_the_way_up() -> None:
    trainer = trained({"data.name": "mixture-1d"})
    taken = pictures(trainer)
    assert not taken["generated"][:, 1].any()
    assert not taken["mapping"][..., 1].any()
    assert (taken["heatmap"] == taken["heatmap"][0]).all()
    x = (np.arange(8) + 0.5) / 8 * 3 - 1.5
    d = logits(trainer, x[:, None]).sigmoid().numpy()
    np.testing.assert_allclose(taken["heatmap"][0], d, atol=1e-5)


def test_columns_in_different_units_are_drawn_as_asked() -> None:
    """Points, heatmap and gradients (the chain rule, axis by axis) are all of the same view."""
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.uniform(0, 1, 500), rng.uniform(0, 1e4, 500)])
    trainer = trained({"data": points_from_array(points)})
    target, camera = trainer.target, Camera(trainer, clock=lambda: 0.0)
    downhill = []
    for equal in (None, True, False, None):
        view = plane_view(target, equal)
        assert (view.scales[0] == view.scales[1]) is (equal is True)
        taken = camera.take(replace(REQUEST, equal_units=equal), hurry=False, version=1)
        noise = torch.from_numpy(taken["noise"] * NOISE_REACH)
        drawn = target.network.inverse(trainer.generate(noise).numpy())
        np.testing.assert_allclose(taken["generated"], view.forward(drawn), atol=1e-5)
        np.testing.assert_array_equal(taken["gradients"][:, :2], taken["generated"][:12])
        downhill.append(taken["gradients"][:, 2:] / view.scales * target.network.scales)
        cell = np.array([[0.5 / 8 * 3 - 1.5, 7.5 / 8 * 3 - 1.5]])
        seen = torch.from_numpy(target.network.forward(view.inverse(cell))).float()
        d = trainer.discriminator(seen).sigmoid().item()
        assert taken["heatmap"][7, 0] == pytest.approx(d, abs=1e-5)
    x = trainer.generate(noise[:12]).requires_grad_()
    with torch.enable_grad():
        loss = torch.nn.functional.softplus(-plain(trainer, x)).sum()
        (slope,) = torch.autograd.grad(loss, x)
    for found in downhill:
        np.testing.assert_allclose(found, -slope.numpy(), rtol=1e-3, atol=1e-6)


def plain(trainer: Trainer, x: torch.Tensor) -> torch.Tensor:
    """D's logits as autograd can follow them."""
    module = trainer.discriminator.as_module()
    return module(x).squeeze(1)
