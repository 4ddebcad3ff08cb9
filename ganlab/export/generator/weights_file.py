"""The generator's weights and nothing else."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import save

from ganlab.atomic import atomic_write
from ganlab.export.generator.documents import metadata
from ganlab.export.generator.trained import Trained


def packed_weights(trained: Trained) -> bytes:
    """Every weight and statistic by name, with the metadata in the header: a safetensors file."""
    packed: bytes = save(trained.weights, metadata(trained))
    return packed


def write_weights(path: Path, trained: Trained) -> None:
    """Write `packed_weights` atomically; raises OSError."""
    with atomic_write(path) as file:
        file.write(packed_weights(trained))


def write_experiment(path: Path, trained: Trained) -> None:
    """Write the recipe, which ``ganlab train`` reads; raises OSError."""
    with atomic_write(path) as file:
        file.write(trained.experiment.to_json().encode())
