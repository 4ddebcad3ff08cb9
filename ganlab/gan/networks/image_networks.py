"""The networks that draw images and judge them, as plain torch modules, beside the papers.

    kind        generator                       discriminator
    mlp-2014    PaperGenerator                  PaperDiscriminator            Goodfellow et al. 2014
    dcgan       ConvolutionalGenerator          ConvolutionalDiscriminator    Radford et al. 2016

Every image here is (n, 1, H, W) with pixels in [0, 1], 0 black and 1 white; every discriminator
returns a logit a, (n, 1), and D(x) = σ(a). With `classes` > 0 a network is conditional and wants
the `label`, (n,) integers 0..classes − 1, as well. `initialize` draws the papers' first weights;
before it, a module has torch's own.
"""

from __future__ import annotations

from itertools import pairwise
from math import prod

import torch
from torch import Tensor, nn
from torch.nn.functional import one_hot

Size = tuple[int, int]
"""Height and width of an image, pixels."""


# --- the perceptrons of 2014 ----------------------------------------------------------------


def join(x: Tensor, label: Tensor | None, classes: int) -> Tensor:
    """(n, d) -> (n, d + classes): the label as further inputs, 1 for its class and 0 for the
    others (Mirza and Osindero 2014, "Conditional generative adversarial nets", figure 1)."""
    if label is None or not classes:
        return x
    return torch.cat([x, one_hot(label, classes).to(x)], 1)


class PaperGenerator(nn.Module):
    """Two layers of 1200 rectifiers and a sigmoid for each pixel, fed 100 numbers of noise.

        h₁ = max(0, W₁ z + b₁),   h₂ = max(0, W₂ h₁ + b₂),   x = σ(W₃ h₂ + b₃)

    Goodfellow et al. 2014 for MNIST; sizes and first weights from the authors' own mnist.yaml
    (github.com/goodfeli/adversarial).
    """

    def __init__(
        self,
        noise: int,
        size: Size = (28, 28),
        units: int = 1200,
        layers: int = 2,
        classes: int = 0,
    ) -> None:
        super().__init__()
        self.noise, self.size, self.classes = noise, size, classes
        widths = [noise + classes, *[units] * layers]
        stack: list[nn.Module] = []
        for below, above in pairwise(widths):
            stack += [nn.Linear(below, above), nn.ReLU()]
        self.hidden = nn.Sequential(*stack)
        self.pixels = nn.Linear(widths[-1], prod(size))

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        """(n, noise) numbers and (n,) labels -> (n, 1, H, W) images."""
        hidden = self.hidden(join(z, label, self.classes))
        return self.pixels(hidden).sigmoid().view(-1, 1, *self.size)

    def initialize(self, chance: torch.Generator, mean_image: Tensor | None = None) -> None:
        """Weights uniform in ±0.05, biases 0. With the data's `mean_image`, (H, W) in [0, 1], the
        last bias is log(p / (1 − p)), so that the first images are about as bright as the data."""
        spread(self, 0.05, chance)
        if mean_image is not None:
            with torch.no_grad():
                self.pixels.bias.copy_(mean_image.flatten().logit(1e-7))


class Maxout(nn.Module):
    """hᵢ = max over j of (W x + b)ᵢⱼ: each unit is the largest of its own linear `pieces`, any
    convex function in the limit (Goodfellow et al. 2013, "Maxout networks", equation 1)."""

    def __init__(self, inputs: int, units: int, pieces: int) -> None:
        super().__init__()
        self.units, self.pieces = units, pieces
        self.linear = nn.Linear(inputs, units * pieces)

    def forward(self, x: Tensor) -> Tensor:
        """(n, inputs) -> (n, units)."""
        return self.linear(x).view(-1, self.pieces, self.units).amax(1)


class Dropout(nn.Module):
    """Silences each number with probability p while training and divides the others by 1 − p, so
    that the mean stays (Srivastava et al. 2014). As torch's own, but with a stream of chance that
    can be saved and taken up again."""

    def __init__(self, p: float, chance: torch.Generator | None) -> None:
        super().__init__()
        self.p, self.chance = p, chance

    def forward(self, x: Tensor) -> Tensor:
        """Of x's own shape; x itself when not training."""
        if not self.training or self.p == 0:
            return x
        kept = torch.empty_like(x).bernoulli_(1 - self.p, generator=self.chance)
        return x * kept.div_(1 - self.p)


