"""The pictures against the networks they are pictures of."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from ganlab.data.points import points_from_array
from ganlab.data.target import plane_view
from ganlab.document.players import NoiseName
from ganlab.experiment import Noise
from ganlab.games.scenes.generated import MAPPING
from ganlab.games.scenes.noise_grid import NOISE_REACH, noise_grid
from ganlab.games.shown.views import (
    DENSITY_COUNT,
    DENSITY_MOVING,
    HOME,
    SAMPLES,
    Arrows,
    Field,
    Look,
    Mesh,
    Picture,
    Points,
    Rectangle,
    Values,
)
from ganlab.games.two_player.scenes.plane import ARROWS, PlaneScene
from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import FrameRequest
from ganlab.lab.scenes.camera import BEAT_SECONDS, Camera
from ganlab.theory.push_forward.noise import knots
from tests.pictures import arrays
from tests.small import small, trainer_of

POINTED = {"d_at", "p_g"}
EVERY = FrameRequest(frozenset(PlaneScene(trainer_of(small())).takers) - POINTED)
IN_THE_PLANE = {view.name for view in PlaneScene(trainer_of(small())).views if view.taken}
REQUEST = FrameRequest(frozenset(IN_THE_PLANE) - POINTED)
PART = Rectangle(-1.5, -0.5, 2.0, 3.0)


def trained(changes: dict[str, Any] | None = None) -> Trainer:
    trainer = trainer_of(small({"data.name": "moons"} | (changes or {})))
    trainer.run(60)
    return trainer


def camera_of(trainer: Trainer) -> Camera:
    return Camera(PlaneScene(trainer), clock=lambda: 0.0)


def pictures(trainer: Trainer, request: FrameRequest = REQUEST) -> dict[str, Any]:
    return dict(camera_of(trainer).take(request, version=1))


def cells(field: Field) -> np.ndarray[Any, Any]:
    """(rows columns, 2) the centres of a field's cells."""
    x, y = field.part.centres(*field.values.shape)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


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


@pytest.mark.parametrize("part", [Rectangle(-1.25, -1.25, 2.5, 2.5), PART])
def test_the_heatmap_is_d_at_the_centres_of_its_cells(part: Rectangle) -> None:
    trainer = trained()
    field = pictures(trainer, replace(REQUEST, look=Look(part)))["heatmap"]
    assert field.part == part
    d = logits(trainer, cells(field)).sigmoid().numpy().reshape(field.values.shape)
    np.testing.assert_allclose(field.values, d, atol=1e-5)
    assert np.ptp(d) > 0.01, "a flat D would prove nothing"


@pytest.mark.parametrize("objective", ["minimax", "non-saturating", "least-squares"])
@pytest.mark.parametrize("data", ["moons", "mixture-1d"])
def test_gradients_are_finite_differences_of_gs_objective(objective: str, data: str) -> None:
    trainer = trained(
        {"game.objective": objective, "data.name": data, "game.discriminator.activation": "tanh"}
    )
    arrows = pictures(trainer)["gradients"].vectors
    assert arrows.shape == (ARROWS, 4)
    h = 1e-3
    for x, y, dx, dy in arrows[:12].astype(np.float64):
        for axis, slope in enumerate((dx, dy)[: trainer.target.dimension]):
            loss = []
            for sign in (1, -1):
                point = np.array([[x, y]])
                point[0, axis] += sign * h
                loss.append(
                    float(trainer.objective.generator_loss(None, logits(trainer, point).double()))
                )
            assert slope == pytest.approx(-(loss[0] - loss[1]) / (2 * h), rel=0.03, abs=2e-3)
    if trainer.target.dimension == 1:
        assert not arrows[:, [1, 3]].any()


def test_gradients_start_at_the_first_of_the_samples() -> None:
    taken = pictures(trained())
    first = taken["generated"].at[:ARROWS]
    np.testing.assert_allclose(taken["gradients"].vectors[:, :2], first, atol=1e-6)


