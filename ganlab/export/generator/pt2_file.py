"""The generator as torch.export saves it: for PyTorch without the Python that defined it."""

from __future__ import annotations

import io
from pathlib import Path

import torch
from torch import Tensor

from ganlab.atomic import atomic_write
from ganlab.export.generator.documents import metadata
from ganlab.export.generator.traced import compare, quiet, trace
from ganlab.export.generator.trained import Inputs, Trained


def write_pt2(path: Path, trained: Trained) -> float:
    """Write the graph with its metadata as extra files; returns its largest difference after
    loading. Raises ExportError when it differs too much, or OSError; nothing is then written."""
    buffer = io.BytesIO()
    with quiet():
        torch.export.save(trace(trained), buffer, extra_files=dict(metadata(trained)))

    def run(inputs: Inputs) -> Tensor:
        buffer.seek(0)
        with quiet(), torch.no_grad():
            return torch.export.load(buffer).module()(*inputs)

    difference = compare(trained, run, path.name)
    with atomic_write(path) as file:
        file.write(buffer.getvalue())
    return difference
