"""Which files belong to a format, and who writes each."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ganlab.atomic import atomic_write
from ganlab.export.generator.documents import card, card_page, readme
from ganlab.export.generator.onnx_file import write_onnx
from ganlab.export.generator.pictures import write_pictures
from ganlab.export.generator.pt2_file import write_pt2
from ganlab.export.generator.request import ExportError, Format, files_of, format_of
from ganlab.export.generator.script_file import write_script
from ganlab.export.generator.trained import Trained
from ganlab.export.generator.weights_file import write_experiment, write_weights
from ganlab.interruptible import Asked

Parts = dict[Path, Callable[[], float | None]]
"""Who writes each file or folder; gives its difference from the trained generator if checked."""


def file_part(path: Path, chosen: Format, trained: Trained) -> Parts:
    """The one file of a format; raises ExportError where the name does not fit."""
    if chosen != format_of(path):
        raise ExportError(f"{path.name} is no name for the format {chosen}.")
    if chosen == "onnx":
        return {path: partial(write_onnx, path, trained)}
    if chosen == "pt2":
        return {path: partial(write_pt2, path, trained)}
    if chosen == "safetensors":
        return {path: partial(write_weights, path, trained)}
    script, weights = files_of(path, chosen)
    return {path: partial(write_script, script, weights, trained)}


def folder_parts(
    folder: Path, chosen: Format, trained: Trained, seed: int, cancelled: Asked
) -> Parts:
    """The files of a format in a folder of its own; "all" adds a README and a card."""
    weights, experiment = folder / "weights.safetensors", folder / "experiment.json"
    onnx, pt2, script = (
        folder / "generator.onnx",
        folder / "generator.pt2",
        folder / "generator.py",
    )
    formats: dict[Format, Parts] = {
        "onnx": {onnx: partial(write_onnx, onnx, trained)},
        "pt2": {pt2: partial(write_pt2, pt2, trained)},
        "script": {script: partial(write_script, script, weights, trained)},
        "safetensors": {
            weights: partial(write_weights, weights, trained),
            experiment: partial(write_experiment, experiment, trained),
        },
        "pictures": {folder: partial(write_pictures, folder, trained, seed, cancelled)},
    }
    if chosen != "all":
        return formats[chosen]
    pictures = folder / "pictures"
    formats["pictures"] = {}
    if trained.size:
        formats["pictures"][pictures] = partial(write_pictures, pictures, trained, seed, cancelled)
    parts = {path: part for group in formats.values() for path, part in group.items()}
    explained = [p.name for p in (onnx, pt2, script, weights, pictures) if p in parts]
    texts = {
        "README.md": readme(trained, explained),
        "card.md": card_page(trained),
        "card.json": json.dumps(card(trained), indent=2, ensure_ascii=False) + "\n",
    }
    return parts | {folder / name: partial(_write, folder / name, t) for name, t in texts.items()}


def _write(path: Path, text: str) -> None:
    with atomic_write(path) as file:
        file.write(text.encode())
