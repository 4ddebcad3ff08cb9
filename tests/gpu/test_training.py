"""Everything that can be trained is trained on the GPU, for a few steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from ganlab.experiment import Experiment
from ganlab.games.game import Game, make_game
from ganlab.games.table import GAMES
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.optimizers import KINDS as OPTIMIZERS
from ganlab.gan.penalties.table import ENTRIES
from ganlab.gan.trainer import Trainer
from ganlab.presets import preset_names
from tests.gpu.games import (
    DEVICE,
    IMAGES,
    KINDS,
    POINTS,
    assert_same,
    assert_sound,
    game_of,
    preset,
    target_of,
)
from tests.small import both, small

STEPS = 3
STRENGTHS: dict[str, Any] = {"clip": 0.1, "spectral": True, "smoothing": 0.1, "dropout": 0.2}
"""Of what is no weight; else 0.5."""
WAYS: dict[str, dict[str, Any]] = {
    "simultaneous": {"game.play.updates": "simultaneous"},
    "extra-gradient": {"game.play.updates": "extra-gradient", "game.k": 2},
    "lookahead": {"game.play.lookahead": 2},
    "k-and-g": {"game.k": 2, "game.g": 2},
    "frozen-g": {"game.train": "discriminator"},
    "frozen-d": {"game.train": "generator"},
}
BENT: dict[str, dict[str, Any]] = {
    "unrolled": {"game.play.unrolled": 2},
    "consensus": {"game.play.consensus": 0.1},
    "both": {"game.play.unrolled": 1, "game.play.consensus": 0.1, "game.penalty.gradient": 0.5},
}
ACTIVATIONS = ("relu", "leaky-relu", "tanh", "elu")


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_trains(name: str) -> None:
    game = game_of(preset(name), steps=STEPS)
    assert_sound(game, STEPS)
    game.measure()
    assert np.isfinite(game.take_scalars()).all()
    assert np.isfinite(game.batch(10, 1).rows).all()


@pytest.mark.parametrize("kind", GAMES)
def test_every_game_looks_at_whole_blocks(kind: str) -> None:
    assert_sound(game_of(small().with_values({"game.kind": kind}), steps=120), 120)


@pytest.mark.parametrize("kind", ["plane", "told", "packed", "dcgan", "mlp-2014-told"])
@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_objective_trains(name: str, kind: str) -> None:
    experiment = KINDS[kind].with_values({"game.objective": name})
    assert_sound(game_of(experiment, steps=STEPS), STEPS)


@pytest.mark.parametrize("kind", ["plane", "told", "packed", "dcgan-told", "mlp-2014"])
@pytest.mark.parametrize("setting", ENTRIES)
def test_every_penalty_trains(setting: str, kind: str) -> None:
    strength = STRENGTHS.get(setting, 0.5)
    values = {f"game.penalty.{setting}": strength, "game.penalty.every": 2}
    game = game_of(KINDS[kind].with_values(values), steps=STEPS)
    assert_sound(game, STEPS)
    game.measure()
    again = make_game(game.experiment, game.target, DEVICE)
    again.load(game.state())
    game.take_scalars()
    game.run(2)
    again.run(2)
    assert_same(game.state(), again.state())


@pytest.mark.parametrize("kind", ["plane", "told", "packed", "dcgan-told", "mlp-2014"])
@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_play_trains(way: str, kind: str) -> None:
    assert_sound(game_of(KINDS[kind].with_values(WAYS[way]), steps=STEPS), STEPS)


@pytest.mark.parametrize("kind", ["plane", "line", "told", "packed"])
@pytest.mark.parametrize("way", BENT)
def test_every_way_that_looks_ahead_trains(way: str, kind: str) -> None:
    assert_sound(game_of(KINDS[kind].with_values(BENT[way]), steps=STEPS), STEPS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_trains(name: str) -> None:
    changes = {f"game.{path}": value for path, value in both(kind=name).items()}
    bent = changes | {"game.play.unrolled": 1}
    for experiment in (small(changes), small(bent), KINDS["dcgan"].with_values(changes)):
        assert_sound(game_of(experiment, steps=STEPS), STEPS)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("noise", ["gaussian", "uniform"])
def test_every_activation_and_noise_trains(activation: str, noise: str) -> None:
    players = ("generator", "discriminator")
    changes: dict[str, Any] = {f"game.{p}.activation": activation for p in players}
    changes |= {f"game.{p}.layers": 2 for p in players} | {"noise.kind": noise}
    for penalty in ("r1", "gradient"):
        experiment = small(changes | {f"game.penalty.{penalty}": 0.5})
        assert_sound(game_of(experiment, steps=STEPS), STEPS)


# --- the same as the CPU --------------------------------------------------------------------


def gradients(game: Game) -> tuple[Any, ...]:
    """Both players' logits and gradients on samples that are the same on any device."""
    assert isinstance(game, Trainer)
    m = game.samples * 4
    real = game.real.fixed(m, 3)
    columns = game.noise(1).shape[1]
    noise = np.random.default_rng(4).normal(size=(m, columns)).astype(np.float32)
    if game.classes:
        noise[:, -game.classes :] = np.eye(game.classes)[np.arange(m) % game.classes]
    rows = torch.from_numpy(noise).to(game.device)
    logits, penalty, of_d = game.discriminator_gradient(real, game.generator(rows))
    found = [part.detach().cpu().numpy().copy() for part in (logits, penalty, of_d)]
    judged, of_g = game.generator_gradient(rows, real if game.objective.paired else None)
    return *found, *(part.detach().cpu().numpy().copy() for part in (judged, of_g))


