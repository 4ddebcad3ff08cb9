"""Modules as players: gradients against autograd and finite differences, in double precision."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.func import functional_call

from ganlab.gan.networks.image_networks import (
    ConvolutionalDiscriminator,
    ConvolutionalGenerator,
    PaperDiscriminator,
    PaperGenerator,
)
from ganlab.gan.networks.image_players import Kind, make_image_discriminator, make_image_generator
from ganlab.gan.networks.modules import TorchNetwork

torch.set_num_threads(1)  # small matrices: more threads only wait for each other

NOISE, SIZE, PIXELS = 4, (17, 16), 272
KINDS: list[Kind] = ["mlp-2014", "dcgan"]
CASES = [
    (kind, side, classes) for kind in KINDS for side in ("draws", "judges") for classes in (0, 3)
]
every_network = pytest.mark.parametrize(("kind", "side", "classes"), CASES)
every_discriminator = pytest.mark.parametrize(
    ("kind", "classes"), [(kind, classes) for kind in KINDS for classes in (0, 3)]
)


def stream(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def make(kind: str, side: str, classes: int) -> TorchNetwork:
    """A small network in double precision, torch's own first weights (the papers' are so small
    that little would be tested)."""
    torch.manual_seed(7)
    drawn = stream(11)
    modules: dict[tuple[str, str], Callable[[], nn.Module]] = {
        ("mlp-2014", "draws"): lambda: PaperGenerator(NOISE, SIZE, 7, 2, classes),
        ("dcgan", "draws"): lambda: ConvolutionalGenerator(NOISE, SIZE, 3, classes),
        ("mlp-2014", "judges"): lambda: PaperDiscriminator(
            SIZE, 4, 3, 2, classes=classes, chance=drawn
        ),
        ("dcgan", "judges"): lambda: ConvolutionalDiscriminator(SIZE, 3, classes),
    }
    module = modules[kind, side]().double()
    if side == "draws":
        return TorchNetwork(module, (NOISE,), classes, labelled=True)
    return TorchNetwork(module, (1, *SIZE), classes, chance=drawn)


def rows(net: TorchNetwork, n: int, seed: int = 5) -> Tensor:
    values = torch.rand(n, net.columns, dtype=torch.double, generator=stream(seed))
    if not net.classes:
        return values
    labels = torch.randint(net.classes, (n,), generator=stream(seed))
    return torch.cat([values, nn.functional.one_hot(labels, net.classes).double()], 1)


def plain(net: TorchNetwork, x: Tensor) -> tuple[Tensor, dict[str, Tensor], Tensor]:
    """The module's output without the label, with parameters and values that autograd knows."""
    leaves = {n: p.detach().clone().requires_grad_() for n, p in net.module.named_parameters()}
    values = x[:, : net.columns].clone().requires_grad_()
    label = x[:, net.columns :].argmax(1) if net.classes else None
    shaped = values.view(len(x), *net.shape)
    output = functional_call(net.module, leaves, (shaped, label)).flatten(1)
    return output, leaves, values


def assert_gradients(net: TorchNetwork, flat: Tensor, expected: tuple[Tensor, ...]) -> None:
    for array, gradient in zip(net.arrays(flat).values(), expected, strict=True):
        torch.testing.assert_close(torch.from_numpy(array), gradient)


def fourth(squared: Tensor) -> tuple[Tensor, Tensor]:
    """‖g‖⁴ and its slope in ‖g‖²; dropout may leave no gradient at all."""
    return squared**2, 2 * squared


def rewound(net: TorchNetwork) -> TorchNetwork:
    """The network before its first draw, so that dropout silences the same."""
    if net.chance is not None:
        net.chance.manual_seed(11)
    return net


# --- gradients ------------------------------------------------------------------------------


@every_network
def test_gradients_are_autograds(kind: str, side: str, classes: int) -> None:
    net = make(kind, side, classes)
    x = rows(net, 6)
    output, leaves, values = plain(rewound(net), x)
    slope = torch.randn(output.shape, dtype=torch.double, generator=stream(9))
    *of_parameters, of_values = torch.autograd.grad(
        (output * slope).sum(), [*leaves.values(), values]
    )
    labelled = side == "draws" and classes > 0
    wide = torch.cat([slope, torch.full((6, classes), 7.0)], 1) if labelled else slope
    done = rewound(net).run(x)
    torch.testing.assert_close(done.output[:, : output.shape[1]], output.detach())
    assert_gradients(net, done.parameter_gradient(wide), tuple(of_parameters))
    of_x = rewound(net).run(x).input_gradient(wide)
    assert of_x.shape == x.shape
    torch.testing.assert_close(of_x[:, : net.columns], of_values)
    if side == "judges":
        assert (of_x[:, net.columns :] == 0).all()


