"""Ways to play: against closed forms on V = xy, and resumed from anywhere, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from ganlab.experiment import Optimizer
from ganlab.gan.optimizers import SGD, Adam, OptimisticAdam
from ganlab.gan.play.duel import Updates
from ganlab.gan.play.extra_gradient import ExtraGradient
from ganlab.gan.play.lookahead import Lookahead
from ganlab.gan.play.pack import packed, unpacked, with_itself
from ganlab.gan.play.simultaneous import Simultaneous
from ganlab.gan.play.table import WAYS

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


def test_every_way_says_what_it_is() -> None:
    for way in WAYS.values():
        assert way.title
        assert way.formulas
        assert way.about.endswith(".")
        assert way.source
        assert way.fields
    assert len({way.title for way in WAYS.values()}) == len(WAYS)
