"""Ways to play: against closed forms on V = xy, and resumed from anywhere, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from ganlab.experiment import InvalidExperiment, Optimizer
from ganlab.games.rules import check_data
from ganlab.gan.optimizers import SGD, Adam, OptimisticAdam
from ganlab.gan.play.duel import Updates
from ganlab.gan.play.extra_gradient import ExtraGradient
from ganlab.gan.play.lookahead import Lookahead
from ganlab.gan.play.pack import packed, unpacked, with_itself
from ganlab.gan.play.simultaneous import Simultaneous
from ganlab.gan.play.table import WAYS
from ganlab.gan.saving.checkpoint import Checkpoint
from ganlab.gan.trainer import Trainer
from tests.small import both, small, trainer_of
from tests.small_images import image_trainer, small_images

torch.set_num_threads(1)  # small matrices: more threads only wait for each other
RATE = 0.1
D, G = "discriminator", "generator"


class Point:
    """A player with one parameter."""

    def __init__(self, value: float) -> None:
        self.parameters = torch.tensor([value], dtype=torch.float64)


class Saddle:
    """V = xy: D climbs it in y, G descends it in x."""

    def __init__(self, kind: type[SGD] = SGD) -> None:
        self.generator, self.discriminator = Point(1.0), Point(0.5)
        settings = Optimizer(momentum=0.0)
        self._of_g = kind(self.generator.parameters, settings)
        self._of_d = kind(self.discriminator.parameters, settings)
        self.rate = RATE

    def discriminator_step(self) -> None:
        self.move_discriminator(self.discriminator_slope())

    def generator_step(self) -> None:
        self.move_generator(self.generator_slope())

    def discriminator_slope(self) -> Tensor:
        return -self.generator.parameters

    def generator_slope(self) -> Tensor:
        return self.discriminator.parameters.clone()

    def move_discriminator(self, gradient: Tensor) -> None:
        self._of_d.step(gradient, self.rate)

    def move_generator(self, gradient: Tensor) -> None:
        self._of_g.step(gradient, self.rate)

    def follow(self) -> None:
        pass

    @property
    def place(self) -> complex:
        """x + iy."""
        return complex(self.generator.parameters.item(), self.discriminator.parameters.item())


def played(saddle: Saddle, updates: Updates, steps: int) -> complex:
    for _ in range(steps):
        updates.discriminator_step(saddle)
        updates.generator_step(saddle)
        updates.finish()
    return saddle.place


def test_simultaneous_steps_on_xy_are_their_closed_form() -> None:
    """z ← (1 + iη) z: a spiral outwards."""
    saddle = Saddle()
    expected = saddle.place * (1 + 1j * RATE) ** 7
    assert played(saddle, Simultaneous(), 7) == pytest.approx(expected, rel=1e-12)


def test_alternating_steps_on_xy_are_their_closed_form() -> None:
    """y ← y + ηx, x ← x − ηy: the matrix has determinant 1, and the game circles."""
    saddle = Saddle()
    step = np.array([[1 - RATE**2, -RATE], [RATE, 1.0]])
    x, y = np.linalg.matrix_power(step, 7) @ [saddle.place.real, saddle.place.imag]
    assert played(saddle, Updates(), 7) == pytest.approx(complex(x, y), rel=1e-12)


def test_extra_gradient_steps_on_xy_are_their_closed_form() -> None:
    """z ← (1 + iη − η²) z: a spiral inwards."""
    saddle = Saddle()
    expected = saddle.place * (1 + 1j * RATE - RATE**2) ** 7
    assert abs(expected) < abs(saddle.place)
    assert played(saddle, ExtraGradient(), 7) == pytest.approx(expected, rel=1e-12)


def test_optimistic_steps_on_xy_are_their_closed_form() -> None:
    """z_{t+1} = (1 + 2iη) z_t − iη z_{t−1}, a sum of two powers. Adam's step is the gradient where
    ε is much larger than its root and the rate as much larger."""
    saddle = Saddle(OptimisticAdam)
    for optimizer in (saddle._of_d, saddle._of_g):
        assert isinstance(optimizer, OptimisticAdam)
        optimizer.epsilon = 1e12
    saddle.rate = RATE * 1e12
    start = saddle.place
    roots = np.roots([1, -(1 + 2j * RATE), 1j * RATE])
    first = start * (1 + 2j * RATE)
    shares = np.linalg.solve(np.array([[1, 1], roots]), np.array([start, first]))
    expected = complex((shares * roots**40).sum())
    assert abs(expected) < abs(start)
    assert played(saddle, Simultaneous(), 40) == pytest.approx(expected, rel=1e-6)


def test_optimistic_adam_takes_each_step_twice_and_the_last_one_back() -> None:
    adam, optimistic = (torch.tensor([1.0, -2.0]) for _ in range(2))
    plain = Adam(adam, Optimizer())
    other = OptimisticAdam(optimistic, Optimizer())
    steps = [torch.zeros(2)]
    for gradient in torch.randn(5, 2, generator=torch.Generator().manual_seed(1)):
        before = adam.clone()
        plain.step(gradient, 0.01)
        steps.append(adam - before)
        here = optimistic.clone()
        other.step(gradient, 0.01)
        torch.testing.assert_close(optimistic, here + 2 * steps[-1] - steps[-2])


def test_lookahead_returns_to_slow_weights_that_come_after() -> None:
    players = {D: Point(0.0), G: Point(4.0)}
    lookahead = Lookahead(players)
    lookahead.every, lookahead.share = 3, 0.25
    for iteration in range(1, 7):
        players[D].parameters.add_(1.0)
        players[G].parameters.sub_(2.0)
        lookahead.finish(iteration, players)
    assert players[D].parameters.item() == pytest.approx(2 * 0.25 * 3)
    assert players[G].parameters.item() == pytest.approx(4 - 2 * 0.25 * 6)
    lookahead.finish(9, {D: players[D]})
    assert players[G].parameters.item() == pytest.approx(1.0), "a frozen player stays"


def test_packs_hold_samples_that_follow_each_other() -> None:
    rows = torch.arange(12.0).view(6, 2)
    assert packed(rows, 3).tolist() == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]
    assert torch.equal(unpacked(packed(rows, 3), 3), rows)
    assert packed(rows, 1) is rows
    assert with_itself(rows[:1], 3).tolist() == [[0, 1, 0, 1, 0, 1]]


# --- in the game ----------------------------------------------------------------------------

SETTINGS: dict[str, dict[str, Any]] = {
    "simultaneous": {"game.play.updates": "simultaneous"},
    "extra-gradient": {"game.play.updates": "extra-gradient"},
    "lookahead": {"game.play.lookahead": 2},
    "optimistic Adam": both(kind="optimistic-adam"),
    "packed": {"game.pack": 3},
    "unrolled": {"game.play.unrolled": 2},
    "consensus": {"game.play.consensus": 0.5},
    "all at once": {
        "game.play.updates": "extra-gradient",
        "game.play.lookahead": 2,
        "game.play.unrolled": 2,
        "game.play.consensus": 0.1,
        "game.pack": 2,
        "game.k": 2,
        "game.g": 2,
        "game.ema": 0.9,
    }
    | both(kind="optimistic-adam", schedule="cosine"),
}


def same(a: Checkpoint, b: Checkpoint) -> bool:
    """Whether two checkpoints are equal bit for bit."""
    if (a.step, a.counters) != (b.step, b.counters) or a.arrays.keys() != b.arrays.keys():
        return False
    return all(a.arrays[name].tobytes() == b.arrays[name].tobytes() for name in a.arrays)


def half(trainer: Trainer) -> None:
    """D's turn of the next iteration."""
    for _ in range(trainer.settings.k):
        trainer.take(D)