@every_network
def test_gradients_are_finite_differences(kind: str, side: str, classes: int) -> None:
    """Along a direction of chance, in the parameters and in the input."""
    net = make(kind, side, classes)
    x, step = rows(net, 5), 1e-6
    out = rewound(net)(x)
    slope = torch.randn(out.shape, dtype=torch.double, generator=stream(9))
    of_parameters = rewound(net).run(x).parameter_gradient(slope).clone()
    of_x = rewound(net).run(x).input_gradient(slope)[:, : net.columns]

    along = torch.randn(net.parameters.shape, dtype=torch.double, generator=stream(2))
    sides = []
    for sign in (1, -1):
        net.parameters.add_(along, alpha=sign * step)
        sides.append(float((rewound(net)(x) * slope).sum()))
        net.parameters.add_(along, alpha=-sign * step)
    numeric = (sides[0] - sides[1]) / (2 * step)
    assert numeric == pytest.approx(float(of_parameters @ along), rel=1e-4, abs=1e-6)

    nudge = torch.zeros_like(x)
    nudge[:, : net.columns] = torch.randn(5, net.columns, generator=stream(4)) * step
    ahead, behind = (float((rewound(net)(x + s * nudge) * slope).sum()) for s in (1, -1))
    expected = float((of_x * nudge[:, : net.columns]).sum())
    assert (ahead - behind) / 2 == pytest.approx(expected, rel=1e-4, abs=1e-12)


@every_discriminator
@pytest.mark.parametrize("parts", [1, 2])
def test_r1_is_double_backpropagation_over_the_real_rows(
    kind: str, classes: int, parts: int
) -> None:
    net = make(kind, "judges", classes)
    x, real = rows(net, 8), 4
    output, leaves, values = plain(rewound(net), x[:real] if parts == 2 and kind == "dcgan" else x)
    (slopes,) = torch.autograd.grad(output[:real].sum(), values, create_graph=True)
    theirs = slopes[:real].square().sum(1).mean()
    expected = torch.autograd.grad(theirs, list(leaves.values()), materialize_grads=True)

    judged = rewound(net).run(x, parts)
    value, gradient = judged.squared_input_gradient(real)
    torch.testing.assert_close(value, theirs.detach())
    assert_gradients(net, gradient, expected)
    again = rewound(net).run(x, parts).parameter_gradient(torch.ones(8, 1))
    torch.testing.assert_close(judged.parameter_gradient(torch.ones(8, 1)), again)


@every_discriminator
@pytest.mark.parametrize("parts", [1, 2])
def test_any_function_of_the_gradients_length_over_the_generated_rows(
    kind: str, classes: int, parts: int
) -> None:
    net = make(kind, "judges", classes)
    x, real = rows(net, 8), 4
    alone = parts == 2 and kind == "dcgan"
    output, leaves, values = plain(rewound(net), x[real:] if alone else x)
    judged = output if alone else output[real:]
    (slopes,) = torch.autograd.grad(judged.sum(), values, create_graph=True)
    felt = slopes if alone else slopes[real:]
    theirs = (felt.square().sum(1) ** 2).mean()
    expected = torch.autograd.grad(theirs, list(leaves.values()), materialize_grads=True)
    forward = rewound(net).run(x, parts)
    value, gradient = forward.squared_input_gradient(real, real, fourth)
    torch.testing.assert_close(value, theirs.detach())
    assert_gradients(net, gradient, expected)


@every_discriminator
def test_r1_gradient_is_the_finite_difference(kind: str, classes: int) -> None:
    net = make(kind, "judges", classes)
    x, step = rows(net, 4), 1e-6
    _, gradient = rewound(net).run(x).squared_input_gradient(4)
    along = torch.randn(net.parameters.shape, dtype=torch.double, generator=stream(2))
    sides = []
    for sign in (1, -1):
        net.parameters.add_(along, alpha=sign * step)
        sides.append(float(rewound(net).run(x).squared_input_gradient(4)[0]))
        net.parameters.add_(along, alpha=-sign * step)
    numeric = (sides[0] - sides[1]) / (2 * step)
    assert numeric == pytest.approx(float(gradient @ along), rel=1e-4, abs=1e-8)