@pytest.mark.parametrize("kind", ["gaussian", "uniform"])
def test_the_mapping_is_g_at_the_corners_of_the_noise_grid(kind: str) -> None:
    trainer = trained({"noise.kind": kind})
    mesh = pictures(trainer)["mapping"]
    reach = NOISE_REACH if kind == "gaussian" else 1.0
    ticks = np.linspace(-reach, reach, MAPPING + 1)
    corners = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    image = generated(trainer, corners.reshape(-1, 2)).reshape(corners.shape)
    np.testing.assert_allclose(mesh.corners, image, atol=1e-5)
    np.testing.assert_allclose(mesh.start, corners / reach, atol=1e-6)


def test_the_samples_are_g_of_the_noise_that_is_shown() -> None:
    trainer = trained()
    taken = pictures(trainer)
    image = generated(trainer, taken["noise"].at * NOISE_REACH)
    np.testing.assert_allclose(taken["generated"].at, image, atol=1e-5)


def test_the_same_noise_is_shown_in_every_frame() -> None:
    trainer = trained()
    watching = camera_of(trainer)
    first: dict[str, Any] = dict(watching.take(REQUEST, version=1))
    trainer.run(5)
    second: dict[str, Any] = dict(watching.take(REQUEST, version=2))
    assert "noise" not in second, "it is told once"
    assert not np.array_equal(first["generated"].at, second["generated"].at)
    image = generated(trainer, first["noise"].at * NOISE_REACH)
    np.testing.assert_allclose(second["generated"].at, image, atol=1e-5)


def test_the_average_is_that_of_g_from_the_same_noise() -> None:
    trainer = trained({"game.ema": 0.9})
    taken = pictures(trainer)
    assert not np.array_equal(taken["average"].at, taken["generated"].at)
    with torch.no_grad():
        trainer.generator.parameters.copy_(trainer.average.parameters)
    again = pictures(trainer)["generated"].at
    np.testing.assert_allclose(again, taken["average"].at, atol=1e-6)


def test_values_are_d_of_real_and_of_the_shown_samples() -> None:
    trainer = trained()
    taken = pictures(trainer)
    d = logits(trainer, taken["generated"].at.astype(np.float64)).sigmoid().numpy()
    real, fake = taken["d_real"].numbers, taken["d_fake"].numbers
    np.testing.assert_allclose(fake, d, atol=1e-5)
    assert real.shape == (500,)
    assert real.mean() > fake.mean(), "D has learnt something"


def test_the_whole_picture_is_due_on_a_beat_as_slow_as_its_layers_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 10.1
    scene = PlaneScene(trained())
    watching = Camera(scene, clock=lambda: now)
    take = scene.takers["heatmap"]
    cost = 0.0

    def slow(look: Look) -> Picture:
        nonlocal now
        now += cost
        return take(look)

    monkeypatch.setitem(scene.takers, "heatmap", slow)
    assert watching.on_beat(REQUEST), "the first"
    assert "heatmap" in watching.take(REQUEST, 1, whole=True, hurry=True)
    assert not watching.on_beat(REQUEST)
    assert set(watching.take(REQUEST, 2, whole=False, hurry=True)) == {"generated"}
    now = math.ceil(10.1 / BEAT_SECONDS) * BEAT_SECONDS + 1e-9
    assert watching.on_beat(REQUEST), "on a common grid of time"
    more = FrameRequest(REQUEST.views - {"mapping"})
    assert watching.on_beat(more), "what was switched comes at once"
    beat = [v for v in scene.views if v.name in REQUEST.views and not v.between]
    cost = 1.05 * sum(view.share for view in beat)  # due after a second
    for version in range(3, 9):
        watching.take(REQUEST, version, whole=True, hurry=True)
    at = now
    assert not watching.on_beat(REQUEST)
    now = at + 0.7
    assert not watching.on_beat(REQUEST)
    now = at + 1.2
    assert watching.on_beat(REQUEST)