class PaperDiscriminator(nn.Module):
    """Two layers of 240 maxout units of five pieces each, with dropout before every layer.

    Goodfellow et al. 2014 for MNIST, as in the authors' mnist.yaml: a fifth of the pixels and half
    of the units are silenced. That file sets no bound on the norm of a unit's weights (the maxout
    paper's own recipe has one, 1.9365), so there is none here. A label is never silenced.
    """

    def __init__(
        self,
        size: Size = (28, 28),
        units: int = 240,
        pieces: int = 5,
        layers: int = 2,
        dropout_input: float = 0.2,
        dropout: float = 0.5,
        classes: int = 0,
        chance: torch.Generator | None = None,
        pack: int = 1,
    ) -> None:
        """Dropout draws from `chance`, on the module's device; None is torch's global stream."""
        super().__init__()
        self.classes = classes
        self.input_dropout = Dropout(dropout_input, chance)
        widths = [pack * prod(size) + classes, *[units] * layers]
        stack: list[nn.Module] = []
        for below, above in pairwise(widths):
            stack += [Maxout(below, above, pieces), Dropout(dropout, chance)]
        self.hidden = nn.Sequential(*stack)
        self.logit = nn.Linear(widths[-1], 1)

    def forward(self, image: Tensor, label: Tensor | None = None) -> Tensor:
        """(n, pack, H, W) images and (n,) labels -> (n, 1) logits."""
        pixels = self.input_dropout(image.flatten(1))
        return self.logit(self.hidden(join(pixels, label, self.classes)))

    def initialize(self, chance: torch.Generator) -> None:
        """Weights uniform in ±0.005, biases 0."""
        spread(self, 0.005, chance)


def spread(module: nn.Module, bound: float, chance: torch.Generator) -> None:
    """Every weight uniform in ±bound and every bias 0, pylearn2's "irange"."""
    for layer in module.modules():
        if isinstance(layer, nn.Linear):
            nn.init.uniform_(layer.weight, -bound, bound, generator=chance)
            nn.init.zeros_(layer.bias)


# --- the convolutions of 2016 ---------------------------------------------------------------

COARSE = 4
"""Pixels: halving stops when a side is no longer than this, as in the paper. A DCGAN that began at
7 x 7 drew good strokes that did not meet: Fréchet distance 63 after 2,000 steps, against 29."""
EMBEDDING = 32
"""Numbers by which a convolutional generator knows a class."""


