"""Moment matching: its loss is the formula's, its gradient that of the loss, and it learns what it
can, which is not a distribution."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganlab.cli import main
from ganlab.data import make_target
from ganlab.experiment import Experiment, InvalidExperiment
from ganlab.games.game import make_game
from ganlab.games.moments.game import MomentGame
from ganlab.games.moments.loss import difference
from ganlab.games.rules import rules_of
from ganlab.games.verdicts.verdict import Verdict
from ganlab.gan.settings import two_player
from ganlab.lab.past.history import History
from tests.commands import last_json
from tests.small import small


def experiment(**changes: Any) -> Experiment:
    return small().with_values({"game.kind": "moments", **changes})


def game_of(of: Experiment) -> MomentGame:
    game = make_game(of, make_target(of.data))
    assert isinstance(game, MomentGame)
    return game


def rows(n: int, seed: int, dimension: int = 2) -> torch.Tensor:
    chance = torch.Generator().manual_seed(seed)
    return torch.randn((n, dimension), generator=chance, dtype=torch.float64) * 1.5 + 0.3


@pytest.mark.parametrize("dimension", [1, 2, 3])
@pytest.mark.parametrize("weight", [0.0, 0.7])
def test_the_loss_is_that_of_numpys_moments(dimension: int, weight: float) -> None:
    made, real = rows(40, 1, dimension), rows(30, 2, dimension)
    means = made.numpy().mean(0) - real.numpy().mean(0)
    spread = np.atleast_2d(np.cov(made.numpy().T, bias=True) - np.cov(real.numpy().T, bias=True))
    found = difference(made, real)
    np.testing.assert_allclose(found.means, means)
    np.testing.assert_allclose(found.covariances, spread)
    expected = (means**2).sum() + weight * (spread**2).sum()
    assert float(found.loss(weight)) == pytest.approx(expected)


@pytest.mark.parametrize("dimension", [1, 2, 3])
@pytest.mark.parametrize("weight", [0.0, 0.7])
def test_the_slopes_are_autograds_and_the_losss_finite_differences(
    dimension: int, weight: float
) -> None:
    made, real = rows(12, 3, dimension).requires_grad_(), rows(9, 4, dimension)
    found = difference(made, real)
    (expected,) = torch.autograd.grad(found.loss(weight), made)
    slopes = difference(made.detach(), real).slopes(weight)
    torch.testing.assert_close(slopes, expected)
    step = 1e-6
    for place in range(dimension):
        moved = made.detach().clone()
        moved[5, place] += step
        rise = difference(moved, real).loss(weight) - difference(made.detach(), real).loss(weight)
        assert float(rise) / step == pytest.approx(float(slopes[5, place]), rel=1e-4, abs=1e-6)


def test_the_gradient_in_the_parameters_is_autograds() -> None:
    game = game_of(experiment(**{"game.covariances": 0.5}))
    noise, real = torch.randn((16, 2)), game.real.fixed(16, 1)
    numbers, gradient = game.gradient(real, noise)
    module = game.generator.as_module().requires_grad_(True)
    loss = difference(module(noise), real).loss(0.5)
    loss.backward()
    expected = torch.cat([p.grad.reshape(-1) for p in module.parameters() if p.grad is not None])
    torch.testing.assert_close(gradient, expected, rtol=1e-4, atol=1e-6)
    assert float(numbers[0]) == pytest.approx(float(loss.detach()), rel=1e-5)


def test_it_learns_two_moments() -> None:
    game = game_of(experiment(**{"data.name": "moons", "training.batch_size": 256}))
    game.run(600)
    game.measure()
    rows = game.take_scalars()
    assert rows[-1, 1] < rows[0, 1] / 5
    assert rows[-1, 2] < 0.12
    assert rows[-1, 3] < rows[0, 3] / 2


def test_with_no_weight_on_covariances_only_the_means_are_matched() -> None:
    game = game_of(experiment(**{"game.covariances": 0, "training.batch_size": 256}))
    game.run(300)
    game.measure()
    *_, (_, loss, means, covariances, _) = game.take_scalars()
    assert loss == pytest.approx(means**2, rel=1e-4)
    assert covariances > 0.3


def said(
    means: float, covariances: float, js: float, of: Experiment | None = None, **found: float
) -> Verdict:
    of = of or experiment()
    history = History.of(of)
    steps = np.arange(1, 401, dtype=np.float64)
    loss = means**2 + covariances**2
    history.append(
        np.column_stack([steps, *(np.full(400, x) for x in (loss, means, covariances, 1))])
    )
    history.append_evaluation({"step": 400, "js_bits": js, "js_floor_bits": 0.0, **found})
    return rules_of(of).describe(history, of, float("nan"))


def test_moments_that_agree_are_no_distribution_and_it_is_said() -> None:
    vain = said(0.05, 0.08, 0.4)
    assert vain.level == "warning"
    assert vain.headline == "Means and covariances agree: two moments are not a distribution"
    assert any(dict(remedy.changes) == {"game.kind": "gan"} for remedy in vain.remedies)
    assert said(0.05, 0.08, 0.01).level == "good"
    assert said(0.9, 0.08, 0.4).headline == "Matching moments"
    assert said(0.05, 0.9, 0.4).headline == "Matching moments"
    only_means = experiment(**{"game.covariances": 0})
    in_vain = said(0.05, 0.9, 0.4, only_means)
    assert in_vain.headline == "Means agree: one moment is not a distribution"
    assert in_vain.figures[1].against == "not matched"


def test_what_is_said_of_moments_is_what_their_figures_say() -> None:
    lost: dict[str, Any] = {"modes": 5, "modes_total": 8}
    assert "not a distribution" in said(0.05, 0.08, 0.01, **lost).headline
    assert said(0.05, 0.08, 0.01, modes=8, modes_total=8).level == "good"
    unmeasured = said(0.05, 0.08, math.nan)
    assert unmeasured.headline == "Moments agree: how near p_g is has not been measured"
    assert "differ by 0.25 or more" not in unmeasured.why
    ends: dict[str, Any] = {"game.generator_optimizer.schedule": "cosine", "training.steps": 1}
    ended = experiment(**ends)
    assert said(0.05, 0.08, 0.01, ended).headline == "Finished near p_data"
    short = said(0.05, 0.08, 0.01, ended, **lost)
    assert short.headline == "Finished: the moments agree, the distributions do not"
    assert said(0.05, 0.08, math.nan, ended).headline == "Finished: the moments agree"


def test_what_has_finished_goes_on_at_a_constant_rate() -> None:
    ends: dict[str, Any] = {"game.generator_optimizer.schedule": "cosine", "training.steps": 1}
    finished = said(0.1, 0.1, 0.3, of=experiment(**ends))
    assert finished.headline.startswith("Finished")
    assert finished.at_once is not None
    assert (finished.at_once.text, finished.at_once.errand) == ("Go on at a constant rate", "play")
    assert experiment(**{**ends, **dict(finished.at_once.changes)}).ends_at == math.inf


def test_it_learns_no_images() -> None:
    images = experiment(data={"kind": "images", "subset": 20})
    with pytest.raises(ValueError, match="does not learn from images"):
        make_game(images, make_target(images.data))


def test_it_has_no_discriminator_and_no_k() -> None:
    with pytest.raises(InvalidExperiment, match="no setting"):
        experiment(**{"game.k": 2})
    with pytest.raises(TypeError, match="no discriminator"):
        two_player(experiment().game)


def test_it_is_trained_resumed_sampled_and_exported_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, more = tmp_path / "run.ganlab", tmp_path / "more.ganlab"
    small_nets = ["--set", "game.generator.units=8", "--set", "game.generator.layers=1"]
    kind = ["--set", "game.kind=moments"]
    assert main(["train", "ring", "--steps", "20", *kind, *small_nets, "--out", str(run)]) == 0
    said = capsys.readouterr().out
    assert "loss = " in said
    assert "covariances" in said
    assert main(["train", str(run), "--steps", "30", "--out", str(more), "--json"]) == 0
    figures = last_json(capsys)
    assert figures["steps"] == 30
    assert {"loss", "mean_difference", "covariance_difference", "js_bits"} <= figures.keys()
    assert not {"value", "d_real", "d_fake"} & figures.keys()
    assert main(["inspect", str(more)]) == 0
    assert "moments matched" in capsys.readouterr().out
    assert main(["sample", str(more), str(tmp_path / "s.csv"), "-n", "7"]) == 0
    assert len((tmp_path / "s.csv").read_text().splitlines()) == 7
    assert main(["export", str(more), "--to", str(tmp_path / "g.safetensors")]) == 0
    assert (tmp_path / "g.safetensors").exists()
    assert main(["train", "mnist-dcgan", "--steps", "1", *kind]) == 2
    assert "does not learn from images" in capsys.readouterr().err
