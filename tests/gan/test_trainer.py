"""Algorithm 1 against the paper, against a plain-torch rendering of it, and against itself."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import logsigmoid

from ganlab.data import make_target
from ganlab.experiment import DrawingData, Experiment, Optimizer, Stroke
from ganlab.gan.batches.noise import sample_noise
from ganlab.gan.batches.real import PointStream
from ganlab.gan.columns import SCALARS
from ganlab.gan.divergence import Diverged
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.objectives.of_2014 import OF_2014
from ganlab.gan.optimizers import scheduled_rate
from ganlab.gan.players import Player
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.settings import two_player
from ganlab.gan.trainer import Trainer
from ganlab.lab.files.archive import Run, read_run, write_run
from ganlab.theory.game import optimal_discriminator, value
from tests.small import both, small, trainer_of

COLUMN = {name: i for i, name in enumerate(SCALARS)}
KINDS = ["sgd", "momentum", "adam", "rmsprop"]
EVERYTHING = {
    "game.penalty.r1": 0.5,
    "game.ema": 0.95,
    "game.k": 2,
    "game.g": 3,
    "training.steps": 300,
} | both(schedule="cosine")


def same(a: Checkpoint, b: Checkpoint) -> bool:
    """Whether two checkpoints are equal bit for bit."""
    if (a.step, a.counters) != (b.step, b.counters) or a.arrays.keys() != b.arrays.keys():
        return False
    return all(a.arrays[name].tobytes() == b.arrays[name].tobytes() for name in a.arrays)


# --- the same seed, the same game -----------------------------------------------------------


def test_the_same_experiment_gives_the_same_parameters_bit_for_bit() -> None:
    first, second = trainer_of(small()), trainer_of(small())
    first.run(1000)
    for _ in range(8):  # in other portions, with looks in between
        second.run(125)
        second.take_scalars()
        second.sample(10, seed=3)
    assert same(first.state(), second.state())


def test_another_seed_plays_another_game() -> None:
    first, second = trainer_of(small()), trainer_of(small({"seed": 2}))
    a, b = first.state().arrays, second.state().arrays
    assert not np.array_equal(a["generator/0.weight"], b["generator/0.weight"])


CASES: dict[str, dict[str, Any]] = {kind: both(kind=kind, learning_rate=1e-3) for kind in KINDS}
CASES |= {f"{kind} with everything": CASES[kind] | EVERYTHING for kind in ("momentum", "adam")}
CASES["uniform noise, two optimizers"] = {
    "noise.kind": "uniform",
    "game.discriminator_optimizer.kind": "rmsprop",
}


@pytest.mark.parametrize("case", CASES)
def test_a_resumed_run_goes_on_bit_for_bit_through_a_file(case: str) -> None:
    """Odd numbers of steps: a checkpoint may fall anywhere in a block of records."""
    experiment = small(CASES[case])
    without_a_break = trainer_of(experiment)
    without_a_break.run(73)
    file = BytesIO()
    write_run(file, Run.fresh(experiment, without_a_break.state()))
    without_a_break.run(91)

    run = read_run(BytesIO(file.getvalue()))
    assert run.checkpoint is not None
    resumed = trainer_of(run.experiment)
    resumed.load(run.checkpoint)
    assert resumed.iteration == 73
    resumed.run(91)
    assert same(resumed.state(), without_a_break.state())
    rows, all_rows = resumed.take_scalars(), without_a_break.take_scalars()
    # Not bit for bit: means over blocks of records, which begin elsewhere.
    np.testing.assert_allclose(rows, all_rows[73:], rtol=1e-5)


def test_a_long_run_resumed_at_500_is_the_uninterrupted_run_to_1000() -> None:
    """Far enough for the stream of real data to have drawn its next block."""
    experiment = small({"training.batch_size": 64})
    whole = trainer_of(experiment)
    whole.run(500)
    checkpoint = whole.state()
    whole.run(500)
    resumed = trainer_of(experiment)
    resumed.run(20)  # whatever it did before is forgotten
    resumed.load(checkpoint)
    resumed.run(500)
    assert same(resumed.state(), whole.state())


def test_a_checkpoint_is_a_copy() -> None:
    trainer = trainer_of(small())
    checkpoint = trainer.state()
    before = {name: array.copy() for name, array in checkpoint.arrays.items()}
    trainer.run(5)
    assert all(np.array_equal(checkpoint.arrays[name], before[name]) for name in before)


def test_a_checkpoint_that_does_not_fit_is_refused() -> None:
    checkpoint = trainer_of(small()).state()
    with pytest.raises(ValueError, match="another size"):
        trainer_of(small({"game.generator.units": 9})).load(checkpoint)
    with pytest.raises(ValueError, match="other layers"):
        trainer_of(small({"game.discriminator.layers": 2})).load(checkpoint)
    spoilt = {**checkpoint.arrays, "generator/0.bias": np.full(8, np.nan, dtype=np.float32)}
    with pytest.raises(ValueError, match="finite"):
        trainer_of(small()).load(Checkpoint(3, spoilt, checkpoint.counters))
    with pytest.raises(ValueError, match="random state"):
        trainer_of(small()).load(Checkpoint(3, checkpoint.arrays, {}))


@pytest.mark.parametrize("before", KINDS)
@pytest.mark.parametrize("after", KINDS)
def test_a_checkpoint_of_another_optimizer_starts_fresh_moments(before: str, after: str) -> None:
    """The optimizer may have been changed live since the snapshot that is restored."""
    old = trainer_of(small(both(kind=before)))
    old.run(5)
    trainer = trainer_of(small(both(kind=after)))
    trainer.load(old.state())
    trainer.run(5)
    assert trainer.state().is_finite()


# --- Algorithm 1 ----------------------------------------------------------------------------


@dataclass
class Dice:
    """What a trainer drew, in order, so that another loop can be given the same."""

    noise: list[Tensor] = field(default_factory=list)
    real: list[Tensor] = field(default_factory=list)


@pytest.fixture
def dice(monkeypatch: pytest.MonkeyPatch) -> Dice:
    """Records the minibatches that every trainer of the test draws."""
    drawn = Dice()
    next_real = PointStream.next

    @torch.inference_mode(False)  # the other loop is autograd's
    def noise(*args: Any) -> Tensor:
        drawn.noise.append(sample_noise(*args))
        return drawn.noise[-1].clone()

    @torch.inference_mode(False)
    def real(stream: PointStream, n: int) -> Tensor:
        drawn.real.append(next_real(stream, n).clone())
        return drawn.real[-1].clone()

    monkeypatch.setattr("ganlab.gan.batches.noise.sample_noise", noise)
    monkeypatch.setattr(PointStream, "next", real)
    return drawn


PHI: dict[str, Callable[[], nn.Module]] = {
    "relu": nn.ReLU,
    "leaky-relu": lambda: nn.LeakyReLU(0.2),
    "tanh": nn.Tanh,
    "elu": nn.ELU,
}


def sequential(net: MLP, activation: str) -> nn.Sequential:
    """A torch.nn.Sequential with a copy of the network's weights, under torch's own names."""
    modules: list[nn.Module] = []
    for rows, columns in net.shapes:
        modules += [nn.Linear(columns, rows), PHI[activation]()]
    copy = nn.Sequential(*modules[:-1])
    copy.load_state_dict({name: torch.tensor(array) for name, array in net.arrays().items()})
    return copy


def reference_optimizer(net: nn.Module, s: Optimizer) -> torch.optim.Optimizer:
    if s.kind == "adam":
        return torch.optim.Adam(net.parameters(), s.learning_rate, (s.momentum, s.decay))
    if s.kind == "rmsprop":
        return torch.optim.RMSprop(net.parameters(), s.learning_rate, alpha=s.decay)
    momentum = s.momentum if s.kind == "momentum" else 0.0
    return torch.optim.SGD(net.parameters(), s.learning_rate, momentum)


def d_loss_of(objective: str, real: Tensor, fake: Tensor) -> Tensor:
    if objective == "least-squares":
        return ((real - 1) ** 2).mean() / 2 + (fake**2).mean() / 2
    return -(logsigmoid(real).mean() + logsigmoid(-fake).mean())


def value_of(objective: str, real: Tensor, fake: Tensor) -> float:
    """V of the game of 2014 by equation 1; of others, what D climbs."""
    real, fake = real.detach().double().flatten(), fake.detach().double().flatten()
    if objective in OF_2014:
        return value(real.sigmoid().numpy(), fake.sigmoid().numpy())
    return -float(OBJECTIVES[objective].discriminator_loss(real, fake))


def mlp(player: Player) -> MLP:
    """A player of a game in the plane."""
    assert isinstance(player, MLP)
    return player


def g_loss_of(objective: str, fake: Tensor) -> Tensor:
    if objective == "least-squares":
        return ((fake - 1) ** 2).mean() / 2
    return logsigmoid(-fake).mean() if objective == "minimax" else -logsigmoid(fake).mean()


class Plain:
    """Algorithm 1 as a careful reader of the paper would write it with nn.Sequential."""

    def __init__(self, trainer: Trainer) -> None:
        e = self.experiment = trainer.experiment
        self.generator = sequential(mlp(trainer.generator), two_player(e.game).generator.activation)
        self.discriminator = sequential(
            mlp(trainer.discriminator), two_player(e.game).discriminator.activation
        )
        self.average = [p.detach().clone() for p in self.generator.parameters()]
        self.of_g = reference_optimizer(self.generator, two_player(e.game).generator_optimizer)
        self.of_d = reference_optimizer(
            self.discriminator, two_player(e.game).discriminator_optimizer
        )
        self.values: list[float] = []

    def play(self, steps: int, dice: Dice) -> None:
        e, noise, real = self.experiment, iter(dice.noise), iter(dice.real)
        for step in range(steps):
            for optimizer, settings in (
                (self.of_g, two_player(e.game).generator_optimizer),
                (self.of_d, two_player(e.game).discriminator_optimizer),
            ):
                if settings.schedule == "cosine":
                    share = math.cos(math.pi * step / e.training.steps)
                    optimizer.param_groups[0]["lr"] = settings.learning_rate * (1 + share) / 2
            for _ in range(two_player(e.game).k):
                self._discriminator_step(next(real), next(noise))
            for _ in range(two_player(e.game).g):
                self._generator_step(next(noise), step)
        assert next(noise, None) is None, "the trainer drew more noise than Algorithm 1"
        assert next(real, None) is None, "the trainer drew more real data than Algorithm 1"

    def _discriminator_step(self, real: Tensor, noise: Tensor) -> None:
        self.of_d.zero_grad()
        real.requires_grad_()
        on_real = self.discriminator(real)
        on_fake = self.discriminator(self.generator(noise).detach())
        loss = d_loss_of(two_player(self.experiment.game).objective, on_real, on_fake)
        if two_player(self.experiment.game).penalty.r1:
            (slope,) = torch.autograd.grad(on_real.sum(), real, create_graph=True)
            loss = loss + two_player(self.experiment.game).penalty.r1 / 2 * (slope**2).sum(1).mean()
        loss.backward()
        self.of_d.step()
        self.values.append(value_of(two_player(self.experiment.game).objective, on_real, on_fake))

    def _generator_step(self, noise: Tensor, step: int) -> None:
        self.of_g.zero_grad()
        g_loss_of(
            two_player(self.experiment.game).objective, self.discriminator(self.generator(noise))
        ).backward()
        self.of_g.step()
        decay = min(two_player(self.experiment.game).ema, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, parameter in zip(self.average, self.generator.parameters(), strict=True):
                mean.mul_(decay).add_(parameter, alpha=1 - decay)


def assert_equal_networks(trainer: Trainer, plain: Plain) -> None:
    for net, copy in (
        (trainer.generator, plain.generator),
        (trainer.discriminator, plain.discriminator),
    ):
        theirs = {name: p.detach().numpy() for name, p in copy.named_parameters()}
        for name, array in net.arrays().items():
            np.testing.assert_allclose(array, theirs[name], rtol=2e-4, atol=2e-5, err_msg=name)


GAMES: dict[str, dict[str, Any]] = {
    **{f"{kind}, {name}": both(kind=kind, learning_rate=0.01) | {"game.objective": name}
       for kind, name in zip(KINDS, ["non-saturating", "minimax", "least-squares", "minimax"],
                             strict=True)},
    "R1, tanh, k = 3": {
        "game.penalty.r1": 1.0, "game.discriminator.activation": "tanh", "game.k": 3,
    },
    "g = 2, relu and elu, two layers": {
        "game.g": 2, "game.generator.activation": "relu", "game.generator.layers": 2,
        "game.discriminator.activation": "elu", "game.discriminator.layers": 2,
        "game.penalty.r1": 0.1,
    },
    "cosine, the average of G": both(schedule="cosine", kind="momentum", learning_rate=0.05)
    | {"game.ema": 0.9, "training.steps": 25},
    "1-D data, 128-D uniform noise": {
        "data.name": "mixture-1d", "noise.dimension": 128, "noise.kind": "uniform",
    },
    "no hidden layers": {
        "game.generator.layers": 0, "game.discriminator.layers": 0, "game.penalty.r1": 0.1,
    },
    "one sample at a time": {"training.batch_size": 1},
}  # fmt: skip


@pytest.mark.parametrize("game", GAMES)
def test_twenty_steps_are_those_of_algorithm_1_in_plain_torch(game: str, dice: Dice) -> None:
    trainer = trainer_of(small(GAMES[game]))
    plain = Plain(trainer)
    trainer.run(20)
    plain.play(20, dice)
    assert_equal_networks(trainer, plain)
    k = two_player(trainer.experiment.game).k
    rows = trainer.take_scalars()
    np.testing.assert_allclose(rows[:, COLUMN["value"]], plain.values[k - 1 :: k], rtol=1e-4)
    if two_player(trainer.experiment.game).ema:
        average = mlp(trainer.generator).split(trainer.average.parameters)
        flat = [part for pair in zip(*average, strict=True) for part in pair]
        for ours, theirs in zip(flat, plain.average, strict=True):
            torch.testing.assert_close(ours, theirs, rtol=2e-4, atol=2e-5)


@pytest.mark.parametrize(("k", "g"), [(1, 1), (3, 1), (1, 4), (5, 2)])
def test_k_and_g_are_honoured(k: int, g: int, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[str] = []
    for player, letter in (("discriminator_step", "D"), ("generator_step", "G")):
        take = getattr(Trainer, player)

        def counted(trainer: Trainer, take: Any = take, letter: str = letter) -> None:
            turns.append(letter)
            take(trainer)

        monkeypatch.setattr(Trainer, player, counted)
    trainer = trainer_of(small({"game.k": k, "game.g": g}))
    trainer.run(7)
    assert "".join(turns) == 7 * (k * "D" + g * "G")
    assert trainer.iteration == 7


def test_a_turn_of_one_player_leaves_the_other_as_it_is() -> None:
    trainer = trainer_of(small())
    before = trainer.state().arrays
    trainer.discriminator_step()
    between = trainer.state().arrays
    trainer.generator_step()
    after = trainer.state().arrays
    name = "{}/0.weight".format
    assert np.array_equal(before[name("generator")], between[name("generator")])
    assert not np.array_equal(before[name("discriminator")], between[name("discriminator")])
    assert np.array_equal(between[name("discriminator")], after[name("discriminator")])
    assert not np.array_equal(between[name("generator")], after[name("generator")])


# --- objectives -----------------------------------------------------------------------------

LOGITS = torch.tensor([-6.0, -1.3, -0.2, 0.0, 0.4, 2.1, 7.0], dtype=torch.double)


def gradient(loss: Callable[[Tensor], Tensor], at: Tensor) -> Tensor:
    leaf = at.clone().requires_grad_()
    return torch.autograd.grad(loss(leaf), leaf)[0]


@pytest.mark.parametrize("name", ["minimax", "non-saturating", "least-squares"])
def test_the_losses_are_those_of_the_papers(name: str) -> None:
    objective, real = OBJECTIVES[name], LOGITS.flip(0) * 0.7
    d, g = objective.discriminator_loss(real, LOGITS), objective.generator_loss(real, LOGITS)
    torch.testing.assert_close(d, d_loss_of(name, real, LOGITS))
    torch.testing.assert_close(g, g_loss_of(name, LOGITS))


def test_minimax_saturates_where_d_is_sure_and_non_saturating_does_not() -> None:
    """d/da log(1 − σ(a)) = −σ(a); d/da −log σ(a) = −(1 − σ(a)). Goodfellow et al., section 3."""
    n = len(LOGITS)

    def taught(name: str, logits: Tensor) -> Tensor:
        return gradient(lambda fake: OBJECTIVES[name].generator_loss(None, fake), logits)

    minimax, non_saturating = taught("minimax", LOGITS) * n, taught("non-saturating", LOGITS) * n
    torch.testing.assert_close(minimax, -LOGITS.sigmoid())
    torch.testing.assert_close(non_saturating, -(1 - LOGITS.sigmoid()))
    sure = torch.tensor([-30.0])
    assert float(taught("minimax", sure).abs()) < 1e-12
    assert float(taught("non-saturating", sure)) == pytest.approx(-1)


def test_the_losses_stay_finite_where_the_sigmoid_has_rounded() -> None:
    extreme = torch.tensor([-1e4, 1e4])
    for objective in OBJECTIVES.values():
        assert objective.generator_loss(extreme, extreme).isfinite()
        assert objective.discriminator_loss(extreme, extreme).isfinite()


def test_the_generator_of_a_run_against_a_sure_d_gets_a_gradient_only_without_saturation() -> None:
    norms = {}
    for name in ("minimax", "non-saturating"):
        trainer = trainer_of(small({"game.objective": name}))
        with torch.no_grad():
            mlp(trainer.discriminator).biases[-1].fill_(-30)
        trainer.generator_step()
        trainer.finish_iteration()
        norms[name] = trainer.take_scalars()[0, COLUMN["generator_gradient"]]
    assert norms["minimax"] < 1e-10 < 1e-3 < norms["non-saturating"]


# --- what is recorded -----------------------------------------------------------------------


@pytest.mark.parametrize("name", OBJECTIVES)
def test_the_recorded_value_is_that_of_the_game_that_is_played(name: str, dice: Dice) -> None:
    """For 2014's, E log D(x) + E log(1 − D(G(z))), on the last minibatch that D learnt from; others
    have their own, and their D is told as the objective reads it."""
    trainer = trainer_of(small({"game.objective": name, "game.k": 2}))
    newest = -2 if OBJECTIVES[name].paired else -1  # G's turn draws real samples, too
    expected = []
    for _ in range(3):
        trainer.discriminator_step()
        generator = sequential(mlp(trainer.generator), "leaky-relu")
        discriminator = sequential(mlp(trainer.discriminator), "leaky-relu")
        trainer.discriminator_step()
        trainer.generator_step()
        trainer.finish_iteration()
        with torch.no_grad():
            real = discriminator(dice.real[newest]).double()
            fake = discriminator(generator(dice.noise[-2])).double()
        d_real, d_fake = map(OBJECTIVES[name].score.of_logits, (real, fake))
        expected.append([value_of(name, real, fake), float(d_real.mean()), float(d_fake.mean())])
    rows = trainer.take_scalars()
    columns = [COLUMN[name] for name in ("value", "d_real", "d_fake")]
    np.testing.assert_allclose(rows[:, columns], expected, rtol=1e-4)
    assert rows[:, 0].tolist() == [1, 2, 3]


def test_every_iteration_is_recorded_once_however_they_are_asked_for() -> None:
    trainer = trainer_of(small())
    steps: list[float] = []
    for n in (1, 0, 49, 50, 51, 7, 120, 2):
        trainer.run(n)
        rows = trainer.take_scalars()
        assert rows.shape == (n, len(SCALARS))
        steps += rows[:, 0].tolist()
    assert steps == list(range(1, 281))


def test_a_fresh_pair_of_players_starts_near_minus_log_4() -> None:
    """An untrained D says about 1/2 everywhere."""
    trainer = trainer_of(small())
    trainer.step()
    assert trainer.take_scalars()[0, COLUMN["value"]] == pytest.approx(-math.log(4), abs=0.3)


# --- Proposition 1 --------------------------------------------------------------------------


def test_against_a_fixed_generator_d_learns_p_over_p_plus_q() -> None:
    """Goodfellow et al., Proposition 1, for p = N(0, 1) and a generator that plays N(1, 1)."""
    trainer = trainer_of(
        small({
            "data.name": "gaussian-1d",
            "noise.dimension": 1,
            "game.generator.layers": 0,
            "game.discriminator.units": 32,
            "training.batch_size": 1024,
            "game.discriminator_optimizer.learning_rate": 0.01,
            "game.discriminator_optimizer.momentum": 0.9,
        })
    )  # fmt: skip
    scale = trainer.target.network.scales[0]
    with torch.no_grad():
        trainer.generator.parameters.copy_(torch.tensor([1 / scale, 1 / scale]))
    for _ in range(500):
        trainer.discriminator_step()
    x = np.linspace(-1.5, 2.5, 41)[:, None]
    seen = torch.from_numpy(trainer.target.network.forward(x)).float()
    d = trainer.discriminator(seen).sigmoid().detach().numpy()[:, 0]
    best = optimal_discriminator(-0.5 * x[:, 0] ** 2, -0.5 * (x[:, 0] - 1) ** 2)
    assert np.abs(d - best).max() < 0.07


def test_training_brings_a_gaussian_onto_a_gaussian() -> None:
    trainer = trainer_of(
        small({
            "data.name": "gaussian-1d",
            "noise.dimension": 1,
            "game.generator.layers": 0,
            "training.batch_size": 128,
            "game.penalty.r1": 0.5,
        } | both(learning_rate=0.01))
    )  # fmt: skip
    trainer.run(600)
    points = trainer.sample(4000, seed=1)
    assert abs(points.mean()) < 0.25
    assert 0.75 < points.std() < 1.25


# --- changes while it runs ------------------------------------------------------------------


def live(trainer: Trainer, changes: dict[str, Any]) -> Experiment:
    experiment = trainer.experiment.with_values(changes)
    trainer.apply(experiment, trainer.target)
    return experiment


def test_a_live_edit_keeps_networks_and_moments() -> None:
    trainer = trainer_of(small())
    trainer.run(30)
    before = trainer.state()
    live(trainer, both(learning_rate=0.01, momentum=0.8, decay=0.9) | {
        "game.objective": "minimax", "game.k": 2, "game.penalty.r1": 1.0, "training.batch_size": 5,
    })  # fmt: skip
    assert same(before, trainer.state())
    trainer.run(30)
    assert trainer.iteration == 60


def test_after_a_live_edit_training_is_that_of_the_new_settings(dice: Dice) -> None:
    trainer = trainer_of(small(both(kind="momentum", momentum=0.5, learning_rate=0.01)))
    trainer.run(3)
    dice.noise.clear()
    dice.real.clear()
    plain = Plain(trainer)
    for optimizer, mine, net in (
        (plain.of_g, trainer.generator_optimizer, trainer.generator),
        (plain.of_d, trainer.discriminator_optimizer, trainer.discriminator),
    ):
        weights, biases = mlp(net).split(mine.state["velocity"])
        parts = [part for pair in zip(weights, biases, strict=True) for part in pair]
        for parameter, part in zip(optimizer.param_groups[0]["params"], parts, strict=True):
            optimizer.state[parameter] = {"momentum_buffer": part.clone()}
        optimizer.param_groups[0].update(lr=0.03, momentum=0.9)
    plain.experiment = live(
        trainer, both(momentum=0.9, learning_rate=0.03) | {"game.objective": "minimax", "game.k": 2}
    )
    trainer.run(10)
    plain.play(10, dice)
    assert_equal_networks(trainer, plain)


def test_a_live_edit_in_the_middle_of_a_block_loses_no_record() -> None:
    trainer = trainer_of(small())
    trainer.run(13)
    live(trainer, {"game.objective": "least-squares"})
    trainer.run(20)
    live(trainer, {"training.batch_size": 40})
    trainer.run(60)
    live(trainer, {"training.batch_size": 1, "game.discriminator_optimizer.kind": "sgd"})
    trainer.run(9)
    rows = trainer.take_scalars()
    assert rows[:, 0].tolist() == list(range(1, 103))
    assert np.isfinite(rows).all()


def test_the_loss_is_that_of_the_objective_in_force_at_each_step() -> None:
    trainer = trainer_of(small())
    with torch.no_grad():
        for net in (trainer.generator, trainer.discriminator):
            net.parameters.zero_()
    live(trainer, both(learning_rate=1e-6))
    trainer.run(2)
    live(trainer, {"game.objective": "least-squares"})
    trainer.run(2)
    losses = trainer.take_scalars()[:, COLUMN["generator_loss"]]
    np.testing.assert_allclose(losses, [math.log(2)] * 2 + [0.5] * 2, rtol=1e-3)


def test_a_step_of_d_alone_after_a_new_batch_size_can_be_recorded() -> None:
    trainer = trainer_of(small())
    trainer.run(3)
    live(trainer, {"training.batch_size": 31})
    trainer.generator_step()
    trainer.finish_iteration()
    rows = trainer.take_scalars()
    assert rows[:, 0].tolist() == [1, 2, 3, 4]
    assert np.isfinite(rows).all()


def test_another_kind_of_optimizer_starts_with_fresh_moments() -> None:
    trainer = trainer_of(small())
    trainer.run(10)
    for kind in (*KINDS, *reversed(KINDS)):
        live(trainer, both(kind=kind))
        trainer.run(3)
    assert trainer.state().is_finite()


def test_a_drawing_may_change_under_the_trainer() -> None:
    def drawing(x: float) -> DrawingData:
        return DrawingData(strokes=(Stroke(points=((x, -0.5), (x, 0.5)), size=0.2),))

    trainer = trainer_of(small({"data": drawing(-0.5)}))
    trainer.run(10)
    before = trainer.state().arrays["discriminator/0.weight"]
    new = trainer.experiment.with_values({"data": drawing(0.5)})
    target = make_target(new.data)
    trainer.apply(new, target)
    assert np.array_equal(before, trainer.state().arrays["discriminator/0.weight"])
    seen = target.view.forward(target.network.inverse(trainer.real.next(200).numpy()))
    assert abs(seen[:, 0].mean() - 0.5) < 0.1
    trainer.run(10)
    assert trainer.iteration == 20


def test_switching_the_moving_average_on_starts_it_from_the_generator() -> None:
    trainer = trainer_of(small())
    trainer.run(20)
    live(trainer, {"game.ema": 0.999})
    noise = torch.randn(50, 2)
    torch.testing.assert_close(trainer.generate(noise), trainer.generate(noise, average=True))
    trainer.run(20)
    assert not torch.equal(trainer.generate(noise), trainer.generate(noise, average=True))


def test_looking_at_the_average_leaves_the_generator_as_it_is() -> None:
    trainer = trainer_of(small({"game.ema": 0.9}))
    trainer.run(20)
    before = trainer.state()
    trainer.sample(100, seed=1)
    assert same(before, trainer.state())


# --- schedules ------------------------------------------------------------------------------


def test_a_cosine_schedule_reaches_0_and_training_then_changes_nothing() -> None:
    trainer = trainer_of(
        small(both(schedule="cosine", learning_rate=0.01) | {"training.steps": 40})
    )
    rates = []
    for _ in range(40):
        rates.append(trainer.rate_g)
        trainer.step()
    assert rates[0] == 0.01
    assert rates[20] == pytest.approx(0.005)
    assert all(a > b for a, b in pairwise(rates))
    before = trainer.state().arrays
    trainer.run(5)
    after = trainer.state().arrays
    for player in ("generator", "discriminator"):
        assert np.array_equal(before[f"{player}/0.weight"], after[f"{player}/0.weight"])


def test_the_schedule_of_2014_halves_the_rate_in_173_287_steps_and_ends_at_a_millionth() -> None:
    paper = Optimizer(kind="momentum", learning_rate=0.1, schedule="exponential")
    assert scheduled_rate(paper, 0, 10) == 0.1
    assert scheduled_rate(paper, 173_287, 10) == pytest.approx(0.05, rel=1e-5)
    assert scheduled_rate(paper, 10_000_000, 10) == 1e-6
    slow = paper.model_copy(update={"learning_rate": 5e-7})
    assert scheduled_rate(slow, 10_000_000, 10) == 5e-7, "it never rises"


def test_a_game_with_the_schedule_of_2014_follows_it() -> None:
    trainer = trainer_of(small(both(schedule="exponential", learning_rate=0.01)))
    trainer.run(50)
    assert trainer.rate_g == trainer.rate_d == pytest.approx(0.01 / 1.000004**50)


def test_a_longer_length_gives_a_finished_schedule_new_life() -> None:
    trainer = trainer_of(
        small(both(schedule="cosine", learning_rate=0.01) | {"training.steps": 10})
    )
    trainer.run(10)
    live(trainer, {"training.steps": 20})
    assert trainer.rate_g == pytest.approx(0.005)


# --- divergence -----------------------------------------------------------------------------


def until_diverged(trainer: Trainer, steps: int) -> Diverged:
    with pytest.raises(Diverged) as caught:
        trainer.run(steps)
    return caught.value


@pytest.mark.parametrize("player", ["generator", "discriminator"])
def test_a_nan_is_noticed_within_50_steps_with_the_right_step(player: str) -> None:
    trainer = trainer_of(small())
    trainer.run(120)
    with torch.no_grad():
        getattr(trainer, player).parameters[3] = float("nan")
    error = until_diverged(trainer, 50)
    assert trainer.iteration <= 170
    assert error.step == 121
    assert "step 121" in str(error)
    rows = trainer.take_scalars()
    assert rows[:, 0].tolist() == list(range(1, trainer.iteration + 1)), "what was measured is kept"


@pytest.mark.parametrize("objective", ["least-squares", "non-saturating"])
def test_far_too_long_steps_are_noticed(objective: str) -> None:
    trainer = trainer_of(
        small(
            both(kind="sgd", learning_rate=1.0)
            | {"game.objective": objective, "game.penalty.r1": 100.0}
        )
    )
    error = until_diverged(trainer, 500)
    assert error.step <= trainer.iteration < error.step + 50


def test_weights_that_explode_are_noticed_before_they_are_infinite() -> None:
    trainer = trainer_of(small())
    with torch.no_grad():
        trainer.generator.parameters[0] = 2e4
    error = until_diverged(trainer, 50)
    assert "the generator's weights exploded" in str(error)


def test_after_a_divergence_a_checkpoint_brings_everything_back() -> None:
    """Also the figures of the player whose turn it is not: nothing of the NaN may stay."""
    trainer = trainer_of(small())
    trainer.run(20)
    checkpoint = trainer.state()
    trainer.run(20)
    with torch.no_grad():
        trainer.generator.parameters.fill_(float("nan"))
    until_diverged(trainer, 50)
    trainer.load(checkpoint)
    trainer.discriminator_step()
    trainer.finish_iteration()
    rows = trainer.take_scalars()
    assert rows[-1, 0] == 21
    assert np.isfinite(rows).all()
    assert trainer.state().is_finite()


# --- every shape of game --------------------------------------------------------------------


SHAPES: list[dict[str, Any]] = [
    {"data.name": "gaussian-1d"},
    {"game.generator.layers": 0, "game.discriminator.layers": 0},
    {"noise.dimension": 128},
    {"noise.dimension": 1, "noise.kind": "uniform"},
    {"game.generator.layers": 5, "game.discriminator.layers": 5, "game.penalty.r1": 1.0},
    {"game.generator.units": 1, "game.discriminator.units": 1},
    {"training.batch_size": 1},
    {"training.batch_size": 4096},
]


@pytest.mark.parametrize("changes", SHAPES, ids=str)
def test_games_of_every_shape_train(changes: dict[str, Any]) -> None:
    trainer = trainer_of(small(changes))
    trainer.run(20)
    rows = trainer.take_scalars()
    assert len(rows) == 20
    assert np.isfinite(rows).all()
    assert trainer.sample(7, seed=1).shape == (7, trainer.target.dimension)
