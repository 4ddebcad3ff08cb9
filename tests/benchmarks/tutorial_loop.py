"""The loop that a tutorial would show, as the yardstick for ganlab's trainer.

Written the way the PyTorch tutorials and their many copies are: `nn.Sequential` with a sigmoid at
the end, `BCELoss` against tensors of ones and zeros, `optim.Adam` as it comes, D run over the real
and the fake batch in turn, `detach()` for D's step, and a printed loss every 100 steps. It plays
the same game as the trainer it is compared with: the same networks, batch, steps of D to one of G,
optimizer and its settings and, where the preset has one, R1 penalty. Nothing in it is slower than a
careful reader of the tutorials would write it: real data comes from a pool drawn once, and the
penalty shares D's forward pass. What the trainer does besides (a schedule, the moving average of G,
V and the gradient norms at every step) is left out here, to this loop's advantage.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable

import numpy as np
import torch
from torch import Tensor, nn, optim

from ganlab.data import make_target
from ganlab.experiment import ToyData

POOL = 100_000
"""Real samples drawn beforehand."""
LOG_EVERY = 100


def make_network(inputs: int, outputs: int, layers: int, units: int) -> list[nn.Module]:
    """`layers` hidden layers of leaky ReLU and a linear output."""
    modules: list[nn.Module] = []
    width = inputs
    for _ in range(layers):
        modules += [nn.Linear(width, units), nn.LeakyReLU(0.2)]
        width = units
    return [*modules, nn.Linear(width, outputs)]


def adam(parameters: Iterable[nn.Parameter]) -> optim.Optimizer:
    """As it comes in most tutorials on GANs."""
    return optim.Adam(parameters, lr=1e-3, betas=(0.5, 0.999))


def run(
    layers: int,
    units: int,
    batch: int,
    steps: int,
    r1: float = 0.0,
    *,
    target: str = "ring-8",
    noise: int = 2,
    k: int = 1,
    optimizer: Callable[[Iterable[nn.Parameter]], optim.Optimizer] = adam,
    warm_up: int = 100,
    verbose: bool = False,
) -> float:
    """Train for `steps` after `warm_up` untimed ones; iterations (k D steps, one G step) a second.

    `r1` is the weight γ of the penalty (γ/2)·E‖∇D(x)‖² on the logit; 0 leaves it out.
    """
    torch.manual_seed(1)
    real_pool = _pool(target)
    dimension = real_pool.shape[1]
    generator = nn.Sequential(*make_network(noise, dimension, layers, units))
    logit = nn.Sequential(*make_network(dimension, 1, layers, units))
    discriminator = nn.Sequential(logit, nn.Sigmoid())
    criterion = nn.BCELoss()
    optimizer_g = optimizer(generator.parameters())
    optimizer_d = optimizer(discriminator.parameters())

    began = time.perf_counter()
    for step in range(warm_up + steps):
        if step == warm_up:
            began = time.perf_counter()
        real_labels = torch.ones(batch, 1)
        fake_labels = torch.zeros(batch, 1)

        # Train the discriminator: maximise log D(x) + log(1 - D(G(z))).
        for _ in range(k):
            optimizer_d.zero_grad()
            real = real_pool[torch.randint(len(real_pool), (batch,))]
            real.requires_grad_(r1 > 0)
            real_logits = logit(real)
            loss_d_real = criterion(torch.sigmoid(real_logits), real_labels)
            fake = generator(torch.randn(batch, noise))
            loss_d_fake = criterion(discriminator(fake.detach()), fake_labels)
            loss_d = loss_d_real + loss_d_fake
            if r1:
                loss_d = loss_d + 0.5 * r1 * _gradient_penalty(real_logits, real)
            loss_d.backward()
            optimizer_d.step()

        # Train the generator: maximise log D(G(z)).
        optimizer_g.zero_grad()
        loss_g = criterion(discriminator(fake), real_labels)
        loss_g.backward()
        optimizer_g.step()

        if step % LOG_EVERY == 0:
            line = f"[{step}] loss D {loss_d.item():.4f}  loss G {loss_g.item():.4f}"
            if verbose:
                print(line)
    return steps / (time.perf_counter() - began)


def _gradient_penalty(real_logits: Tensor, real: Tensor) -> Tensor:
    """E‖∇D(x)‖² of the logit (Mescheder et al. 2018, equation 9), (batch, 1) and (batch, d)."""
    (gradient,) = torch.autograd.grad(real_logits.sum(), real, create_graph=True)
    return gradient.square().sum(dim=1).mean()


def _pool(name: str) -> Tensor:
    """(POOL, dimension) real samples, scaled to zero mean and unit root mean square."""
    target = make_target(ToyData(name=name))
    points = target.sample(POOL, np.random.default_rng(1)).rows
    return torch.from_numpy(target.network.forward(points)).float()


def main() -> None:
    """Print the loop's rate for networks given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--units", type=int, default=64)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--r1", type=float, default=0.1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rate = run(
        options.layers, options.units, options.batch, options.steps, options.r1, verbose=True
    )
    print(f"{rate:.1f} steps a second")


if __name__ == "__main__":
    main()
