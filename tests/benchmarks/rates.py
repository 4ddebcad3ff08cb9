"""How many steps a second ganlab's trainer, or the tutorial's loop, takes in this process alone."""

from __future__ import annotations

import argparse
import json
import time

import torch

from ganlab.data import make_target
from ganlab.experiment import Experiment
from ganlab.gan.settings import two_player
from ganlab.gan.trainer import Trainer
from ganlab.lab.device import tune_process
from ganlab.presets import load_preset
from tests.benchmarks import tutorial_loop

PRESET = "ring-8"
"""The one that the window opens with."""
ENDLESS = 10_000_000
"""Steps of a run that no schedule ends while it is measured."""
CHUNK = 100
WARM_UP_SECONDS = 0.5


def experiment(layers: int, units: int, batch: int) -> Experiment:
    """The default preset with networks and batch of another size."""
    size = {"layers": layers, "units": units}
    values = {
        f"{player}.{k}": v for player in ("generator", "discriminator") for k, v in size.items()
    }
    values |= {"training.batch_size": batch, "training.steps": ENDLESS}
    return load_preset(PRESET).with_values(values)


def trainer_rate(document: Experiment, seconds: float) -> dict[str, float]:
    """Steps a second of Trainer.run over `seconds`, after a warm-up: of time and of the
    processor's."""
    target = make_target(document.data)
    tune_process(target)
    trainer = Trainer(document, target)
    _run_for(trainer, WARM_UP_SECONDS)
    start, busy = trainer.iteration, time.process_time()
    rate = _run_for(trainer, seconds)
    return {
        "rate": rate,
        "rate_of_cpu": (trainer.iteration - start) / (time.process_time() - busy),
    }


def tutorial_rate(document: Experiment, seconds: float) -> dict[str, float]:
    """The same of the tutorial's loop with the same networks, batch, optimizer and penalty."""

    def run(steps: int) -> float:
        game, training = two_player(document.game), document.training
        network, optimizer = game.generator, game.generator_optimizer
        return tutorial_loop.run(
            network.layers,
            network.units,
            training.batch_size,
            steps,
            game.penalty.r1,
            noise=document.noise.dimension,
            learning_rate=optimizer.learning_rate,
            betas=(optimizer.momentum, optimizer.decay),
        )

    return {"rate": run(round(run(200) * seconds))}


def _run_for(trainer: Trainer, seconds: float) -> float:
    start, began = trainer.iteration, time.perf_counter()
    while (spent := time.perf_counter() - began) < seconds:
        trainer.run(CHUNK)
        trainer.take_scalars()
    return (trainer.iteration - start) / spent


def main() -> None:
    """Print the rates as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("loop", choices=("trainer", "tutorial"))
    parser.add_argument("--layers", type=int, required=True)
    parser.add_argument("--units", type=int, required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--threads", type=int, help="of torch; default: as torch chooses")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    document = experiment(options.layers, options.units, options.batch)
    measure = trainer_rate if options.loop == "trainer" else tutorial_rate
    print(json.dumps(measure(document, options.seconds)))


if __name__ == "__main__":
    main()
