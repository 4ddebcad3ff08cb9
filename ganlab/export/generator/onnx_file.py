"""The generator as ONNX: for onnxruntime, browsers, C++, anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ganlab.atomic import atomic_write
from ganlab.export.generator.documents import metadata
from ganlab.export.generator.traced import compare, quiet, trace
from ganlab.export.generator.trained import Inputs, Trained

if TYPE_CHECKING:
    from onnx import ModelProto


def write_onnx(path: Path, trained: Trained) -> float:
    """Write the graph with its metadata; returns its largest difference under onnxruntime.

    Inputs `z` (n, d) float32 and, when conditional, `label` (n,) int64; output `image` (n, 1, H, W)
    in [0, 1], or `point` (n, d), float64 for a person's own points. Raises ExportError
    when it differs too much, or OSError; nothing is then written.
    """
    model = _translate(trained)
    data: bytes = model.SerializeToString()
    difference = compare(trained, lambda inputs: _run(data, trained, inputs), path.name)
    with atomic_write(path) as file:
        file.write(data)
    return difference


def _translate(trained: Trained) -> ModelProto:
    with quiet():
        translated = torch.onnx.export(
            trace(trained),
            dynamo=True,
            input_names=list(trained.input_names),
            output_names=[trained.output_name],
            verbose=False,
        )
    assert translated is not None
    model = translated.model_proto
    for value in [*model.graph.input, *model.graph.output]:
        value.type.tensor_type.shape.dim[0].dim_param = "batch"
    del model.graph.value_info[:]  # would still call the rows by torch's own name
    model.producer_name = "ganlab"
    for key, text in metadata(trained).items():
        model.metadata_props.add(key=key, value=text)
    return model


def _run(data: bytes, trained: Trained, inputs: Inputs) -> Tensor:
    import onnxruntime

    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    named = zip(trained.input_names, inputs, strict=True)
    (output,) = session.run(None, {name: tensor.numpy() for name, tensor in named})
    return torch.from_numpy(output)
