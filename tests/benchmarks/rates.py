"""How many steps a second ganlab's trainer, or the tutorial's loop, takes in this process alone."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable

import torch
from torch import nn, optim

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.games.game import Game, make_game
from ganlab.gan.settings import two_player
from ganlab.lab.cores import Cores
from ganlab.lab.device import tune_process
from ganlab.presets import load_preset
from tests.benchmarks import tutorial_loop

PRESET = "ring-8"
"""The one that the window opens with."""
ENDLESS = 10_000_000
"""Steps of a run that no schedule ends while it is measured."""
CHUNK = 100
WARM_UP_SECONDS = 3.0
"""Within them a headless training has found out how many threads are faster."""

SIZES: dict[str, dict[str, object]] = {
    "default": {},
    "wide": {"game.generator.units": 128, "game.discriminator.units": 128},
    "tiny": {
        "game.generator.layers": 1,
        "game.discriminator.layers": 1,
        "game.generator.units": 8,
        "game.discriminator.units": 8,
        "game.generator_optimizer.kind": "sgd",
        "game.discriminator_optimizer.kind": "sgd",
        "game.penalty.r1": 0,
        "game.k": 2,
        "training.batch_size": 150,
    },
}
"""The preset as it is, with networks of twice the width, and as small as GAN Lab's (Kahng et al.
2019): there the products cost nothing, and what is measured is everything around them."""


def experiment(size: str) -> Experiment:
    """The default preset in one of SIZES."""
    return load_preset(PRESET).with_values(SIZES[size] | {"training.steps": ENDLESS})


def trainer_rate(
    document: Experiment, seconds: float, threads: int | None = None
) -> dict[str, float]:
    """Steps a second of a headless training over `seconds`, after a warm-up: of time and of the
    processor's. Where a second core pays, it is used, as by `ganlab train`; with `threads`, so many
    of torch's it is."""
    target = make_target(document.data)
    tune_process(target)
    game = make_game(document, target)
    run = game.run
    if threads is None:
        run = Cores(game).run
    else:
        torch.set_num_threads(threads)
    _run_for(game, run, WARM_UP_SECONDS)
    start, busy = game.iteration, time.process_time()
    rate = _run_for(game, run, seconds)
    return {
        "rate": rate,
        "rate_of_cpu": (game.iteration - start) / (time.process_time() - busy),
    }


def tutorial_rate(document: Experiment, seconds: float) -> dict[str, float]:
    """The same of the tutorial's loop with the same networks, batch, optimizer and penalty."""
    game, training = two_player(document.game), document.training
    network, settings = game.generator, game.generator_optimizer

    def optimizer(parameters: Iterable[nn.Parameter]) -> optim.Optimizer:
        if settings.kind == "sgd":
            return optim.SGD(parameters, lr=settings.learning_rate)
        betas = settings.momentum, settings.decay
        return optim.Adam(parameters, lr=settings.learning_rate, betas=betas)

    def run(steps: int) -> float:
        return tutorial_loop.run(
            network.layers,
            network.units,
            training.batch_size,
            steps,
            game.penalty.r1,
            noise=document.noise.dimension,
            k=game.k,
            optimizer=optimizer,
        )

    return {"rate": run(round(run(200) * seconds))}


def _run_for(game: Game, run: Callable[[int], None], seconds: float) -> float:
    start, began = game.iteration, time.perf_counter()
    while (spent := time.perf_counter() - began) < seconds:
        run(CHUNK)
        game.take_scalars()
    return (game.iteration - start) / spent


def main() -> None:
    """Print the rates as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("loop", choices=("trainer", "tutorial"))
    parser.add_argument("--size", choices=SIZES, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--threads", type=int, help="of torch; default: its own choice")
    options = parser.parse_args()
    document = experiment(options.size)
    if options.loop == "trainer":
        print(json.dumps(trainer_rate(document, options.seconds, options.threads)))
        return
    if options.threads:
        torch.set_num_threads(options.threads)
    print(json.dumps(tutorial_rate(document, options.seconds)))


if __name__ == "__main__":
    main()