def assert_as_on_the_cpu(experiment: Experiment) -> None:
    """The gradients, but for how single precision rounds; of convolutions, TF32's."""
    here, there = (gradients(game_of(experiment, device)) for device in (DEVICE, "cpu"))
    tolerance = 2e-2 if experiment.data.imaged else 1e-3
    for one, other in zip(here, there, strict=True):
        reach = max(float(np.abs(other).max(initial=0.0)), 1e-6)
        np.testing.assert_allclose(one / reach, other / reach, atol=tolerance)


@pytest.mark.parametrize("kind", ["plane", "told", "dcgan"])
@pytest.mark.parametrize("name", OBJECTIVES)
def test_objectives_give_the_gradients_of_the_cpu(name: str, kind: str) -> None:
    assert_as_on_the_cpu(KINDS[kind].with_values({"game.objective": name}))


@pytest.mark.parametrize("kind", ["plane", "told", "dcgan-told"])
@pytest.mark.parametrize("setting", ["r1", "r2", "smoothing"])
def test_penalties_give_the_gradients_of_the_cpu(setting: str, kind: str) -> None:
    assert_as_on_the_cpu(KINDS[kind].with_values({f"game.penalty.{setting}": 0.3}))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_activations_give_the_gradients_of_the_cpu(activation: str) -> None:
    players = ("generator", "discriminator")
    changes = {f"game.{player}.activation": activation for player in players}
    assert_as_on_the_cpu(small(changes | {"game.penalty.r1": 0.3}))


# --- on one device --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_bits(kind: str) -> None:
    one, other = (game_of(KINDS[kind], steps=20) for _ in range(2))
    assert_same(one.state(), other.state())
    np.testing.assert_array_equal(one.take_scalars(), other.take_scalars())


@pytest.mark.parametrize("name", ["mnist-dcgan", "mnist-2014-conditional", "checkerboard"])
def test_the_same_seed_gives_the_same_bits_of_networks_that_ship(name: str) -> None:
    one, other = (game_of(preset(name), steps=5) for _ in range(2))
    assert_same(one.state(), other.state())


@pytest.mark.parametrize("kind", [*POINTS, *IMAGES])
def test_a_run_goes_on_bit_for_bit(kind: str) -> None:
    whole, half = game_of(KINDS[kind], steps=8), game_of(KINDS[kind], steps=4)
    again = make_game(KINDS[kind], target_of(KINDS[kind]), DEVICE)
    again.load(half.state())
    again.run(4)
    assert_same(whole.state(), again.state())


def test_live_edits_are_taken_up() -> None:
    old = KINDS["plane"]
    game = game_of(old, steps=STEPS)
    for changes in (
        {"game.objective": "wasserstein", "game.penalty.gradient": 1.0},
        {"training.batch_size": 32, "game.penalty.spectral": True, "game.penalty.dropout": 0.1},
        {"game.play.lookahead": 3, "game.play.updates": "extra-gradient"},
        {"game.generator_optimizer.kind": "rmsprop", "data.name": "moons"},
        {"game.penalty.spectral": False, "game.penalty.dropout": 0.0},
    ):
        new = game.experiment.with_values(changes)
        game.apply(new, target_of(new))
        game.run(STEPS)
    assert game.state().is_finite()
