"""Both players of a game with images, of either architecture, with their first weights."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from ganlab.gan.networks.image_networks import (
    ConvolutionalDiscriminator,
    ConvolutionalGenerator,
    PaperDiscriminator,
    PaperGenerator,
    Size,
)
from ganlab.gan.networks.modules import TorchNetwork

Kind = Literal["mlp-2014", "dcgan"]


def make_image_generator(
    kind: Kind,
    noise: int,
    size: Size,
    classes: int,
    width: int,
    generator: torch.Generator,
    device: torch.device,
    mean_image: Tensor | None = None,
) -> TorchNetwork:
    """A generator of images, with first weights from `generator` (on the CPU).

    :param noise: how many numbers of noise an image is made from.
    :param size: height and width, pixels, 8 to 64 each.
    :param classes: 0, or how many classes of images there are to be told apart.
    :param width: of "mlp-2014", the units of a layer of G (1200 in the paper), of which D has a
        fifth; of "dcgan", the channels of the finest grid.
    :param mean_image: (H, W) in [0, 1]; where the paper's generator begins, if it is given.
    """
    module: nn.Module
    if kind == "mlp-2014":
        module = PaperGenerator(noise, size, units=width, classes=classes)
        module.initialize(generator, mean_image)
    else:
        module = ConvolutionalGenerator(noise, size, width, classes)
        module.initialize(generator)
    return TorchNetwork(module.to(device), (noise,), classes, labelled=True)


def make_image_discriminator(
    kind: Kind,
    size: Size,
    classes: int,
    width: int,
    generator: torch.Generator,
    device: torch.device,
    pack: int = 1,
) -> TorchNetwork:
    """Its discriminator, with parameters as those of `make_image_generator`; it judges `pack`
    images at once, which lie side by side in a row, and are its channels."""
    chance = torch.Generator(device)
    module: nn.Module
    if kind == "mlp-2014":
        module = PaperDiscriminator(
            size, units=width // 5, classes=classes, chance=chance, pack=pack
        )
        module.initialize(generator)
    else:
        module = ConvolutionalDiscriminator(size, width, classes, pack)
        module.initialize(generator)
    chance.manual_seed(int(torch.randint(2**62, (), generator=generator)))
    return TorchNetwork(module.to(device), (pack, *size), classes, chance=chance)
