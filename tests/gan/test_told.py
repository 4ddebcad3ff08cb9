"""A game in the plane whose players are told the class: passes, penalty, streams, resuming."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
import torch
from torch import Tensor

from ganlab.data import make_target
from ganlab.data.target import Target
from ganlab.document.data import DrawingData, Stroke
from ganlab.experiment import Data, Experiment, Network, ToyData
from ganlab.gan.batches.noise import asked_for, one_hot_rows
from ganlab.gan.batches.real import LabelledPointStream
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.networks.told import ToldGenerator
from ganlab.gan.players import make_players
from ganlab.gan.trainer import Trainer

CPU = torch.device("cpu")
LINES = DrawingData(
    strokes=(
        Stroke(points=((-0.8, -0.5), (0.8, -0.5)), label=0),
        Stroke(points=((-0.2, 0.5), (0.2, 0.5)), label=2, strength=0.5),
    )
)


def told(data: Data, **changes: object) -> Experiment:
    small = {
        "game.conditional": True,
        "game.generator.units": 6,
        "game.discriminator.units": 6,
        "training.batch_size": 8,
    }
    return Experiment(data=data).with_values(small | changes)


def trainer(experiment: Experiment) -> Trainer:
    return Trainer(experiment, make_target(experiment.data))


@pytest.mark.parametrize("layers", [0, 2])
def test_the_passes_of_a_told_generator_are_those_of_autograd(layers: int) -> None:
    net = ToldGenerator(2, 2, Network(layers=layers, units=5), torch.Generator(), CPU, 3)
    label = torch.tensor([0, 2, 1, 2])
    z, slope = torch.randn(4, 2), torch.randn(4, 5)
    rows = torch.cat([z, one_hot_rows(label, 3)], 1)
    module = net.as_module().requires_grad_()
    made = module(z, label)
    forward = net.run(rows)
    assert torch.allclose(forward.output[:, :2], made, atol=1e-6)
    assert torch.equal(forward.output[:, 2:], rows[:, 2:])
    assert torch.equal(net(rows), net.run(rows).output)
    gradients = torch.autograd.grad(made, list(module.parameters()), slope[:, :2])
    expected = torch.cat([g.reshape(-1) for g in gradients])
    assert torch.allclose(forward.parameter_gradient(slope), expected, atol=1e-5)


@pytest.mark.parametrize("layers", [0, 2])
@pytest.mark.parametrize("activation", ["tanh", "leaky-relu"])
def test_r1_is_of_the_sample_and_not_of_its_class(
    layers: int, activation: Literal["tanh", "leaky-relu"]
) -> None:
    network = Network(layers=layers, units=5, activation=activation)
    net = MLP(5, 1, network, torch.Generator(), CPU)
    net.felt = torch.tensor([1.0, 1.0, 0.0, 0.0, 0.0])
    x = torch.randn(4, 2, requires_grad=True)
    classes = one_hot_rows(torch.tensor([0, 2, 1, 2]), 3)
    module = net.as_module().requires_grad_()
    (slope,) = torch.autograd.grad(module(torch.cat([x, classes], 1)).sum(), x, create_graph=True)
    penalty = slope.square().sum(1).mean()
    parts = torch.autograd.grad(penalty, list(module.parameters()), allow_unused=True)
    zeros = [torch.zeros_like(p) for p in module.parameters()]
    expected = [(z if g is None else g).reshape(-1) for g, z in zip(parts, zeros, strict=True)]
    judged = net.run(torch.cat([x.detach(), classes], 1))
    value, gradient = judged.squared_input_gradient(4)
    assert torch.allclose(value, penalty.detach(), atol=1e-6)
    assert torch.allclose(gradient, torch.cat(expected), atol=1e-5)
    s = torch.randn(4, 1)
    both = net.run(torch.cat([x.detach(), classes], 1)).penalized_gradient(s, 4, 0.3)[1].clone()
    loss = net.run(torch.cat([x.detach(), classes], 1)).parameter_gradient(s)
    assert torch.allclose(both, loss + 0.3 * torch.cat(expected), atol=1e-5)
    net.constrain(False, 1e-9, torch.Generator())  # by autograd
    judged = net.run(torch.cat([x.detach(), classes], 1))
    assert torch.allclose(judged.squared_input_gradient(4)[1], torch.cat(expected), atol=1e-5)


@pytest.mark.parametrize("data", [ToyData(name="ring-8"), ToyData(name="moons"), LINES])
@pytest.mark.parametrize("pack", [1, 2])
def test_what_g_makes_is_what_d_looks_at(data: Data, pack: int) -> None:
    game = trainer(told(data, **{"game.penalty.r1": 0.1, "game.pack": pack}))
    real, fake = game.real.next(8), game.generator(game.noise(8))
    assert real.shape == fake.shape == (8, 2 + game.classes)
    assert torch.equal(real[:, 2:].sum(1), torch.ones(8))
    game.run(3)
    assert game.pull(fake).shape == (8, 2)
    assert game.logits(fake).shape == (8,)
    batch = game.batch(50, seed=1, only=game.classes - 1)
    assert batch.rows.shape == (50, 2)
    assert batch.labels is not None
    assert (batch.labels == game.classes - 1).all()
    assert np.array_equal(game.sample(50, 1), game.batch(50, 1).rows)


def test_real_rows_carry_the_class_that_they_are_of() -> None:
    target = make_target(ToyData(name="ring-8"))
    assert target.modes is not None
    rows = LabelledPointStream(target, 1, CPU).next(100).numpy()
    places = target.network.inverse(rows[:, :2])
    mine = target.modes.centres[rows[:, 2:].argmax(1)]
    assert (np.linalg.norm(places - mine, axis=1) < 0.1).all()


def test_a_told_game_sees_the_same_points_as_one_that_is_not() -> None:
    plain = Experiment(data=ToyData(name="moons"))
    rows = [trainer(e).real.next(8)[:, :2] for e in (plain, told(plain.data))]
    assert torch.equal(*rows)


def shares_asked(target: Target) -> Tensor:
    edges = asked_for(target, CPU)
    assert edges is not None
    chance = torch.rand(20_000, generator=torch.Generator().manual_seed(1))
    found = torch.bucketize(chance, edges, right=True)
    return torch.bincount(found, minlength=len(edges)) / 20_000


def test_classes_are_asked_for_as_often_as_the_data_have_them() -> None:
    drawing = make_target(LINES)
    batch = drawing.sample(20_000, np.random.default_rng(2))
    real = np.bincount(drawing.told_labels(batch), minlength=6) / 20_000
    asked = shares_asked(drawing)
    assert np.abs(real - np.array(drawing.told_shares)).max() < 0.015
    assert (asked - torch.tensor(real)).abs().max() < 0.02
    assert set(asked.nonzero().flatten().tolist()) == {0, 2}, "others are never drawn"
    assert asked_for(make_target(ToyData(name="moons")), CPU) is None


def test_a_class_is_added_to_a_drawing_while_it_is_learned() -> None:
    one = DrawingData(strokes=LINES.strokes[:1])
    game = trainer(told(one))
    game.run(2)
    game.apply(told(LINES), make_target(LINES))
    game.run(2)
    asked = game.noise(400)[:, 2:].sum(0)
    assert (asked > 0).tolist() == [True, False, True, False, False, False]


def test_a_resumed_told_game_goes_on_bit_for_bit() -> None:
    experiment = told(LINES, **{"game.penalty.r1": 0.1})
    first = trainer(experiment)
    first.run(3)
    second = trainer(experiment)
    second.load(first.state())
    for game in (first, second):
        game.run(3)
    assert torch.equal(first.generator.parameters, second.generator.parameters)
    assert torch.equal(first.discriminator.parameters, second.discriminator.parameters)


def test_nothing_is_told_where_nobody_asked_for_it() -> None:
    experiment = Experiment(data=ToyData(name="ring-8"))
    g, d = make_players(experiment, make_target(experiment.data), torch.Generator(), CPU)
    assert type(g) is type(d) is MLP
    assert (g.felt, d.felt) == (None, None)


@pytest.mark.parametrize(
    "way", [{"game.play.unrolled": 1}, {"game.play.consensus": 0.1}, {"game.penalty.gradient": 1}]
)
def test_other_ways_to_play_are_told_too(way: dict[str, object]) -> None:
    game = trainer(told(ToyData(name="moons"), **({"game.penalty.r1": 0.1} | way)))
    game.run(2)
    assert np.isfinite(game.take_scalars()).all()