def test_a_first_picture_that_was_held_up_holds_the_next_one_back_for_a_second_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 10.1
    scene = PlaneScene(trained())
    watching = Camera(scene, clock=lambda: now)
    take = scene.takers["heatmap"]

    def cold(look: Look) -> Picture:
        nonlocal now
        now += 0.3
        return take(look)

    monkeypatch.setitem(scene.takers, "heatmap", cold)
    watching.take(REQUEST, 1, whole=True, hurry=True)
    assert not watching.on_beat(REQUEST)
    now = 10.1 + 1.2
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
def test_arrays_are_owned_read_only_single_precision_and_shaped_as_a_picture_says(
    changes: dict[str, Any],
) -> None:
    trainer = trained(changes)
    taken, scene = pictures(trainer, EVERY), PlaneScene(trainer)
    assert set(taken) == {view.name for view in scene.views if view.taken} - POINTED
    for view, picture in taken.items():
        for name, array in arrays(picture).items():
            what = f"{view}.{name}"
            assert array.dtype == np.float32, what
            assert not array.flags.writeable, what
            assert array.flags.c_contiguous, what
            assert np.isfinite(array).all(), what
    mesh = taken["mapping"]
    rows, columns = mesh.mass.shape
    corner_rows = 1 if trainer.experiment.noise.dimension == 1 else rows + 1
    assert mesh.corners.shape == mesh.start.shape == (corner_rows, columns + 1, 2)
    for view in ("generated", "noise", "average"):
        assert taken[view].at.shape == (SAMPLES, 2)
    assert taken["d_fake"].numbers.shape == (SAMPLES,)


def test_every_view_has_the_kind_it_says() -> None:
    trainer = trained()
    kinds = {"points": Points, "field": Field, "mesh": Mesh, "arrows": Arrows, "values": Values}
    scene, taken = PlaneScene(trainer), pictures(trainer)
    assert {view.name for view in scene.views if view.taken} == taken.keys() | POINTED
    for view in scene.views:
        if view.taken and not view.at_point:
            assert isinstance(taken[view.name], kinds[view.kind]), view.name


@pytest.mark.parametrize("noise", ["gaussian", "uniform"])
def test_on_a_line_g_is_told_at_the_knots_of_its_noise(noise: NoiseName) -> None:
    trainer = trained({"data.name": "mixture-1d", "noise.dimension": 1, "noise.kind": noise})
    told = pictures(trainer, EVERY)["pushed"].numbers
    z = knots(noise).astype(np.float32)[:, None]
    np.testing.assert_allclose(told, generated(trainer, z)[:, 0], atol=1e-5)


def test_in_one_dimension_points_lie_on_the_axis_and_d_is_the_same_all_the_way_up() -> None:
    trainer = trained({"data.name": "mixture-1d"})
    taken = pictures(trainer, replace(REQUEST, look=Look(PART)))
    assert not taken["generated"].at[:, 1].any()
    assert not taken["mapping"].corners[..., 1].any()
    field = taken["heatmap"]
    assert len(field.values) == 1
    d = logits(trainer, cells(field)[:, :1]).sigmoid().numpy()
    np.testing.assert_allclose(field.values[0], d, atol=1e-5)


@pytest.mark.parametrize(
    ("target", "moving"), [("ring-8", DENSITY_MOVING), ("mixture-1d", DENSITY_COUNT)]
)
def test_lines_of_density_are_of_as_many_samples_as_is_said(target: str, moving: int) -> None:
    """In the plane of fewer while training moves them; a caption on a line tells one number."""
    watching = camera_of(trained({"data.name": target, "noise.dimension": 2}))
    for version, (fine, count) in enumerate([(True, DENSITY_COUNT), (False, moving)]):
        taken = watching.take(REQUEST, version, fine=fine)["density_samples"]
        assert isinstance(taken, Points)
        assert len(taken.at) == count


def test_a_field_is_fine_at_rest_and_fills_what_is_seen_at_any_shape() -> None:
    watching = camera_of(trained())
    shapes: set[tuple[int, int]] = set()
    for i, (width, height) in enumerate([(2.5, 2.5), (4.0, 2.5), (2.5, 6.0), (0.02, 0.02)]):
        request = replace(REQUEST, look=Look(Rectangle(-0.1, 0.3, width, height)))
        resting = watching.take(request, 2 * i, fine=True)["heatmap"]
        running = watching.take(request, 2 * i + 1, fine=False)["heatmap"]
        assert isinstance(resting, Field)
        assert isinstance(running, Field)
        assert resting.part == running.part == request.look.part
        assert 128 <= min(resting.values.shape) <= max(resting.values.shape) == 192
        assert running.values.size == pytest.approx(5600, rel=0.03)
        shapes.add(resting.values.shape)
        across = width / resting.values.shape[1]
        assert across / (height / resting.values.shape[0]) == pytest.approx(1, rel=0.65)
    assert len(shapes) == 3


