"""One-line summaries of parts of an Experiment, as the folded rows of the dock show them. No Qt."""

from __future__ import annotations

from ganlab.app.forms.fields import format_number
from ganlab.experiment import ImageData, ImageNetworks, Network, Noise, Optimizer, Training
from ganlab.notation import join_names

_OPTIMIZERS = {"sgd": "SGD", "momentum": "Momentum", "adam": "Adam", "rmsprop": "RMSProp"}
_MOST_LAYERS = 3


def of_noise(noise: Noise) -> str:
    """For example "Gaussian, 2-D"."""
    return f"{noise.kind.capitalize()}, {noise.dimension}-D"


def of_network(network: Network, inputs: int, outputs: int) -> str:
    """The widths of its layers: "2 → 64 → 64 → 2", or "2 → 5 × 64 → 2" when there are many."""
    widths = [str(network.units)] * network.layers
    if network.layers > _MOST_LAYERS:
        widths = [f"{network.layers} × {network.units}"]
    return " → ".join([str(inputs), *widths, str(outputs)])


def of_image_networks(networks: ImageNetworks) -> str:
    """For example "DCGAN, width 32"; "| y" where both players are told the class y."""
    name = "DCGAN" if networks.kind == "dcgan" else "2014"
    return f"{name}, width {networks.width}" + (" | y" if networks.conditional else "")


def of_images(data: ImageData) -> str:
    """Which of the images, and what in them is black and white: "all", "classes 3, 7", "at most
    1,000", "0..4095"."""
    classes = join_names(data.classes)
    parts = [f"classes {classes}"] if classes else []
    parts += [f"at most {data.subset:,}"] if data.subset else []
    parts += [data.range] if data.range else []
    return "; ".join(parts) or "all"


def of_optimizer(optimizer: Optimizer) -> str:
    """Its kind and what it remembers: "Adam .5 .999"; a schedule adds its name."""
    momentum, decay = (
        format_number(v).removeprefix("0") or "0" for v in (optimizer.momentum, optimizer.decay)
    )
    memory = {"momentum": [momentum], "adam": [momentum, decay], "rmsprop": [decay]}
    parts = [_OPTIMIZERS[optimizer.kind], *memory.get(optimizer.kind, [])]
    schedule = {"constant": "", "cosine": ", cosine", "exponential": ", decay"}
    return " ".join(parts) + schedule[optimizer.schedule]


def of_training(training: Training, ema: float) -> str:
    """For example "batch 256, EMA .999"."""
    average = f", EMA {format_number(ema).removeprefix('0')}" if ema else ""
    return f"batch {training.batch_size}" + (", mean of all G" if ema == 1 else average)
