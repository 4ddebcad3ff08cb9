"""D*, D − D* and D's ratio over the plane, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.stats import multivariate_normal, norm

from ganlab.data.target import plane_view
from ganlab.experiment import Experiment, Noise
from ganlab.games.rules import rules_of
from ganlab.games.scenes import density_field
from ganlab.games.scenes.field import centres
from ganlab.games.shown.views import HOME, Field, Look
from ganlab.games.two_player.scenes.plane import PlaneScene
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.trainer import Trainer
from tests.small import small, trainer_of

ROWS, COLUMNS = 60, 60
TURN = np.array([[0.3, 0.1], [-0.05, 0.2]])
SHIFT = np.array([0.1, -0.2])


def centre_points() -> np.ndarray:
    return centres(HOME, ROWS, COLUMNS, 2)


def test_a_linear_generators_density_is_a_gaussian() -> None:
    noise = Noise(kind="gaussian", dimension=2)
    found = density_field.pushed(lambda z: z @ TURN.T + SHIFT, noise, HOME, ROWS, COLUMNS)
    exact = multivariate_normal(SHIFT, TURN @ TURN.T).pdf(centre_points()).reshape(ROWS, COLUMNS)
    sure = exact > 1e-3 * exact.max()
    np.testing.assert_allclose(found[sure], exact[sure], rtol=0.005)


def test_a_fold_counts_twice() -> None:
    """G(z) = (|z₁| − ½, z₂): both sides of the noise come to lie on the right."""
    noise = Noise(kind="uniform", dimension=2)
    found = density_field.pushed(
        lambda z: np.column_stack([np.abs(z[:, 0]) - 0.5, z[:, 1]]), noise, HOME, ROWS, COLUMNS
    )
    x, y = centre_points().T.reshape(2, ROWS, COLUMNS)
    inside = (np.abs(x) < 0.48) & (np.abs(y) < 0.98)
    np.testing.assert_allclose(found[inside], 0.5, rtol=1e-6)
    assert not found[(np.abs(x) > 0.52) | (np.abs(y) > 1.02)].any()


def test_so_is_it_on_a_line() -> None:
    noise = Noise(kind="gaussian", dimension=1)
    found = density_field.pushed(
        lambda z: np.column_stack([0.3 * z[:, 0] + 0.1, 0 * z[:, 0]]), noise, HOME, 1, 192
    )
    x = centres(HOME, 1, 192, 1)[:, 0]
    np.testing.assert_allclose(found[0], norm(0.1, 0.3).pdf(x), rtol=0.02, atol=1e-3)


def test_samples_give_it_by_a_kernel() -> None:
    drawn = np.random.default_rng(0).normal(size=(8000, 2)) @ TURN.T + SHIFT
    found = density_field.sampled(drawn, HOME, ROWS, COLUMNS)
    exact = multivariate_normal(SHIFT, TURN @ TURN.T).pdf(centre_points()).reshape(ROWS, COLUMNS)
    assert np.abs(found - exact).sum() / exact.sum() < 0.2
    assert found.sum() * (2.5 / ROWS) ** 2 == pytest.approx(1, abs=0.02)


# --- the layers -----------------------------------------------------------------------------


def linear(changes: dict[str, object]) -> Trainer:
    """Both players linear, in one dimension: p_data = N(0, 1), p_g = N(½, 1)."""
    trainer = trainer_of(
        small(
            {
                "data.name": "gaussian-1d",
                "noise.dimension": 1,
                "game.generator.layers": 0,
                "game.discriminator.layers": 0,
            }
            | changes
        )
    )
    scale = float(np.ravel(trainer.target.network.scale)[0])
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.tensor([1 / scale, 0.5 / scale]))
        trainer.discriminator.parameters.copy_(torch.tensor([-0.5 * scale, 0.4]))
    return trainer


def fields(trainer: Trainer, *names: str) -> list[Field]:
    scene = PlaneScene(trainer)
    scene.begin()
    taken = [scene.takers[name](Look()) for name in names]
    assert all(isinstance(field, Field) for field in taken)
    return taken  # type: ignore[return-value]


@pytest.mark.parametrize("name", [n for n, o in OBJECTIVES.items() if o.best is not None])
def test_the_best_d_against_a_known_generator(name: str) -> None:
    trainer, objective = linear({"game.objective": name}), OBJECTIVES[name]
    best, error, heat = fields(trainer, "best", "error", "heatmap")
    view = plane_view(trainer.target)
    x = view.inverse(centres(HOME, 1, best.values.shape[1], 1))[:, 0]
    log_ratio = 0.125 - 0.5 * x  # of N(0, 1) over N(½, 1)
    assert objective.best is not None
    exact, middle = objective.best(log_ratio), abs(x) < 1.5
    if objective.score.floating:
        exact = exact + best.values[0][middle].mean() - exact[middle].mean()
    if "hinge" not in name and "total" not in name:  # a sign jumps
        np.testing.assert_allclose(best.values[0][middle], exact[middle], atol=0.03, rtol=0.03)
    difference = (heat.values - best.values)[0]
    np.testing.assert_allclose(error.values[0][middle], difference[middle], atol=1e-5)
    assert error.scale is not None
    assert error.scale.neutral == 0


@pytest.mark.parametrize("fine", [False, True])
def test_where_no_sample_lies_the_best_d_fades_without_an_edge(fine: bool) -> None:
    """Around a round p_g it goes from 0 to the neutral 1/2; p_data lies far away."""
    trainer = trainer_of(small({"data.name": "ring-8", "game.generator.layers": 0}))
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.tensor([0.14, 0, 0, 0.14, 0, 0]))
    scene = PlaneScene(trainer)
    scene.begin()
    best = scene.takers["best"](Look(fine=fine))
    assert isinstance(best, Field)
    rows, columns = best.values.shape
    x, y = centres(HOME, rows, columns, 2).T.reshape(2, rows, columns)
    inner = np.hypot(x, y) < 0.7  # the modes lie at 0.8
    assert best.values[inner].min() == 0
    assert best.values[inner].max() == pytest.approx(0.5, abs=1e-6)
    for step in (
        np.diff(best.values, axis=1)[inner[:, 1:]],
        np.diff(best.values.T)[inner.T[:, 1:]],
    ):
        assert np.abs(step).max() < 24 / columns  # an edge would be 1/2 at once


@pytest.mark.parametrize("noise", [2, 3])
def test_of_told_classes_the_best_d_is_that_of_the_one_that_is_looked_at(noise: int) -> None:
    """Each class is a Gaussian, and what G makes of it one at the same place and twice as wide."""
    trainer = trainer_of(
        small(
            {
                "data.name": "gaussians",
                "game.generator.layers": 0,
                "game.conditional": True,
                "noise.dimension": noise,
            }
        )
    )
    modes, network = trainer.target.modes, trainer.target.network
    assert modes is not None
    wide = 2 * modes.sigma / float(np.ravel(network.scale)[0]) * np.eye(2, noise)
    weight = np.concatenate([wide, network.forward(modes.centres).T], axis=1)
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.from_numpy(np.append(weight.ravel(), [0, 0])))
    scene, best = PlaneScene(trainer), []
    for label in (0, 1, None):
        scene.begin()
        field = scene.takers["best"](Look(label=label))
        assert isinstance(field, Field)
        rows, columns = field.values.shape
        points = plane_view(trainer.target).inverse(centres(HOME, rows, columns, 2))
        best.append(field.values)
        if label is not None:
            away = ((points - modes.centres[label]) ** 2).sum(1) / modes.sigma**2
            exact = 1 / (1 + np.exp(away / 2 - away / 8) / 4)
            near = (away < 4).reshape(rows, columns)
            atol = 0.02 if noise == 2 else 0.2
            np.testing.assert_allclose(
                field.values[near], exact.reshape(rows, columns)[near], atol=atol
            )
            (error,) = [scene.takers["error"](Look(label=label))]
            assert isinstance(error, Field)
            assert error.values[near].any()
    assert best[2].max() == pytest.approx(max(best[0].max(), best[1].max()), abs=0.01)


@pytest.mark.parametrize("name", [n for n, o in OBJECTIVES.items() if o.log_ratio is not None])
def test_the_ratio_that_d_tells_is_that_of_its_logit(name: str) -> None:
    trainer, objective = linear({"game.objective": name}), OBJECTIVES[name]
    (ratio,) = fields(trainer, "ratio")
    view = plane_view(trainer.target)
    x = view.inverse(centres(HOME, 1, ratio.values.shape[1], 1))[:, 0]
    assert objective.log_ratio is not None
    told = objective.log_ratio(0.4 - 0.5 * x)
    if objective.score.floating:  # E of e^(c − x/2) over N(½, 1) is 1 at c = 1/8
        told = 0.125 - 0.5 * x
    np.testing.assert_allclose(ratio.values[0], told, atol=0.1 if objective.paired else 1e-4)


def test_what_cannot_be_known_says_why() -> None:
    def missing(changes: dict[str, object]) -> dict[str, str]:
        experiment = Experiment().with_values(changes)
        views = rules_of(experiment).views(experiment)
        return {v.name: v.missing for v in views if v.name in ("best", "error", "ratio")}

    assert not any(missing({}).values())
    assert not any(missing({"game.conditional": True}).values())
    critic = missing({"game.objective": "wasserstein"})
    assert "rise only so fast" in critic["best"] == critic["error"]
    assert "times as likely" in critic["ratio"]
    hinge = missing({"game.objective": "hinge"})
    assert (hinge["best"], bool(hinge["ratio"])) == ("", True)


def test_the_layer_says_whether_p_g_is_exact() -> None:
    for dimension, word in ((2, "exact"), (5, "estimated")):
        experiment = Experiment().with_values({"noise.dimension": dimension})
        views = {view.name: view for view in rules_of(experiment).views(experiment)}
        assert word in views["best"].caption
        assert word in views["best"].about


def test_a_loss_that_is_switched_live_finds_no_best_d_and_breaks_nothing() -> None:
    """The window may still ask for the layer when the worker plays the other loss already."""
    trainer = trainer_of(small())
    scene = PlaneScene(trainer)
    trainer.apply(small({"game.objective": "wasserstein"}), trainer.target)
    scene.begin()
    for name in ("best", "error", "ratio"):
        field = scene.takers[name](Look())
        assert isinstance(field, Field)
        assert field.scale is not None
        np.testing.assert_array_equal(field.scale.share(field.values), 0.5)
