"""One-line summaries of parts of an Experiment, in words that explain themselves."""

from __future__ import annotations

from ganlab.document.players import ImageNetworks, Network, Noise
from ganlab.document.training import Optimizer, Training
from ganlab.figures import counted, exact

ACTIVATIONS = {"relu": "ReLU", "leaky-relu": "leaky ReLU", "tanh": "tanh", "elu": "ELU"}
OPTIMIZERS = {
    "sgd": "SGD",
    "momentum": "SGD",
    "adam": "Adam",
    "rmsprop": "RMSProp",
    "optimistic-adam": "Optimistic Adam",
}
SCHEDULES = {"constant": "", "cosine": "cosine", "exponential": "slow decay"}


def of_noise(noise: Noise) -> str:
    """For example "Gaussian, 2-D"."""
    return f"{noise.kind.capitalize()}, {noise.dimension}-D"


def of_layers(network: Network) -> str:
    """For example "3 layers of 64"."""
    if not network.layers:
        return "no hidden layer"
    return f"{counted(network.layers, 'layer')} of {network.units}"


def of_network(network: Network) -> str:
    """The same with what bends: "3 layers of 64, leaky ReLU"; without a layer nothing does."""
    bend = ACTIVATIONS[network.activation] if network.layers else "linear"
    return f"{of_layers(network)}, {bend}"


def of_image_networks(networks: ImageNetworks) -> str:
    """For example "DCGAN, 32 channels"."""
    dcgan = networks.kind == "dcgan"
    width = counted(networks.width, "channel" if dcgan else "unit")
    return f"{'DCGAN' if dcgan else '2014'}, {width}"


def of_optimizer(optimizer: Optimizer) -> str:
    """Its kind, what it remembers and its schedule: "Adam, β₁ 0, β₂ 0.999, cosine"."""
    momentum, decay = exact(optimizer.momentum), exact(optimizer.decay)
    memory = {
        "momentum": [f"momentum {momentum}"],
        "adam": [f"β₁ {momentum}", f"β₂ {decay}"],
        "optimistic-adam": [f"β₁ {momentum}", f"β₂ {decay}"],
        "rmsprop": [f"α {decay}"],
    }
    schedule = SCHEDULES[optimizer.schedule]
    parts = [OPTIMIZERS[optimizer.kind], *memory.get(optimizer.kind, [])]
    return ", ".join([*parts, schedule] if schedule else parts)


def of_training(training: Training, average: float) -> str:
    """For example "batch 256, average 0.999"; `average`: the decay of G's, 0 is off."""
    batches = f"batch {training.batch_size:,}"
    if average == 1:
        return f"{batches}, mean of all G"
    return f"{batches}, average {exact(average)}" if average else batches