# --- batches --------------------------------------------------------------------------------


def test_two_parts_are_two_batches_to_batch_normalisation() -> None:
    net, alone = make("dcgan", "judges", 0), make("dcgan", "judges", 0)
    real, fake = rows(net, 6, seed=1), rows(net, 6, seed=2) / 3
    slope = torch.randn(12, 1, dtype=torch.double, generator=stream(3))
    judged = net.run(torch.cat([real, fake]), parts=2)
    first, second = alone.run(real), alone.run(fake)
    torch.testing.assert_close(judged.output, torch.cat([first.output, second.output]))
    torch.testing.assert_close(net.statistics, alone.statistics)
    expected = first.parameter_gradient(slope[:6]).clone() + second.parameter_gradient(slope[6:])
    torch.testing.assert_close(judged.parameter_gradient(slope), expected)
    together = alone.run(torch.cat([real, fake])).output
    assert not torch.allclose(together, judged.output)


@pytest.mark.parametrize("side", ["draws", "judges"])
def test_evaluating_leaves_the_statistics_and_the_stream_of_chance_alone(side: str) -> None:
    for kind in KINDS:
        net = make(kind, side, 0)
        net(rows(net, 6))
        before, chance = net.statistics.clone(), net.chance_state()
        one, two = net.evaluate(rows(net, 6)), net.evaluate(rows(net, 6))
        assert torch.equal(one, two)
        assert torch.equal(net.statistics, before)
        assert np.array_equal(net.chance_state(), chance)
        if (kind, side) != ("dcgan", "judges"):
            # The same whatever is evaluated beside it.
            torch.testing.assert_close(net.evaluate(rows(net, 6)[:1]), one[:1])


def test_a_dcgan_judges_a_batch_as_it_does_in_training() -> None:
    """Statistics that ran over real and generated images fitted neither: after 5,000 steps every
    image looked generated, while the curve of D(x) stood at 0.72."""
    net = make("dcgan", "judges", 0)
    real, fake = rows(net, 6), rows(net, 6) / 4
    for _ in range(20):
        net.run(torch.cat([real, fake]), parts=2).release()
    seen = torch.cat([net.evaluate(real), net.evaluate(fake)])
    torch.testing.assert_close(seen, net.run(torch.cat([real, fake]), parts=2).output)


def test_the_statistics_are_running_means_of_the_batches() -> None:
    """As nn.BatchNorm2d defines them, 0.9 of what was and 0.1 of the batch's; they are read from
    the flat vector."""
    net = make("dcgan", "draws", 0)
    project = net.module.get_submodule("project")
    batch = rows(net, 6)
    net(batch)
    name = "draw.0.running_mean"
    coarse = project(batch).detach().view(6, -1, 4, 4)
    np.testing.assert_allclose(net.buffers()[name], 0.1 * coarse.mean((0, 2, 3)), rtol=1e-6)
    seen = net.evaluate(batch)
    net.statistics.fill_(1.0)
    assert not torch.allclose(net.evaluate(batch), seen)


# --- labels travel with the rows ------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_generated_row_ends_in_the_label_it_was_drawn_for(kind: str) -> None:
    draws, judges = make(kind, "draws", 3), make(kind, "judges", 3)
    z = rows(draws, 6)
    for made in (draws(z), draws.run(z).output, draws.evaluate(z)):
        assert made.shape == (6, PIXELS + 3)
        assert torch.equal(made[:, PIXELS:], z[:, NOISE:])
    other = made.clone()
    other[:, PIXELS:] = other[:, PIXELS:].roll(1, 1)
    assert not torch.allclose(judges.evaluate(made), judges.evaluate(other))


@pytest.mark.parametrize("kind", KINDS)
def test_without_classes_a_row_is_the_pixels(kind: str) -> None:
    draws = make(kind, "draws", 0)
    assert draws(rows(draws, 6)).shape == (6, PIXELS)


# --- one flat vector ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_modules_parameters_are_views_of_the_flat_vector(kind: str) -> None:
    net = make(kind, "draws", 0)
    net.parameters.zero_()
    assert all((own == 0).all() for own in net.module.parameters())
    assert torch.equal(net.evaluate(rows(net, 2)), torch.full((2, PIXELS), 0.5).double())


