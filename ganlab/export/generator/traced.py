"""The generator as a graph of operations, for any number of rows: .pt2 and ONNX are made of it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.export import Dim, ExportedProgram

from ganlab.export.generator.request import BOUND, ExportError
from ganlab.export.generator.trained import Inputs, Trained

CHECKED = 64
"""Inputs on which a written file is compared with the trained generator."""
CHECK_SEED = 0


class _Pixels(nn.Module):
    """A generator of images whose pixels lie in [0, 1] to the last bit, whoever computes them:
    other runtimes' tanh may round to beyond ±1."""

    def __init__(self, generator: nn.Module) -> None:
        super().__init__()
        self.generator = generator

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        """As the generator's own."""
        images: Tensor = self.generator(z) if label is None else self.generator(z, label)
        return images.clamp(0, 1)


def trace(trained: Trained) -> ExportedProgram:
    """torch.export's graph of the generator, its first dimension free from 1 upwards."""
    rows = Dim("batch", min=1)
    inputs = trained.inputs(4, CHECK_SEED)
    shapes = tuple({0: rows} for _ in inputs)
    module = _Pixels(trained.module).eval() if trained.size else trained.module
    with quiet():
        return torch.export.export(module, inputs, dynamic_shapes=shapes)


def compare(trained: Trained, written: Callable[[Inputs], Tensor], name: str) -> float:
    """The largest difference of a written generator from the trained one over CHECKED inputs, as
    `Exported.differences` counts it; raises ExportError above BOUND."""
    inputs = trained.inputs(CHECKED, CHECK_SEED)
    expected, got = trained(*inputs), written(inputs)
    if got.shape != expected.shape:
        raise ExportError(f"{name} gives another shape than the trained generator; not written.")
    differences = (got - expected).abs()
    if trained.units is not None:
        difference = float((differences / trained.units.scale).max())
    else:
        unit = 1.0 if trained.size else max(float(expected.abs().max()), 1e-30)
        difference = float(differences.max()) / unit
    if not difference <= BOUND:
        raise ExportError(
            f"{name} differs from the trained generator by {difference:.2g}, more than "
            f"the {BOUND:g} that is allowed; not written."
        )
    return difference


@contextmanager
def quiet() -> Iterator[None]:
    """Without the exporter's remarks about itself."""
    log = logging.getLogger("torch.onnx._internal.exporter._registration")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)
