"""The passes written by hand against autograd and finite differences, in double precision."""

from __future__ import annotations

from typing import Literal

import pytest
import torch
from torch import Tensor
from torch.nn.functional import elu, leaky_relu, linear

from ganlab.experiment import Network
from ganlab.gan.networks import MLP

Name = Literal["relu", "leaky-relu", "tanh", "elu"]
NAMES: list[Name] = ["relu", "leaky-relu", "tanh", "elu"]
PHI = {
    "relu": torch.relu,
    "leaky-relu": lambda a: leaky_relu(a, 0.2),
    "tanh": torch.tanh,
    "elu": elu,
}


def make(activation: Name, layers: int, outputs: int = 1) -> MLP:
    chance = torch.Generator().manual_seed(3)
    spec = Network(layers=layers, units=7, activation=activation)
    net = MLP(2, outputs, spec, chance, torch.device("cpu"))
    net.parameters = net.parameters.detach().double().requires_grad_()
    net.weights, net.biases = net.split(net.parameters.detach())
    return net


def plain(net: MLP, flat: Tensor, activation: str, x: Tensor) -> Tensor:
    """The same network as a tutorial would write it, for autograd to differentiate."""
    weights, biases = net.split(flat)
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        x = PHI[activation](linear(x, weight, bias))
    return linear(x, weights[-1], biases[-1])


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("layers", [0, 1, 3])
def test_gradients_are_autograds(activation: Name, layers: int) -> None:
    net = make(activation, layers, outputs=2)
    x = torch.randn(5, 2, dtype=torch.double, requires_grad=True)
    weights = torch.randn(5, 2, dtype=torch.double)
    ours = torch.autograd.grad((net(x) * weights).sum(), [x, net.parameters])
    flat = net.parameters.detach().clone().requires_grad_()
    theirs = torch.autograd.grad((plain(net, flat, activation, x) * weights).sum(), [x, flat])
    for mine, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine, other)


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("layers", [0, 1, 3])
def test_r1_is_double_backpropagation(activation: Name, layers: int) -> None:
    net = make(activation, layers)
    x = torch.randn(5, 2, dtype=torch.double)
    ours = net.squared_input_gradient(x)
    (gradient,) = torch.autograd.grad(ours, net.parameters)
    flat, leaf = net.parameters.detach().clone().requires_grad_(), x.clone().requires_grad_()
    output = plain(net, flat, activation, leaf).sum()
    (slope,) = torch.autograd.grad(output, leaf, create_graph=True)
    theirs = slope.square().sum(1).mean()
    (expected,) = torch.autograd.grad(theirs, flat)
    torch.testing.assert_close(ours, theirs)
    torch.testing.assert_close(gradient, expected)


@pytest.mark.parametrize("activation", ["tanh", "elu"])
def test_r1_gradient_is_the_finite_difference(activation: Name) -> None:
    net = make(activation, 2)
    x = torch.randn(4, 2, dtype=torch.double)
    (gradient,) = torch.autograd.grad(net.squared_input_gradient(x), net.parameters)
    step = 1e-6
    for index in range(0, len(gradient), 5):
        sides = []
        for sign in (1, -1):
            with torch.no_grad():
                net.parameters[index] += sign * step
                sides.append(float(net.squared_input_gradient(x)))
                net.parameters[index] -= sign * step
        numeric = (sides[0] - sides[1]) / (2 * step)
        assert numeric == pytest.approx(float(gradient[index]), rel=1e-4, abs=1e-7)


def test_frozen_network_passes_gradients_only_to_its_input() -> None:
    net = make("leaky-relu", 2)
    x = torch.randn(3, 2, dtype=torch.double, requires_grad=True)
    output = net(x, frozen=True).sum()
    (slope,) = torch.autograd.grad(output, x)
    assert slope.abs().sum() > 0
    assert net.parameters.grad is None


def test_borrowed_buffers_never_mix_two_passes() -> None:
    """Two forward passes in flight at once, taken back in either order."""
    net = make("leaky-relu", 2)
    a, b = (torch.randn(6, 2, dtype=torch.double, requires_grad=True) for _ in range(2))
    alone = [torch.autograd.grad(net(x).sum(), x)[0] for x in (a, b)]
    first, second = net(a).sum(), net(b).sum()
    together = torch.autograd.grad(first, a)[0], torch.autograd.grad(second, b)[0]
    torch.testing.assert_close(list(together), alone)
