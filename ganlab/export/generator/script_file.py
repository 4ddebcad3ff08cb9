"""generator.py: the network written out for somebody to read, with its own numbers in it.

The templates beside this file are whole scripts but for the marks «...»; every layer is written as
the call that makes it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from torch import nn

from ganlab import __version__
from ganlab.atomic import atomic_write
from ganlab.export.generator.request import ExportError
from ganlab.export.generator.trained import DataUnits, Trained, layers_of
from ganlab.export.generator.weights_file import packed_weights
from ganlab.figures import counted
from ganlab.gan.networks.image_networks import ConvolutionalGenerator, PaperGenerator
from ganlab.gan.networks.told import ConditionalPerceptron
from ganlab.names import as_python

LONGEST = 100
"""Characters of a name in a docstring."""
LINE = 88
"""Characters: black's own length of a line."""


def write_script(path: Path, weights: Path, trained: Trained) -> None:
    """Write the script and, beside it, the weights that it reads: both or neither.

    Raises OSError.
    """
    with atomic_write(path) as file, atomic_write(weights) as weights_file:
        file.write(script(path.name, weights.name, trained).encode())
        weights_file.write(packed_weights(trained))


def script(name: str, weights: str, trained: Trained) -> str:
    """The text of the script."""
    noise, classes = trained.experiment.noise, len(trained.class_names)
    kind = "images" if trained.size else "points"
    tellings = ("labelled", "plain") if classes else ("plain", "labelled")
    by_name = _template("class_number.txt") if classes else ""
    text = _choose(_template(f"{kind}.txt").replace("«class_number»\n", by_name), *tellings)
    text = text.replace("«network»", _choose(_network(trained.module), *tellings))
    height, width = trained.size or (0, 0)
    draw = "torch.randn({}, generator=chance)"
    if noise.kind == "uniform":
        draw = "torch.rand({}, generator=chance) * 2 - 1"
    fields = {
        "file": shlex.quote(_words(name)),
        "weights": _words(weights),
        "weights_name": as_python(weights),
        "experiment": _words(trained.experiment.name),
        "steps": counted(trained.steps, "step"),
        "version": __version__,
        "noise": str(noise.dimension),
        "height": str(height),
        "width": str(width),
        "columns": str(classes or 8),
        "digits": "9" if trained.units is None else "17",
        "draw": draw.format("count, NOISE"),
        "class_names": _names(trained.class_names),
    }
    # All at once: a person may have put marks into names.
    return re.sub(f"«({'|'.join(fields)})»", lambda mark: fields[mark[1]], text)


def _network(module: nn.Module) -> str:
    if isinstance(module, ConvolutionalGenerator):
        embedding = "" if module.embedding is None else written(module.embedding)
        start = ", ".join(str(side) for side in module.start)
        return (
            _template("dcgan.txt")
            .replace("«embedding»", embedding)
            .replace("«project»", written(module.project))
            .replace("«start»", start)
            .replace("«draw»", _stack(module.draw))
        )
    if isinstance(module, PaperGenerator):
        text = _template("perceptron.txt").replace("«hidden»", _stack(module.hidden))
        return text.replace("«pixels»", written(module.pixels))
    if isinstance(module, nn.Sequential | ConditionalPerceptron):
        layers = layers_of(module)
        units = _template("data_units.txt") if isinstance(layers[-1], DataUnits) else ""
        told = isinstance(module, ConditionalPerceptron)
        text = _template("told.txt" if told else "plane.txt")
        return units + text.replace("«layers»", _stack(layers, indent=12 if told else 8))
    raise ExportError(f"No script can be written of a {type(module).__name__}.")


def written(layer: nn.Module) -> str:
    """The call that makes a layer like this one."""
    match layer:
        case nn.Linear():
            bias = "" if layer.bias is not None else ", bias=False"
            return f"nn.Linear({layer.in_features}, {layer.out_features}{bias})"
        case nn.Embedding():
            return f"nn.Embedding({layer.num_embeddings}, {layer.embedding_dim})"
        case nn.BatchNorm2d():
            return f"nn.BatchNorm2d({layer.num_features})"
        case nn.ConvTranspose2d():
            odd = tuple(layer.output_padding)
            more = f", output_padding={odd}" if any(odd) else ""
            bias = "" if layer.bias is not None else ", bias=False"
            shape = f"{layer.in_channels}, {layer.out_channels}, {layer.kernel_size[0]}"
            return f"nn.ConvTranspose2d({shape}, stride=2, padding=1{more}{bias})"
        case DataUnits():
            return f"DataUnits({len(layer.centre)})"
        case nn.LeakyReLU():
            return f"nn.LeakyReLU({layer.negative_slope})"
        case _:
            return f"nn.{type(layer).__name__}()"


def _stack(layers: Iterable[nn.Module], indent: int = 12) -> str:
    """One layer a line, as the arguments of a call; broken as black would."""
    space, lines = " " * indent, []
    for layer in layers:
        line = f"{space}{written(layer)},"
        if len(line) > LINE:
            call, _, arguments = written(layer).partition("(")
            line = f"{space}{call}(\n{space}    {arguments[:-1]}\n{space}),"
        lines.append(line)
    return "\n".join(lines)


def _choose(text: str, kept: str, dropped: str) -> str:
    """Lines that begin with the mark of `kept` without it, and none of `dropped`."""
    lines = [
        line.removeprefix(f"«{kept}»")
        for line in text.splitlines()
        if not line.startswith(f"«{dropped}»")
    ]
    return "\n".join(lines) + "\n"


def _words(text: str) -> str:
    """A name that can stand in a docstring: nothing in it can end or escape it."""
    printable = (c if c.isprintable() and c not in '"\\«»' else " " for c in text)
    return " ".join("".join(printable).split())[:LONGEST] or "untitled"


def _names(names: tuple[str, ...]) -> str:
    """A tuple of texts, as black would write it."""
    texts = [as_python(name) for name in names]
    line = f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"
    if len(f"CLASS_NAMES = {line}") <= LINE:
        return line
    return "\n".join(["(", *(f"    {text}," for text in texts), ")"])


def _template(name: str) -> str:
    return (files("ganlab.export.generator") / "templates" / name).read_text(encoding="utf-8")
