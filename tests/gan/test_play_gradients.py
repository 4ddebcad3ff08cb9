"""What goes through the other player's step, or through a gradient, against finite differences of
the passes that are written by hand; all in double precision."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.optimizers import KINDS, make_optimizer
from ganlab.gan.play.consensus import consensus_gradients
from ganlab.gan.play.losses import Losses
from ganlab.gan.play.steps import place_of, stepped
from ganlab.gan.play.unrolled import unrolled_gradient
from ganlab.gan.trainer import Trainer
from tests.small import both, small, trainer_of

torch.set_num_threads(1)  # small matrices: more threads only wait for each other
ROWS = 6
SMOOTH = {"game.generator.activation": "tanh", "game.discriminator.activation": "tanh"}
"""Finite differences would step over the corners of a ReLU."""
GAMES: dict[str, dict[str, Any]] = {
    "minimax": {"game.objective": "minimax"},
    "least squares, R1": {"game.objective": "least-squares", "game.penalty.r1": 0.7},
    "packed, R1 and R2": {"game.pack": 2, "game.penalty.r1": 0.3, "game.penalty.r2": 0.2},
}


class Minibatch:
    """A small game in double precision, and one minibatch of it."""

    def __init__(self, changes: dict[str, Any]) -> None:
        self.trainer: Trainer = trainer_of(small(SMOOTH | changes))
        self.trainer.run(3)
        for player in (self.trainer.generator, self.trainer.discriminator):
            assert isinstance(player, MLP)
            player.adopt(player.parameters.double())
            player.workspace.clear()
        self.trainer._zero = self.trainer._zero.double()
        rows = ROWS * self.trainer.settings.pack
        self.noise = self.trainer.noise(rows).double()
        self.real = self.trainer.real.next(rows).double()
        self.losses = Losses(self.trainer, self.noise, self.real)
        self.theta = self.trainer.discriminator.parameters
        self.phi = self.trainer.generator.parameters

    def gradients(self) -> tuple[Tensor, Tensor]:
        """∇L_D and ∇L_G by the passes written by hand."""
        fake = self.trainer.generator(self.noise)
        of_d = self.trainer.discriminator_gradient(self.real, fake)[2].clone()
        return of_d, self.trainer.generator_gradient(self.noise, None)[1].clone()

    def slope(self, parameters: Tensor, way: Tensor, value: Any) -> float:
        """The central difference of `value()` along `way` in `parameters`."""
        step, found = 1e-5, []
        for sign in (1, -1):
            parameters.add_(way, alpha=sign * step)
            found.append(value())
            parameters.sub_(way, alpha=sign * step)
        return (found[0] - found[1]) / (2 * step)


def ways(like: Tensor) -> Tensor:
    chance = torch.Generator().manual_seed(5)
    return torch.randn(3, *like.shape, generator=chance, dtype=like.dtype)


@pytest.mark.parametrize("game", GAMES)
def test_losses_have_the_gradients_of_the_passes_written_by_hand(game: str) -> None:
    batch = Minibatch(GAMES[game])
    theta, phi = (p.clone().requires_grad_() for p in (batch.theta, batch.phi))
    (of_d,) = torch.autograd.grad(batch.losses.of_discriminator(theta, phi), theta)
    (of_g,) = torch.autograd.grad(batch.losses.of_generator(theta, phi), phi)
    for found, expected in zip((of_d, of_g), batch.gradients(), strict=True):
        torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("kind", KINDS)
def test_steps_are_those_of_the_optimizer_in_place(kind: str) -> None:
    settings = small(both(kind=kind, momentum=0.6, decay=0.9)).game.optimizers()["D"]
    parameters = torch.randn(5, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    optimizer = make_optimizer(parameters, settings)
    place = place_of(make_optimizer(parameters.clone(), settings))
    for gradient in ways(parameters):
        place = stepped(optimizer, place, gradient, 0.01)
        optimizer.step(gradient, 0.01)
    torch.testing.assert_close(place.parameters, parameters)
    for name, moment in optimizer.state.items():
        torch.testing.assert_close(place.moments[name], moment)
    assert place.steps == optimizer.steps


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("game", GAMES)
def test_the_unrolled_gradient_is_that_of_finite_differences(game: str, kind: str) -> None:
    batch, steps = Minibatch(GAMES[game]), 3
    settings = small(both(kind=kind)).game.optimizers()["D"]

    def answered() -> float:
        """G's loss after D has taken its steps in place; D goes back."""
        before = batch.theta.clone()
        optimizer = make_optimizer(batch.theta, settings)
        for _ in range(steps):
            optimizer.step(batch.gradients()[0], 0.05)
        loss = float(batch.losses.of_generator(batch.theta, batch.phi))
        batch.theta.copy_(before)
        return loss

    optimizer = make_optimizer(batch.theta, settings)
    found = unrolled_gradient(batch.losses, optimizer, 0.05, steps, batch.phi)
    for way in ways(batch.phi):
        expected = batch.slope(batch.phi, way, answered)
        assert float(found @ way) == pytest.approx(expected, rel=1e-3, abs=1e-7)
    (plain,) = batch.gradients()[1:]
    assert not torch.allclose(found, plain, rtol=1e-3), "D's answer makes a difference"
    nothing = unrolled_gradient(batch.losses, optimizer, 0.05, 0, batch.phi)
    torch.testing.assert_close(nothing, plain)


@pytest.mark.parametrize("moving", [(True, True), (True, False), (False, True)])
@pytest.mark.parametrize("game", GAMES)
def test_consensus_has_the_gradients_of_finite_differences(
    game: str, moving: tuple[bool, bool]
) -> None:
    batch = Minibatch(GAMES[game])

    def half_square() -> float:
        of_d, of_g = batch.gradients()
        return 0.5 * float(moving[0] * of_d @ of_d + moving[1] * of_g @ of_g)

    found = consensus_gradients(batch.losses, batch.theta, batch.phi, moving)
    for parameters, gradient in zip((batch.theta, batch.phi), found, strict=True):
        for way in ways(parameters):
            expected = batch.slope(parameters, way, half_square)
            assert float(gradient @ way) == pytest.approx(expected, rel=1e-4, abs=1e-8)


def test_the_trainer_steps_along_them() -> None:
    """With SGD the step itself shows the gradient."""
    sgd = both(kind="sgd", learning_rate=0.1)
    plain = trainer_of(small(sgd | {"game.k": 1}))
    unrolled = trainer_of(small(sgd | {"game.play.unrolled": 4}))
    damped = trainer_of(small(sgd | {"game.play.consensus": 2.0}))
    for trainer in (plain, unrolled, damped):
        trainer.run(1)
    same_d = torch.equal(plain.discriminator.parameters, unrolled.discriminator.parameters)
    assert same_d, "D itself is not unrolled"
    assert not torch.allclose(plain.generator.parameters, unrolled.generator.parameters)
    assert not torch.allclose(plain.discriminator.parameters, damped.discriminator.parameters)
    frozen = trainer_of(small(sgd | {"game.play.unrolled": 4, "game.train": "generator"}))
    alone = trainer_of(small(sgd | {"game.train": "generator"}))
    for trainer in (frozen, alone):
        trainer.run(1)
    assert torch.equal(frozen.generator.parameters, alone.generator.parameters)