def grids(size: Size) -> list[Size]:
    """From the image down to the grid where drawing begins, each half of the one before (rounded
    down): 28 × 28, 14 × 14, 7 × 7, or 64, 32, 16, 8, 4 as in the paper."""
    ladder = [size]
    while min(ladder[-1]) > COARSE:
        height, width = ladder[-1]
        ladder.append((height // 2, width // 2))
    return ladder


class ConvolutionalGenerator(nn.Module):
    """DCGAN's generator: noise becomes a coarse grid, which transposed convolutions double until
    it is the image; batch normalisation and ReLU between them, tanh at the end.

    Radford, Metz and Chintala 2016, "Unsupervised representation learning with deep convolutional
    generative adversarial networks", section 3 and figure 1; x = (1 + tanh)/2. The finest grid
    before the image has `width` channels, each coarser one twice as many. A class is an embedding
    of `EMBEDDING` numbers, joined to the noise.
    """

    def __init__(
        self, noise: int, size: Size = (28, 28), width: int = 32, classes: int = 0
    ) -> None:
        super().__init__()
        self.noise, self.size, self.classes = noise, size, classes
        self.embedding = nn.Embedding(classes, EMBEDDING) if classes else None
        fine_first = grids(size)
        self.start = fine_first[-1]
        channels = [width * 2**level for level in reversed(range(len(fine_first) - 1))]
        inputs = noise + (EMBEDDING if classes else 0)
        self.project = nn.Linear(inputs, channels[0] * prod(self.start), bias=False)
        stack: list[nn.Module] = [nn.BatchNorm2d(channels[0]), nn.ReLU()]
        targets = fine_first[-2::-1]
        for (below, above), target in zip(pairwise(channels), targets, strict=False):
            stack += [doubling(below, above, target, bias=False), nn.BatchNorm2d(above), nn.ReLU()]
        self.draw = nn.Sequential(*stack, doubling(channels[-1], 1, size, bias=True), nn.Tanh())

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        """(n, noise) numbers and (n,) labels -> (n, 1, H, W) images."""
        if self.embedding is not None and label is not None:
            z = torch.cat([z, self.embedding(label)], 1)
        coarse = self.project(z).unflatten(1, (-1, *self.start))
        return (1 + self.draw(coarse)) / 2

    def initialize(self, chance: torch.Generator) -> None:
        """As `normal` says, the embeddings too: classes must begin much quieter than the noise.

        With embeddings N(0, 1) the digits came apart at once, and each class was soon a single
        image: its pixels' standard deviation over z fell below 0.02, where MNIST's is 0.17.
        """
        normal(self, chance)


class ConvolutionalDiscriminator(nn.Module):
    """DCGAN's discriminator: strided convolutions halve the image, batch normalisation after all
    but the first, leaky ReLU of slope 0.2; a linear layer looks at the coarsest grid φ(x).

    Batch normalisation goes by the batch at hand, when training is over as well: a batch of D's is
    all real or all generated, and statistics that ran over both would fit neither.

    Radford et al. 2016, section 3. The conditional one adds the projection of Miyato and Koyama
    2018, "cGANs with projection discriminator", equation 3, with ψ linear and one vector v_y for
    each class y:

        a(x, y) = wᵀ φ(x) + b + v_yᵀ φ(x)
    """

    def __init__(
        self, size: Size = (28, 28), width: int = 32, classes: int = 0, pack: int = 1
    ) -> None:
        super().__init__()
        self.classes = classes
        ladder = grids(size)
        channels = [pack, *(width * 2**level for level in range(len(ladder) - 1))]
        stack: list[nn.Module] = []
        for below, above in pairwise(channels):
            first = not stack
            stack.append(nn.Conv2d(below, above, 4, stride=2, padding=1, bias=first))
            if not first:
                stack.append(nn.BatchNorm2d(above, track_running_stats=False))
            stack.append(nn.LeakyReLU(0.2))
        self.look = nn.Sequential(*stack)
        features = channels[-1] * prod(ladder[-1])
        self.logit = nn.Linear(features, 1)
        self.projection = nn.Embedding(classes, features) if classes else None

    def forward(self, image: Tensor, label: Tensor | None = None) -> Tensor:
        """(n, pack, H, W) images and (n,) labels -> (n, 1) logits."""
        features = self.look(2 * image - 1).flatten(1)
        logit = self.logit(features)
        if self.projection is not None and label is not None:
            logit = logit + (self.projection(label) * features).sum(1, keepdim=True)
        return logit

    def initialize(self, chance: torch.Generator) -> None:
        """As `normal` says."""
        normal(self, chance)


def doubling(below: int, above: int, target: Size, bias: bool) -> nn.ConvTranspose2d:
    """A transposed convolution from half of `target`, rounded down, to `target`: it doubles each
    side, and adds the pixel that an odd one wants."""
    odd = (target[0] % 2, target[1] % 2)
    return nn.ConvTranspose2d(below, above, 4, stride=2, padding=1, output_padding=odd, bias=bias)


def normal(module: nn.Module, chance: torch.Generator) -> None:
    """Every weight N(0, 0.02²), every bias 0 (Radford et al. 2016, section 4); the scales of batch
    normalisation N(1, 0.02²), as in the authors' code."""
    for layer in module.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d | nn.ConvTranspose2d | nn.Embedding):
            nn.init.normal_(layer.weight, 0.0, 0.02, generator=chance)
        if isinstance(layer, nn.BatchNorm2d):
            nn.init.normal_(layer.weight, 1.0, 0.02, generator=chance)
        bias = getattr(layer, "bias", None)
        if isinstance(bias, nn.Parameter):
            nn.init.zeros_(bias)
