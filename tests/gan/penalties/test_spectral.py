"""Spectral normalisation against the singular values, and its gradient against autograd's."""

from __future__ import annotations

import pytest
import torch

from ganlab.document import Network
from ganlab.gan.networks.image_players import make_image_discriminator
from ganlab.gan.networks.perceptron import MLP
from ganlab.gan.penalties.spectral import SpectralNorm
from tests.gan.penalties.test_gradient import discriminator, rows, stream


def largest(matrix: torch.Tensor) -> float:
    return float(torch.linalg.matrix_norm(matrix.flatten(1), ord=2))


def test_the_norms_are_the_largest_singular_values() -> None:
    net = discriminator()
    net.constrain(True, 0.0, stream(1))
    norm = net.spectral
    assert norm is not None
    for _ in range(300):
        net.settle()
    learned = net.split(net.parameters)[0]
    assert list(norm.norms.values()) == pytest.approx([largest(w) for w in learned], rel=1e-6)
    net(rows())
    assert [largest(w) for w in net.weights] == pytest.approx([1.0] * 3, rel=1e-6)
    for used, bias in zip(net.biases, net.split(net.parameters)[1], strict=True):
        assert torch.equal(used, bias)


def test_one_iteration_a_step_follows_a_matrix_that_moves() -> None:
    net = discriminator()
    net.constrain(True, 0.0, stream(1))
    drift = torch.randn(net.parameters.shape, dtype=torch.double, generator=stream(2)) * 1e-3
    for _ in range(200):
        net.parameters.add_(drift)
        net.settle()
    assert net.spectral is not None
    learned = net.split(net.parameters)[0]
    exact = [largest(w) for w in learned]
    assert list(net.spectral.norms.values()) == pytest.approx(exact, rel=1e-3)


def test_the_gradient_goes_through_the_division() -> None:
    net = discriminator()
    net.constrain(True, 0.0, stream(1))
    norm = net.spectral
    assert norm is not None
    x, slope = rows(), torch.linspace(-1, 1, 12, dtype=torch.double)[:, None]
    gradient = net.run(x).parameter_gradient(slope)
    net.pull_back(gradient)

    flat = net.parameters.clone().requires_grad_()
    weights, biases = net.split(flat)
    vectors = iter(norm.vectors.split([n for w in weights for n in w.shape]))
    h = x
    for number, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        u, v = next(vectors), next(vectors)
        h = h @ (weight / (u @ weight @ v)).T + bias
        h = torch.tanh(h) if number < 2 else h
    (expected,) = torch.autograd.grad((h * slope).sum(), flat)
    torch.testing.assert_close(gradient, expected)


def test_turned_off_d_goes_on_as_it_was() -> None:
    net = discriminator()
    plain = net(rows())
    net.constrain(True, 0.0, stream(1))
    normalised = net(rows())
    assert not torch.allclose(plain, normalised)
    net.constrain(False, 0.0, stream(1))
    assert torch.equal(net(rows()), normalised)
    assert not len(net.statistics)
    assert torch.equal(net.split(net.parameters)[0][0], net.weights[0])


def test_d_rises_by_no_more_than_one_a_unit() -> None:
    spec = Network(layers=3, units=16, activation="leaky-relu")
    net = MLP(2, 1, spec, stream(4), torch.device("cpu"))
    net.parameters.mul_(20)
    net.constrain(True, 0.0, stream(1))
    for _ in range(200):
        net.settle()
    steepest = net.run(torch.randn(500, 2, generator=stream(3))).input_gradient(torch.ones(500, 1))
    assert float(steepest.norm(dim=1).max()) <= 1.0001


def test_convolutions_are_normalised_as_matrices() -> None:
    cpu = torch.device("cpu")
    net = make_image_discriminator("dcgan", (8, 8), 0, 4, stream(2), cpu)
    net.constrain(True, 0.0, stream(1))
    assert net.spectral is not None
    for _ in range(300):
        net.settle()
    net(torch.rand(4, 64, generator=stream(6)))
    wide = [p for p in net.module.parameters() if p.ndim > 1]
    assert [largest(p.detach()) for p in wide] == pytest.approx([1.0] * len(wide), rel=1e-4)


def test_a_matrix_of_zeros_stays_one() -> None:
    learned = torch.zeros(6)
    norm = SpectralNorm(learned, [("w", torch.Size((2, 3)))], stream(1))
    assert torch.equal(norm.used, learned)
    gradient = torch.ones(6)
    norm.pull_back(gradient)
    assert torch.isfinite(gradient).all()


def test_vectors_come_back_and_those_that_are_not_there_begin_anew() -> None:
    net, other = discriminator(), discriminator()
    net.constrain(True, 0.0, stream(1))
    other.constrain(True, 0.0, stream(2))
    saved = net.buffers()
    assert set(saved) == {f"{2 * i}.weight.{letter}" for i in range(3) for letter in "uv"}
    other.statistics.copy_(other.flat_buffers(saved))
    assert torch.allclose(other.statistics, net.statistics)
    assert torch.isfinite(other.flat_buffers({})).all()