def test_the_small_picture_of_d_is_of_the_whole_plane_wherever_one_looks() -> None:
    trainer = trained()
    for part in (HOME, PART):
        field = pictures(trainer, replace(REQUEST, look=Look(part)))["belief"]
        assert field.part == HOME
        d = logits(trainer, cells(field)).sigmoid().numpy().reshape(field.values.shape)
        np.testing.assert_allclose(field.values, d, atol=1e-5)


def test_a_place_that_is_pointed_at_is_told_of_and_no_other() -> None:
    trainer = trained({"noise.dimension": 2})
    watching = camera_of(trainer)
    request = replace(REQUEST, views=REQUEST.views | POINTED)
    assert watching.take(request, version=1).keys() == REQUEST.views
    pointed = replace(request, look=Look(pointed=(0.25, -0.5)))
    told = watching.take(pointed, version=1)
    assert told.keys() == POINTED
    at = told["d_at"]
    assert isinstance(at, Values)
    assert at.at == (0.25, -0.5)
    d = logits(trainer, np.array([[0.25, -0.5]])).sigmoid().item()
    assert at.numbers[0] == pytest.approx(d, abs=1e-5)
    moved = replace(request, look=Look(pointed=(0.3, 0.3)))
    assert watching.take(moved, 2, whole=False, hurry=True).keys() == {"generated"}, "on the beat"
    assert watching.take(moved, 2, whole=True, hurry=True).keys() >= POINTED


def test_what_is_looked_at_otherwise_is_taken_anew_and_nothing_else() -> None:
    """A person zooms while nothing moves: only the fields are to be computed again."""
    watching = camera_of(trained())
    watching.take(REQUEST, version=1)
    assert not watching.take(REQUEST, version=1)
    zoomed = replace(REQUEST, look=Look(PART))
    assert watching.take(zoomed, version=1).keys() == {"heatmap", "best", "error", "ratio"}
    assert not watching.take(zoomed, version=1)
    stretched = replace(REQUEST, look=Look(PART, equal_units=True))
    assert watching.take(stretched, version=1).keys() == REQUEST.views
    assert watching.take(replace(zoomed, look=Look()), 2, whole=False).keys() == REQUEST.views


def test_columns_in_different_units_are_drawn_as_asked() -> None:
    """Points, heatmap and gradients (the chain rule, axis by axis) are all of the same view."""
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.uniform(0, 1, 500), rng.uniform(0, 1e4, 500)])
    trainer = trained({"data": points_from_array(points)})
    target, camera = trainer.target, camera_of(trainer)
    downhill = []
    for equal in (None, True, False, None):
        view = plane_view(target, equal)
        assert (view.scales[0] == view.scales[1]) is (equal is True)
        asked = replace(REQUEST, look=Look(equal_units=equal))
        taken: dict[str, Any] = dict(camera.take(asked, version=1))
        points, vectors = taken["generated"].at, taken["gradients"].vectors
        noise = torch.from_numpy(taken["noise"].at * NOISE_REACH)
        drawn = target.network.inverse(trainer.generate(noise).numpy())
        np.testing.assert_allclose(points, view.forward(drawn), atol=1e-5)
        np.testing.assert_array_equal(vectors[:, :2], points[:ARROWS])
        downhill.append(vectors[:, 2:] / view.scales * target.network.scales)
        field = taken["heatmap"]
        seen = target.network.forward(view.inverse(cells(field)))
        d = trainer.discriminator(torch.from_numpy(seen).float()).sigmoid().numpy()
        np.testing.assert_allclose(field.values.ravel(), d[:, 0], atol=1e-5)
    x = trainer.generate(noise[:ARROWS]).requires_grad_()
    with torch.enable_grad():
        loss = torch.nn.functional.softplus(-plain(trainer, x)).sum()
        (slope,) = torch.autograd.grad(loss, x)
    for found in downhill:
        np.testing.assert_allclose(found, -slope.numpy(), rtol=1e-3, atol=1e-6)


def plain(trainer: Trainer, x: torch.Tensor) -> torch.Tensor:
    """D's logits as autograd can follow them."""
    module = trainer.discriminator.as_module()
    return module(x).squeeze(1)