def rest(trainer: Trainer) -> None:
    """G's, and the end of it."""
    for _ in range(trainer.settings.g):
        trainer.take(G)
    trainer.finish_iteration()


@pytest.mark.parametrize("case", SETTINGS)
def test_a_run_goes_on_bit_for_bit_also_from_a_half_done_iteration(case: str) -> None:
    experiment = small(SETTINGS[case])
    whole, turns, resumed = (trainer_of(experiment) for _ in range(3))
    whole.run(6)
    turns.run(3)
    half(turns)
    resumed.load(turns.state())
    assert same(resumed.state(), turns.state())
    assert resumed.taken == 1
    for trainer in (turns, resumed):
        rest(trainer)
        trainer.run(2)
        assert same(trainer.state(), whole.state())


@pytest.mark.parametrize("case", SETTINGS)
def test_what_does_not_fit_the_setting_begins_anew(case: str) -> None:
    """Settings change live, also in the middle of an iteration; old files know nothing of them."""
    plain = trainer_of(small({"game.pack": SETTINGS[case].get("game.pack", 1)}))
    plain.run(3)
    half(plain)
    old = plain.state()
    assert not any(name.startswith("play_") for name in old.arrays)
    trainer = trainer_of(small(SETTINGS[case]))
    trainer.load(old)
    rest(trainer)
    trainer.run(3)
    half(trainer)
    plain.load(trainer.state())
    plain.apply(trainer.experiment, trainer.target)
    rest(plain)
    plain.run(3)
    assert plain.state().is_finite()
    assert plain.iteration == 11