@every_network
def test_arrays_and_back(kind: str, side: str, classes: int) -> None:
    net = make(kind, side, classes)
    net.parameters.copy_(net.parameters.float())
    net(rows(net, 5))
    net.statistics.copy_(net.statistics.float())
    assert list(net.arrays()) == [name for name, _ in net.module.named_parameters()]
    assert torch.equal(net.flat(net.arrays()), net.parameters)
    assert torch.equal(net.flat_buffers(net.buffers()), net.statistics)
    assert not set(net.arrays()) & set(net.buffers())
    doubled = net.arrays(2 * net.parameters)
    assert torch.equal(net.flat(doubled), 2 * net.parameters)
    net.module.load_state_dict(  # a plain module takes them by these names
        {n: torch.from_numpy(a) for n, a in (net.arrays() | net.buffers()).items()}
    )


def test_arrays_are_copies() -> None:
    net = make("dcgan", "draws", 0)
    arrays, buffers = net.arrays(), net.buffers()
    net.parameters.zero_()
    net.statistics.zero_()
    assert arrays["project.weight"].any()
    assert any(array.any() for array in buffers.values())


@pytest.mark.parametrize("change", ["missing", "extra", "shape"])
def test_arrays_of_another_network_are_refused(change: str) -> None:
    net = make("dcgan", "draws", 0)
    for arrays, flat in ((net.arrays(), net.flat), (net.buffers(), net.flat_buffers)):
        name = next(iter(arrays))
        if change == "missing":
            del arrays[name]
        elif change == "extra":
            arrays["other"] = arrays[name]
        else:
            arrays[name] = arrays[name][:-1]
        with pytest.raises(ValueError, match="saved network"):
            flat(arrays)


# --- chance ---------------------------------------------------------------------------------


@pytest.mark.parametrize("classes", [0, 3])
def test_dropout_goes_on_bit_for_bit_from_a_saved_state(classes: int) -> None:
    net = make("mlp-2014", "judges", classes)
    x = rows(net, 6)
    net(x)
    state = net.chance_state()
    expected = [net(x) for _ in range(3)]
    assert not torch.equal(expected[0], expected[1])
    net.load_chance(state)
    assert all(torch.equal(net(x), out) for out in expected)


def test_a_damaged_state_of_chance_is_refused() -> None:
    net = make("mlp-2014", "judges", 0)
    with pytest.raises(ValueError, match="damaged"):
        net.load_chance(net.chance_state()[:-9])
    draws = make("mlp-2014", "draws", 0)
    assert draws.chance_state().size == 0
    draws.load_chance(draws.chance_state())
    with pytest.raises(ValueError, match="another network"):
        draws.load_chance(net.chance_state())


@pytest.mark.parametrize("classes", [0, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_makes_players_that_play_the_same_bit_for_bit(
    kind: Kind, classes: int
) -> None:
    width = {"mlp-2014": 40, "dcgan": 4}[kind]
    outcomes = []
    for _ in range(2):
        torch.rand(1)  # torch's global stream of chance plays no part
        initial, cpu = stream(3), torch.device("cpu")
        draws = make_image_generator(kind, NOISE, (8, 8), classes, width, initial, cpu)
        judges = make_image_discriminator(kind, (8, 8), classes, width, initial, cpu)
        z = rows(draws, 6).float()
        for _ in range(3):
            made, images = draws.run(z), draws(z)
            of_d = judges.run(torch.cat([images.flip(1), images]), 2).parameter_gradient(
                torch.ones(12, 1)
            )
            judges.parameters.sub_(of_d, alpha=0.01)
            slope = judges.run(made.output).input_gradient(torch.ones(6, 1))
            draws.parameters.sub_(made.parameter_gradient(slope), alpha=0.01)
        outcomes.append((draws.parameters, judges.parameters, draws.statistics))
    for one, other in zip(*outcomes, strict=True):
        assert torch.equal(one, other)


def test_the_players_have_the_papers_sizes() -> None:
    cpu = torch.device("cpu")
    draws = make_image_generator("mlp-2014", 100, (28, 28), 0, 1200, stream(1), cpu)
    judges = make_image_discriminator("mlp-2014", (28, 28), 0, 1200, stream(1), cpu)
    assert (len(draws.parameters), len(judges.parameters)) == (2_503_984, 1_231_441)
