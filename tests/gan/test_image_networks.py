"""The image networks against what their papers say of them."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from ganlab.gan.networks.image_networks import (
    EMBEDDING,
    ConvolutionalDiscriminator,
    ConvolutionalGenerator,
    Dropout,
    Maxout,
    PaperDiscriminator,
    PaperGenerator,
    Size,
    grids,
)

torch.set_num_threads(1)  # small matrices: more threads only wait for each other

SIZES: list[Size] = [(8, 8), (16, 16), (28, 28), (29, 29), (32, 32), (64, 64), (20, 33), (8, 64)]


def chance(seed: int = 1) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def weights(module: nn.Module, *kinds: type[nn.Module]) -> Tensor:
    """All weights of the layers of some kinds."""
    return torch.cat(
        [
            layer.get_parameter("weight").detach().flatten()
            for layer in module.modules()
            if isinstance(layer, kinds)
        ]
    )


def biases(module: nn.Module) -> Tensor:
    named = module.named_parameters()
    return torch.cat([bias.detach().flatten() for name, bias in named if name.endswith("bias")])


# --- shapes and ranges ----------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("classes", [0, 3])
def test_images_of_every_size_are_drawn_and_judged(size: Size, classes: int) -> None:
    generators: list[PaperGenerator | ConvolutionalGenerator] = [
        PaperGenerator(6, size, units=12, classes=classes),
        ConvolutionalGenerator(6, size, width=4, classes=classes),
    ]
    discriminators: list[PaperDiscriminator | ConvolutionalDiscriminator] = [
        PaperDiscriminator(size, units=5, classes=classes),
        ConvolutionalDiscriminator(size, width=4, classes=classes),
    ]
    z = 50 * torch.randn(4, 6, generator=chance())
    label = torch.tensor([0, 2, 1, 2]) if classes else None
    for generator in generators:
        generator.initialize(chance())
        image = generator(z, label)
        assert image.shape == (4, 1, *size)
        assert image.min() >= 0
        assert image.max() <= 1
        for discriminator in discriminators:
            discriminator.initialize(chance())
            assert discriminator(image, label).shape == (4, 1)


def test_convolutions_begin_where_the_papers_begin() -> None:
    assert grids((64, 64)) == [(64, 64), (32, 32), (16, 16), (8, 8), (4, 4)]
    assert grids((28, 28)) == [(28, 28), (14, 14), (7, 7), (3, 3)]
    assert grids((29, 31)) == [(29, 31), (14, 15), (7, 7), (3, 3)]


@pytest.mark.parametrize("size", [(28, 28), (29, 31)])
def test_every_pixel_depends_on_the_noise(size: Size) -> None:
    """Also the last row and column of an odd size."""
    generator = ConvolutionalGenerator(6, size, width=4)
    generator.initialize(chance())
    assert (generator(torch.randn(8, 6, generator=chance()))[:, 0].std(0) > 0).all()


@pytest.mark.parametrize("size", [(28, 28), (29, 31)])
def test_the_discriminator_sees_every_pixel_but_an_odd_edge(size: Size) -> None:
    discriminator = ConvolutionalDiscriminator(size, width=4)
    discriminator.initialize(chance())
    image = torch.rand(4, 1, *size, generator=chance()).requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(image).square().sum(), image)
    assert (slopes.abs().amax((0, 1)) > 0).all()


# --- the papers' sizes and first weights ----------------------------------------------------


def test_the_2014_networks_have_the_authors_sizes_and_first_weights() -> None:
    generator, discriminator = PaperGenerator(100), PaperDiscriminator()
    generator.initialize(chance())
    discriminator.initialize(chance())
    count = [sum(p.numel() for p in m.parameters()) for m in (generator, discriminator)]
    assert count == [
        101 * 1200 + 1201 * 1200 + 1201 * 784,
        785 * 240 * 5 + 241 * 240 * 5 + 241,
    ]
    for module, bound in ((generator, 0.05), (discriminator, 0.005)):
        drawn = weights(module, nn.Linear)
        assert drawn.abs().max() <= bound
        assert float(drawn.std()) == pytest.approx(bound / math.sqrt(3), rel=0.01)
        assert float(drawn.mean()) == pytest.approx(0, abs=0.01 * bound)
        assert (biases(module) == 0).all()


def test_the_2014_generator_begins_at_the_mean_image() -> None:
    mean = torch.linspace(0, 1, 28 * 28).view(28, 28)
    generator = PaperGenerator(100)
    generator.initialize(chance(), mean)
    for layer in generator.hidden:
        if isinstance(layer, nn.Linear):
            nn.init.zeros_(layer.weight)
    torch.testing.assert_close(generator(torch.randn(2, 100))[1, 0], mean)


def test_dcgan_has_the_papers_first_weights() -> None:
    generator = ConvolutionalGenerator(100, (28, 28), 32, 10)
    discriminator = ConvolutionalDiscriminator((28, 28), 32, 10)
    for module in (generator, discriminator):
        module.initialize(chance())
        drawn = weights(module, nn.Linear, nn.Conv2d, nn.ConvTranspose2d)
        assert float(drawn.std()) == pytest.approx(0.02, rel=0.02)
        assert float(drawn.mean()) == pytest.approx(0, abs=3e-4)
        scales = weights(module, nn.BatchNorm2d)
        assert float(scales.mean()) == pytest.approx(1, abs=0.01)
        assert float(scales.std()) == pytest.approx(0.02, rel=0.4)
        assert (biases(module) == 0).all()
        assert float(weights(module, nn.Embedding).std()) == pytest.approx(0.02, rel=0.1)


def test_noise_is_much_louder_than_the_class_at_first() -> None:
    """Else a conditional generator soon draws one image for each class."""
    generator = ConvolutionalGenerator(100, classes=10)
    generator.initialize(chance())
    z, label = torch.randn(60, 100, generator=chance()), torch.arange(60) % 10
    over_noise = generator(z, torch.zeros_like(label)).std(0).mean()
    over_classes = generator(z[:1].expand(60, 100), label).std(0).mean()
    together = generator(z, label).std(0).mean()
    assert over_noise > 0.9 * together > 0
    assert over_classes > 0


def test_dcgan_normalises_all_but_gs_output_and_ds_input() -> None:
    """Radford et al. 2016, section 3."""
    generator, discriminator = ConvolutionalGenerator(100), ConvolutionalDiscriminator()
    assert [type(layer).__name__ for layer in generator.draw] == [
        *("BatchNorm2d", "ReLU", "ConvTranspose2d", "BatchNorm2d", "ReLU"),
        *("ConvTranspose2d", "BatchNorm2d", "ReLU", "ConvTranspose2d", "Tanh"),
    ]
    assert [type(layer).__name__ for layer in discriminator.look] == [
        *("Conv2d", "LeakyReLU", "Conv2d", "BatchNorm2d", "LeakyReLU"),
        *("Conv2d", "BatchNorm2d", "LeakyReLU"),
    ]


def test_the_same_seed_draws_the_same_first_weights() -> None:
    first, second = ConvolutionalGenerator(5, classes=2), ConvolutionalGenerator(5, classes=2)
    first.initialize(chance(3))
    second.initialize(chance(3))
    for one, other in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(one, other)


# --- formulas -------------------------------------------------------------------------------


def test_maxout_is_the_largest_of_its_pieces() -> None:
    layer = Maxout(3, units=4, pieces=5)
    x = torch.randn(6, 3, generator=chance())
    weight, bias = layer.linear.weight.view(5, 4, 3), layer.linear.bias.view(5, 4)
    pieces = torch.stack([x @ weight[j].t() + bias[j] for j in range(5)])
    torch.testing.assert_close(layer(x), pieces.max(0).values)


def test_maxout_can_be_a_parabola() -> None:
    """Five tangents of x² lie below it, and touch it where they touch."""
    layer = Maxout(1, units=1, pieces=5)
    touch = torch.linspace(-1, 1, 5)
    with torch.no_grad():
        layer.linear.weight.copy_(2 * touch[:, None])
        layer.linear.bias.copy_(-(touch**2))
    torch.testing.assert_close(layer(touch[:, None])[:, 0], touch**2)


def test_dropout_keeps_the_mean_and_silences_its_share() -> None:
    layer = Dropout(0.2, chance())
    out = layer(torch.ones(200, 500))
    assert set(out.unique().tolist()) == {0.0, 1.25}
    assert float((out == 0).float().mean()) == pytest.approx(0.2, abs=0.006)
    layer.eval()
    assert (layer(torch.ones(3, 3)) == 1).all()


def test_the_label_of_a_perceptron_is_further_inputs() -> None:
    """Mirza and Osindero 2014: the bias a class adds is its column of the first weights."""
    generator = PaperGenerator(4, (8, 8), units=9, layers=1, classes=3)
    z = torch.randn(2, 4, generator=chance())
    first = generator.hidden[0]
    assert isinstance(first, nn.Linear)
    hidden = (z @ first.weight[:, :4].t() + first.weight[:, 4 + 1] + first.bias).relu()
    expected = generator.pixels(hidden).sigmoid().view(2, 1, 8, 8)
    torch.testing.assert_close(generator(z, torch.tensor([1, 1])), expected)


def test_a_label_is_never_silenced() -> None:
    discriminator = PaperDiscriminator((8, 8), 5, dropout_input=0.9, dropout=0, classes=2)
    black = torch.zeros(200, 1, 8, 8)
    logits = discriminator(black, torch.ones(200, dtype=torch.long))
    torch.testing.assert_close(logits, logits[:1].expand(200, 1))


def test_projection_adds_the_classes_vector_times_the_features() -> None:
    """a(x, y) − a(x, y′) = (v_y − v_y′)ᵀ φ(x), Miyato and Koyama 2018, equation 3."""
    discriminator = ConvolutionalDiscriminator((8, 8), 4, classes=3).eval()
    assert discriminator.projection is not None
    image = torch.rand(5, 1, 8, 8, generator=chance())
    one, two = torch.full((5,), 1), torch.full((5,), 2)
    vectors = discriminator.projection.weight
    features = discriminator.look(2 * image - 1).flatten(1)
    difference = discriminator(image, one) - discriminator(image, two)
    torch.testing.assert_close(difference[:, 0], features @ (vectors[1] - vectors[2]))


def test_a_convolutional_generator_reads_its_class_as_further_noise() -> None:
    generator = ConvolutionalGenerator(6, (8, 8), 4, classes=2).eval()
    assert generator.embedding is not None
    z, label = torch.randn(3, 6, generator=chance()), torch.tensor([0, 1, 1])
    told = ConvolutionalGenerator(6 + EMBEDDING, (8, 8), 4).eval()
    told.load_state_dict(generator.state_dict(), strict=False)
    joined = torch.cat([z, generator.embedding.weight[label]], 1)
    torch.testing.assert_close(generator(z, label), told(joined))
