"""The passes written by hand against autograd and finite differences, in double precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
import torch
from torch import Tensor
from torch.nn.functional import elu, leaky_relu, linear

from ganlab.experiment import Network
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.networks.products import (
    product,
    shifted_product,
    squared_length,
    transposed_product,
)

Name = Literal["relu", "leaky-relu", "tanh", "elu"]
NAMES: list[Name] = ["relu", "leaky-relu", "tanh", "elu"]
PHI: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": torch.relu,
    "leaky-relu": lambda a: leaky_relu(a, 0.2),
    "tanh": torch.tanh,
    "elu": elu,
}


def make(activation: Name, layers: int, outputs: int = 1) -> MLP:
    chance = torch.Generator().manual_seed(3)
    spec = Network(layers=layers, units=7, activation=activation)
    net = MLP(2, outputs, spec, chance, torch.device("cpu"))
    net.adopt(net.parameters.double())
    return net


def points(n: int) -> Tensor:
    return torch.randn(n, 2, dtype=torch.double, generator=torch.Generator().manual_seed(5))


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
    x, slope = points(5).requires_grad_(), points(5) + 0.3
    flat = net.parameters.clone().requires_grad_()
    output = plain(net, flat, activation, x)
    of_x, of_parameters = torch.autograd.grad((output * slope).sum(), [x, flat])
    torch.testing.assert_close(net(x.detach()), output.detach())
    torch.testing.assert_close(net.run(x.detach()).input_gradient(slope), of_x)
    torch.testing.assert_close(net.run(x.detach()).parameter_gradient(slope), of_parameters)


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("layers", [0, 1, 3])
def test_r1_is_double_backpropagation_over_the_real_rows(activation: Name, layers: int) -> None:
    net = make(activation, layers)
    x, rows = points(9), 5
    value, gradient = net.run(x).squared_input_gradient(rows)
    flat, leaf = net.parameters.clone().requires_grad_(), x[:rows].clone().requires_grad_()
    output = plain(net, flat, activation, leaf).sum()
    (slope,) = torch.autograd.grad(output, leaf, create_graph=True)
    theirs = slope.square().sum(1).mean()
    (expected,) = torch.autograd.grad(theirs, flat)
    torch.testing.assert_close(value, theirs.detach())
    torch.testing.assert_close(gradient, expected)


def length(squared: Tensor) -> tuple[Tensor, Tensor]:
    """(‖g‖ - 1)² and its slope in ‖g‖²."""
    norm = squared.sqrt()
    return (norm - 1) ** 2, (norm - 1) / norm


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("layers", [0, 1, 3])
def test_any_function_of_the_gradients_length_over_any_rows(activation: Name, layers: int) -> None:
    net = make(activation, layers)
    x, first, rows = points(9), 3, 5
    value, gradient = net.run(x).squared_input_gradient(rows, first, length)
    flat = net.parameters.clone().requires_grad_()
    leaf = x[first : first + rows].clone().requires_grad_()
    output = plain(net, flat, activation, leaf).sum()
    (slope,) = torch.autograd.grad(output, leaf, create_graph=True)
    theirs = ((slope.norm(dim=1) - 1) ** 2).mean()
    (expected,) = torch.autograd.grad(theirs, flat)
    torch.testing.assert_close(value, theirs.detach())
    torch.testing.assert_close(gradient, expected)


@pytest.mark.parametrize("activation", ["tanh", "elu"])
def test_r1_gradient_is_the_finite_difference(activation: Name) -> None:
    net = make(activation, 2)
    x = points(4)
    _, gradient = net.run(x).squared_input_gradient(len(x))
    step = 1e-6
    for index in range(0, len(gradient), 5):
        sides = []
        for sign in (1, -1):
            net.parameters[index] += sign * step
            sides.append(float(net.run(x).squared_input_gradient(len(x))[0]))
            net.parameters[index] -= sign * step
        numeric = (sides[0] - sides[1]) / (2 * step)
        assert numeric == pytest.approx(float(gradient[index]), rel=1e-4, abs=1e-7)


def test_borrowed_buffers_never_mix_two_passes() -> None:
    """Two forward passes in flight at once, taken back in the other order."""
    net = make("leaky-relu", 2)
    a, b = points(12).split(6)
    one = torch.ones(6, 1, dtype=torch.double)
    alone = [net.run(x).input_gradient(one) for x in (a, b)]
    first, second = net.run(a), net.run(b)
    net(points(6) + 1)
    together = [second.input_gradient(one), first.input_gradient(one)][::-1]
    torch.testing.assert_close(together, alone)


def test_a_pass_that_was_taken_back_lends_its_buffers_on() -> None:
    net = make("leaky-relu", 2)
    one = torch.ones(6, 1, dtype=torch.double)
    net.run(points(6)).parameter_gradient(one)
    free = [len(buffers) for buffers in net.workspace._free.values()]
    for _ in range(3):
        net.run(points(6)).parameter_gradient(one)
    assert [len(buffers) for buffers in net.workspace._free.values()] == free


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("layers", [0, 1, 3])
@pytest.mark.parametrize("rows", [4, 9])
def test_loss_and_penalty_in_one_pass_are_the_two_gradients(
    activation: Name, layers: int, rows: int
) -> None:
    net = make(activation, layers)
    x, slope = points(9), points(9)[:, 1:].clone()
    value, penalty = net.run(x).squared_input_gradient(rows)
    expected = net.run(x).parameter_gradient(slope) + 0.7 * penalty
    kept = x.clone(), slope.clone()
    together, gradient = net.run(x).penalized_gradient(slope, rows, 0.7)
    torch.testing.assert_close((x, slope), kept, rtol=0, atol=0)
    torch.testing.assert_close(together, 0.7 * value)
    torch.testing.assert_close(gradient, expected)


@pytest.mark.parametrize("columns", [1, 2, 8, 9])
@pytest.mark.parametrize("rows", [5, 512])
def test_products_of_few_columns_are_products(columns: int, rows: int) -> None:
    chance = torch.Generator().manual_seed(3)
    tall = torch.randn(rows, 64, generator=chance)
    matrix, other = (torch.randn(n, columns, generator=chance) for n in (64, rows))
    out = torch.empty(64, columns)
    transposed_product(tall, other, out)
    torch.testing.assert_close(out, tall.t() @ other, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(product(tall, matrix), tall @ matrix, rtol=1e-4, atol=1e-4)
    bias = torch.randn(columns, generator=chance)
    shifted = shifted_product(bias, tall, matrix)
    torch.testing.assert_close(shifted, bias + tall @ matrix, rtol=1e-4, atol=1e-4)


def test_products_that_are_long_sums_tell_no_number_of_threads() -> None:
    """Some libraries' do: with one column, or as a length."""
    chance = torch.Generator().manual_seed(5)
    flat = torch.randn(33_666, generator=chance)
    tall, column = (torch.randn(300, n, generator=chance) for n in (131, 1))
    matrix, bias = torch.randn(131, 1, generator=chance), torch.randn(1, generator=chance)
    before, found = torch.get_num_threads(), []
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            row, down = torch.empty(1, 131), torch.empty(131, 1)
            transposed_product(column, tall, row)
            transposed_product(tall, column, down)
            out = [product(tall, matrix), shifted_product(bias, tall, matrix), row, down]
            found.append(torch.cat([squared_length(flat)[None], *map(torch.flatten, out)]))
            assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)
    torch.testing.assert_close(found[0][0], flat.square().sum())
    assert torch.equal(*found)
