"""A bare loop over the networks of an image preset: the yardstick for training them in the window.

Written as PyTorch's own DCGAN tutorial is: `optim.Adam` as it comes, `BCEWithLogitsLoss` against
tensors of ones and zeros, D run over the real and the fake batch in turn, `detach()` for D's step,
the same fakes again for G's. The modules, their first weights, the batch and the optimizers'
settings are those of the preset it is compared with, and all real images lie ready in memory as
float32. What the trainer does besides (new noise for G's own turn, the moving average of G, V, both
losses and the gradient norms at every step) is left out here, to this loop's advantage.
"""

from __future__ import annotations

import argparse
import json
import math
import time

import torch
from torch import Tensor, nn, optim

from ganlab.data.images import load_mnist
from ganlab.experiment import Optimizer
from ganlab.gan.networks.image_networks import ConvolutionalDiscriminator, ConvolutionalGenerator
from ganlab.gan.settings import two_player
from ganlab.presets import load_preset

PRESET = "mnist-dcgan"
WARM_UP = 10
"""Steps before the clock starts."""


def rates(
    seconds: float = math.inf, steps: int = 10_000_000, warm_up: int = WARM_UP
) -> dict[str, float]:
    """Train for `seconds`, or `steps` if they are over sooner, after `warm_up` untimed steps.

    `rate` is images a second, `rate_of_cpu` the same to a second of the processor's time; `value`,
    nats, is V(D, G) at the last step.
    """
    preset = load_preset(PRESET)
    game = two_player(preset.game)
    batch, noise = preset.training.batch_size, preset.noise.dimension
    initial = torch.Generator().manual_seed(1)
    generator = ConvolutionalGenerator(noise, width=game.image_networks.width)
    generator.initialize(initial)
    discriminator = ConvolutionalDiscriminator(width=game.image_networks.width)
    discriminator.initialize(initial)
    criterion = nn.BCEWithLogitsLoss()
    optimizer_g = _adam(generator, game.generator_optimizer)
    optimizer_d = _adam(discriminator, game.discriminator_optimizer)
    images = torch.tensor(load_mnist("train").images, dtype=torch.float32).div_(255).unsqueeze(1)
    real_labels, fake_labels = torch.ones(batch, 1), torch.zeros(batch, 1)

    began, busy, done = time.perf_counter(), time.process_time(), 0
    for step in range(warm_up + steps):
        if step == warm_up:
            began, busy = time.perf_counter(), time.process_time()

        # Train the discriminator: maximise log D(x) + log(1 - D(G(z))).
        optimizer_d.zero_grad()
        real = images[torch.randint(len(images), (batch,))]
        loss_d_real = criterion(discriminator(real), real_labels)
        loss_d_real.backward()
        fake = generator(torch.randn(batch, noise))
        loss_d_fake = criterion(discriminator(fake.detach()), fake_labels)
        loss_d_fake.backward()
        optimizer_d.step()

        # Train the generator: maximise log D(G(z)).
        optimizer_g.zero_grad()
        loss_g = criterion(discriminator(fake), real_labels)
        loss_g.backward()
        optimizer_g.step()

        done = step + 1 - warm_up
        if done > 0 and time.perf_counter() - began >= seconds:
            break
    return {
        "rate": batch * done / (time.perf_counter() - began),
        "rate_of_cpu": batch * done / (time.process_time() - busy),
        "value": _value(loss_d_real, loss_d_fake),
    }


def _adam(network: nn.Module, settings: Optimizer) -> optim.Adam:
    betas = (settings.momentum, settings.decay)
    return optim.Adam(network.parameters(), lr=settings.learning_rate, betas=betas)


def _value(loss_real: Tensor, loss_fake: Tensor) -> float:
    """V(D, G) = E log D(x) + E log(1 - D(G(z))), what D's two losses are the negative of."""
    return -float(loss_real.detach() + loss_fake.detach())


def main() -> None:
    """Print the rates as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--threads", type=int, help="of torch; default: as torch chooses")
    options = parser.parse_args()
    torch.set_flush_denormal(True)  # as the trainer has it
    if options.threads:
        torch.set_num_threads(options.threads)
    print(json.dumps(rates(options.seconds)))


if __name__ == "__main__":
    main()
