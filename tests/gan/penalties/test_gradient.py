"""Each penalty's value and gradient against autograd's, in double precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import softplus

from ganlab.document import Network, Penalty
from ganlab.games.two_player.views import best_d
from ganlab.gan.batches.noise import felt_of
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.choosing import needed
from ganlab.gan.penalties.gradient import PENALTIES
from ganlab.gan.penalties.regularisation import Regularisation
from ganlab.gan.penalties.smoothing import unsmoothed
from ganlab.gan.penalties.table import ENTRIES, summary
from ganlab.gan.settings import TwoPlayer

M = 6
SEED = 3


def stream(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def discriminator(inputs: int = 2) -> MLP:
    spec = Network(layers=2, units=7, activation="tanh")
    net = MLP(inputs, 1, spec, stream(5), torch.device("cpu"))
    net.adopt(net.parameters.double() * 3.5)
    return net


def rows(columns: int = 2) -> Tensor:
    return torch.randn(2 * M, columns, dtype=torch.double, generator=stream(8))


def gradient_of(
    penalty: Penalty, step: int = 0, felt: Tensor | None = None, x: Tensor | None = None
) -> tuple[MLP, Tensor, Tensor]:
    x = rows() if x is None else x
    net = discriminator(x.shape[1])
    regularisation = Regularisation(net, stream(SEED), felt)
    regularisation.adopt(penalty, length=10)
    objective = OBJECTIVES["non-saturating"]
    _, value, gradient = regularisation.gradient(x, M, objective, step)
    return net, value, gradient.clone()


class Plain:
    """The same discriminator as a tutorial would write it."""

    def __init__(self, net: MLP) -> None:
        self.net, self.flat = net, net.parameters.clone().requires_grad_()

    def __call__(self, x: Tensor) -> Tensor:
        weights, biases = self.net.split(self.flat)
        for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
            x = torch.tanh(x @ weight.T + bias)
        return (x @ weights[-1].T + biases[-1]).squeeze(1)

    def slopes(self, x: Tensor) -> Tensor:
        """‖∇ₓ a(x)‖ at each row."""
        leaf = x.clone().requires_grad_()
        (slope,) = torch.autograd.grad(self(leaf).sum(), leaf, create_graph=True)
        return slope.norm(dim=1)

    def loss(self, real: Tensor, fake: Tensor) -> Tensor:
        return softplus(-self(real)).mean() + softplus(self(fake)).mean()


def between(real: Tensor, fake: Tensor) -> Tensor:
    share = real.new_empty(M, 1).uniform_(generator=stream(SEED))
    return (1 - share) * real + share * fake


def around(real: Tensor, fake: Tensor) -> Tensor:
    noise = real.new_empty(M, 2).normal_(generator=stream(SEED))
    return real + 0.5 * ((real - real.mean()) ** 2).mean().sqrt() * noise


Reference = Callable[[Plain, Tensor, Tensor], Tensor]
REFERENCES: dict[str, tuple[float, Reference]] = {
    "r1": (0.7, lambda d, real, fake: 0.35 * (d.slopes(real) ** 2).mean()),
    "r2": (0.7, lambda d, real, fake: 0.35 * (d.slopes(fake) ** 2).mean()),
    "gradient": (10.0, lambda d, r, f: 10 * ((d.slopes(between(r, f)) - 1) ** 2).mean()),
    "one_sided": (
        10.0,
        lambda d, r, f: 10 * ((d.slopes(between(r, f)) - 1).clamp(min=0) ** 2).mean(),
    ),
    "dragan": (10.0, lambda d, r, f: 10 * ((d.slopes(around(r, f)) - 1) ** 2).mean()),
    "smoothing": (0.1, lambda d, real, fake: 0.1 * d(real).mean()),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_value_and_gradient_are_autograds(name: str) -> None:
    weight, reference = REFERENCES[name]
    net, value, gradient = gradient_of(Penalty(r2=0.0).model_copy(update={name: weight}))
    plain, x = Plain(net), rows()
    theirs = reference(plain, x[:M], x[M:])
    loss = plain.loss(x[:M], x[M:]) + theirs
    (expected,) = torch.autograd.grad(loss, plain.flat)
    torch.testing.assert_close(value, theirs.detach())
    torch.testing.assert_close(gradient, expected)


def test_every_penalty_on_the_gradient_has_its_reference() -> None:
    assert {entry.setting for entry in PENALTIES} <= set(REFERENCES)


def test_the_one_sided_penalty_leaves_flat_places_alone() -> None:
    steep = int((Plain(discriminator()).slopes(between(*rows().split(M))) > 1).sum())
    assert 0 < steep < M, "both kinds must be among the rows"


def test_they_add_up() -> None:
    alone = gradient_of(Penalty(r1=0.0))[2]
    r1, r2 = (gradient_of(Penalty(**{name: 0.5})) for name in ("r1", "r2"))
    _, value, gradient = gradient_of(Penalty(r1=0.5, r2=0.5))
    torch.testing.assert_close(value, r1[1] + r2[1])
    torch.testing.assert_close(gradient, r1[2] + r2[2] - alone)


def test_noise_is_added_to_all_that_d_is_shown_and_falls_to_nothing() -> None:
    for step, deviation in ((0, 0.4), (5, 0.2), (10, 0.0), (99, 0.0)):
        net, _, gradient = gradient_of(Penalty(instance_noise=0.4), step)
        plain, x = Plain(net), rows()
        if deviation:
            x = x + x.new_empty(x.shape).normal_(0.0, deviation, generator=stream(SEED))
        (expected,) = torch.autograd.grad(plain.loss(x[:M], x[M:]), plain.flat)
        torch.testing.assert_close(gradient, expected)


def test_lazy_penalties_come_at_every_nth_step_and_weigh_n_times() -> None:
    regularisation = Regularisation(discriminator(), stream(SEED), None)
    regularisation.adopt(Penalty(r1=0.5, every=3), 10)
    objective, found = OBJECTIVES["non-saturating"], []
    for _ in range(7):
        _, value, gradient = regularisation.gradient(rows(), M, objective, 0)
        found.append((float(value), gradient.clone()))
        regularisation.count()
    alone, once = gradient_of(Penalty())[2], gradient_of(Penalty(r1=0.5))
    for step, (told, gradient) in enumerate(found):
        weight = 3 if step % 3 == 0 else 0
        assert told == pytest.approx(float(once[1])), "as it counts at every step"
        torch.testing.assert_close(gradient, alone + weight * (once[2] - alone))


@pytest.mark.parametrize("setting", ["gradient", "dragan", "instance_noise"])
def test_what_is_moved_is_the_sample_and_not_its_class(setting: str) -> None:
    felt = felt_of(2, 3, 1, torch.device("cpu"))
    assert felt is not None
    told = torch.eye(3, dtype=torch.double).repeat(2 * M // 3, 1)
    x = torch.cat([rows(), told], 1)
    for entry in PENALTIES:
        if entry.setting == setting and callable(entry.at):
            places = entry.at(x[:M], x[M:], stream(SEED), felt)
            assert torch.equal(places[:, 2:], told[:M])
            assert not torch.equal(places[:, :2], x[:M, :2])
    regularisation = Regularisation(discriminator(5), stream(SEED), felt)
    regularisation.adopt(Penalty(instance_noise=0.5), 10)
    shown = regularisation.shown(x, 0)
    assert torch.equal(shown[:, 2:], told)
    assert not torch.equal(shown[:, :2], x[:, :2])


def test_a_flat_discriminator_has_a_penalty_and_no_direction() -> None:
    net = discriminator()
    net.parameters.zero_()
    regularisation = Regularisation(net, stream(SEED), None)
    regularisation.adopt(Penalty(gradient=1.0, dragan=1.0), 10)
    _, value, gradient = regularisation.gradient(rows(), M, OBJECTIVES["minimax"], 0)
    assert float(value) == pytest.approx(2.0)
    assert torch.isfinite(gradient).all()


def test_r1_alone_at_every_step_needs_nothing_of_this() -> None:
    assert not needed(Penalty())
    assert not needed(Penalty(r1=5.0))
    others: dict[str, Any] = {name: 1 for name in Penalty.model_fields if name != "r1"}
    others |= {"every": 2, "spectral": True, "smoothing": 0.1, "dropout": 0.1}
    for name, value in others.items():
        assert needed(Penalty(**{name: value})), name


def test_every_setting_has_its_entry() -> None:
    assert set(ENTRIES) == set(Penalty.model_fields) - {"every"}
    for entry in ENTRIES.values():
        assert entry.formula
        assert entry.source
        assert len(entry.about) > 20
        assert entry.title != entry.setting


def test_what_is_set_is_told_in_a_line() -> None:
    assert not summary(Penalty(r1=3.0))
    told = summary(Penalty(gradient=10.0, spectral=True, every=8))
    assert told == "WGAN-GP 10, spectral, every 8"


def test_a_recipe_tells_of_them() -> None:
    game = TwoPlayer(penalty=Penalty(r1=0.5, clip=0.01), k=2)
    assert game.recipe == "objective non-saturating, k = 2, R1 0.5, clip 0.01"
    assert TwoPlayer().recipe == "objective non-saturating, k = 1"


@pytest.mark.parametrize("name", ["non-saturating", "least-squares"])
def test_the_best_d_under_smoothing_is_the_one_that_a_search_finds(name: str) -> None:
    """At a place where p_data = 0.6 and p_g = 0.2, per unit."""
    game = TwoPlayer(objective=name, penalty=Penalty(smoothing=0.2))
    logits = np.linspace(-4, 4, 80_001)
    zero = np.zeros(1)
    loss = OBJECTIVES[name].discriminator_loss
    of_real = np.array([loss(np.array([a]), zero) for a in logits[::80]])
    of_fake = np.array([loss(zero, np.array([a])) for a in logits[::80]])
    found = logits[::80][np.argmin(0.6 * (of_real + 0.2 * logits[::80]) + 0.2 * of_fake)]
    best = best_d(game)
    assert best is not None
    number = OBJECTIVES[name].score.of_logits(torch.tensor([found]))
    assert float(best(np.log(np.array([3.0])))[0]) == pytest.approx(float(number[0]), abs=0.01)
    told = unsmoothed(np.array([found]), 0.2, OBJECTIVES[name].score.bounded)
    log_ratio = OBJECTIVES[name].log_ratio
    assert log_ratio is not None
    assert float(log_ratio(told)[0]) == pytest.approx(np.log(3), abs=0.05)