def test_simultaneous_updates_let_g_answer_the_d_of_before() -> None:
    """One iteration: D moves as in Algorithm 1; G as if D had not."""
    plain, other = trainer_of(small()), trainer_of(small(SETTINGS["simultaneous"]))
    before = plain.discriminator.parameters.clone()
    half(plain)
    moved = plain.discriminator.parameters.clone()
    plain.discriminator.parameters.copy_(before)
    plain.take(G)
    other.step()
    assert torch.equal(other.discriminator.parameters, moved)
    assert torch.equal(other.generator.parameters, plain.generator.parameters)


def test_a_frozen_player_stays_under_every_way() -> None:
    for case, settings in SETTINGS.items():
        for alone, still in ((D, G), (G, D)):
            trainer = trainer_of(small(settings | {"game.train": alone}))
            players = {D: trainer.discriminator, G: trainer.generator}
            before = {name: player.parameters.clone() for name, player in players.items()}
            trainer.run(2)
            assert torch.equal(players[still].parameters, before[still]), case
            assert not torch.equal(players[alone].parameters, before[alone]), case


def test_packing_widens_d_and_nothing_else() -> None:
    plain, packs = trainer_of(small()), trainer_of(small({"game.pack": 3}))
    arrays = packs.state().arrays
    assert arrays["discriminator/0.weight"].shape == (8, 6)
    assert arrays["generator/0.weight"].shape == plain.state().arrays["generator/0.weight"].shape
    real = packs.real.fixed(48, 1)
    fake = packs.generator(packs.noise(48))
    logits, _, _ = packs.discriminator_gradient(real, fake)
    expected = packs.discriminator(torch.cat([real.view(16, 6), fake.view(16, 6)])).squeeze(1)
    torch.testing.assert_close(logits, expected)
    judged, _ = packs.generator_gradient(packs.noise(48), None)
    assert judged.shape == (16,)
    one = packs.logits(real[:5])
    torch.testing.assert_close(one, packs.discriminator(real[:5].repeat(1, 3)).squeeze(1))
    assert packs.pull(fake).shape == fake.shape


@pytest.mark.parametrize("pack", [1, 2, 3])
@pytest.mark.parametrize("objective", ["non-saturating", "least-squares"])
def test_the_gradient_of_packed_players_is_that_of_finite_differences(
    pack: int, objective: str
) -> None:
    trainer = trainer_of(
        small({"game.pack": pack, "game.objective": objective, "game.penalty.r1": 0.0})
    )
    noise = trainer.noise(6 * pack)
    _, gradient = trainer.generator_gradient(noise, None)
    way = torch.randn(gradient.shape, generator=torch.Generator().manual_seed(1))
    slope = float(gradient @ way)

    def loss(step: float) -> float:
        trainer.generator.parameters.add_(way, alpha=step)
        made = trainer.generator(noise)
        logits = trainer.discriminator(packed(made, pack)).squeeze(1)
        trainer.generator.parameters.add_(way, alpha=-step)
        return float(trainer.objective.generator_loss(logits, logits))

    assert (loss(1e-3) - loss(-1e-3)) / 2e-3 == pytest.approx(slope, rel=0.02, abs=1e-4)


def test_measuring_a_packed_game_uses_whole_packs() -> None:
    trainer = trainer_of(small({"game.pack": 3}))
    trainer.run(2)
    trainer.measure()
    assert np.isfinite(trainer.take_scalars()).all()


def test_every_way_says_what_it_is() -> None:
    for way in WAYS.values():
        assert way.title
        assert way.formulas
        assert way.about.endswith(".")
        assert way.source
        assert way.fields
    assert len({way.title for way in WAYS.values()}) == len(WAYS)


def test_what_images_cannot_be_played_in_is_refused() -> None:
    images = small_images(conditional=True)
    for changes in ({"game.play.unrolled": 1}, {"game.play.consensus": 0.1}):
        with pytest.raises(InvalidExperiment, match="for points"):
            images.with_values(changes)
    with pytest.raises(InvalidExperiment, match="told no classes"):
        images.with_values({"game.pack": 2})
    with pytest.raises(ValueError, match="told no classes"):
        check_data(images.model_copy(update={"game": images.game.model_copy(update={"pack": 2})}))


@pytest.mark.parametrize("kind", ["dcgan", "mlp-2014"])
def test_ways_that_images_are_played_in(kind: str) -> None:
    changes = {
        "game.pack": 3,
        "game.play.updates": "extra-gradient",
        "game.play.lookahead": 2,
        "training.batch_size": 4,
    }
    experiment = small_images(kind, changes=changes)
    whole, part, resumed = (image_trainer(experiment) for _ in range(3))
    whole.run(4)
    part.run(1)
    half(part)
    resumed.load(part.state())
    rest(resumed)
    resumed.run(2)
    assert same(resumed.state(), whole.state())
    whole.measure()
    assert np.isfinite(whole.take_scalars()).all()
    assert len(whole.logits(whole.real.fixed(5, 1))) == 5
