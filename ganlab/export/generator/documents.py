"""What goes with a generator in words: its metadata, its card, and how to use each file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ganlab import __version__
from ganlab.export.generator.trained import Trained
from ganlab.figures import counted
from ganlab.names import in_markdown
from ganlab.notation import join_names

USES = {
    "generator.onnx": """\
session = onnxruntime.InferenceSession("generator.onnx")
{output}s, = session.run(None, {{"z": z{label_item}}})
`z` is (n, {noise}) float32{label_words}; `{output}` is {shape}.""",
    "generator.pt2": """\
generator = torch.export.load("generator.pt2").module()
{output}s = generator(z{label_argument})
PyTorch alone is enough; inputs and output as of the ONNX file, as tensors.""",
    "generator.py": """\
python generator.py --seed 1 {script_use}
It needs PyTorch and safetensors, and weights.safetensors beside it.
Read it: the whole network stands there, and a few lines that use it.""",
    "weights.safetensors": """\
weights = safetensors.torch.load_file("weights.safetensors")
Every weight by its name in generator.py; the generator's load_state_dict takes them.
experiment.json is the whole recipe: `ganlab train experiment.json` plays it again.""",
    "pictures": """\
grid.png: samples from one seed{columns_words}; one pixel of the network is one square.
walk.gif: a walk through the noise from sample to sample.
single/: the samples of the grid one by one, in their own size.""",
}


def metadata(trained: Trained) -> dict[str, str]:
    """What a file says of itself: experiment, version, steps, classes, metrics (JSON where not
    words)."""
    told = {
        "ganlab": __version__,
        "steps": str(trained.steps),
        "noise": trained.experiment.noise.kind,
        "experiment": trained.experiment.to_json(),
    }
    if trained.class_names:
        told["classes"] = json.dumps(trained.class_names)
    if trained.metrics:
        told["metrics"] = json.dumps(dict(trained.metrics))
    return told


def card(trained: Trained) -> dict[str, Any]:
    """What one wants to know before using the generator, as JSON values."""
    experiment = trained.experiment
    return {
        "name": experiment.name,
        "about": experiment.about,
        "data": data_words(trained),
        "steps": trained.steps,
        "moving_average": experiment.game.has_average,
        "noise": {"kind": experiment.noise.kind, "dimension": experiment.noise.dimension},
        "classes": list(trained.class_names),
        "output": shape_words(trained),
        "metrics": dict(trained.metrics),
        "ganlab": __version__,
        "experiment": json.loads(experiment.to_json()),
    }


def card_page(trained: Trained) -> str:
    """The card to be read, Markdown; the whole experiment is left to experiment.json."""
    experiment = trained.experiment
    rows = {
        "Data": data_words(trained),
        "Trained": f"{counted(trained.steps, 'step')}, batches of "
        f"{experiment.training.batch_size}, {experiment.game.recipe}, seed {experiment.seed}",
        "Weights": "moving average" if experiment.game.has_average else "as trained",
        "Input": noise_words(trained),
        "Output": shape_words(trained),
        **{name: f"{value:.6g}" for name, value in trained.metrics.items()},
        "Made by": f"ganlab {__version__}",
    }
    table = "\n".join(f"| {name} | {in_markdown(w)} |" for name, w in rows.items())
    about = f"{in_markdown(experiment.about)}\n\n" if experiment.about else ""
    page = f"# {in_markdown(experiment.name)}\n\n{about}| | |\n| --- | --- |\n{table}\n"
    return page + (f"\n{class_table(trained)}" if trained.class_names else "")


def readme(trained: Trained, names: Iterable[str]) -> str:
    """Three lines on each of the files `names`, keys of USES."""
    conditional = bool(trained.class_names)
    words = {
        "noise": trained.experiment.noise.dimension,
        "output": trained.output_name,
        "shape": shape_words(trained),
        "label_item": ', "label": label' if conditional else "",
        "label_argument": ", label" if conditional else "",
        "label_words": " and `label` (n,) int64, the numbers of classes" if conditional else "",
        "columns_words": ", a class in each column" if conditional else "",
        "script_use": f"--rows 8 --columns {len(trained.class_names) or 8} grid.png"
        if trained.size
        else "--count 1000 points.csv",
    }
    parts = [f"## {name}\n\n{_as_code(USES[name].format(**words), name)}\n" for name in names]
    title = f"# A generator: {in_markdown(trained.experiment.name)}\n\n"
    return (
        title
        + f"Feed it {in_markdown(noise_words(trained))}. What it is stands in card.md.\n\n"
        + (f"{class_table(trained)}\n" if trained.class_names else "")
        + "\n".join(parts)
    )


def class_table(trained: Trained) -> str:
    """The classes by name and the number that is the label of each, Markdown."""
    rows = (
        f"| {in_markdown(name)} | {number} |" for number, name in enumerate(trained.class_names)
    )
    return "\n".join(["| Class | Label |", "| --- | --- |", *rows]) + "\n"


def noise_words(trained: Trained) -> str:
    """What to feed the generator."""
    noise = trained.experiment.noise
    law = "from N(0, 1)" if noise.kind == "gaussian" else "uniform between -1 and 1"
    classes = f", and a class of {join_names(trained.class_names)}" if trained.class_names else ""
    return f"{noise.dimension} numbers a sample, {law}{classes}"


def shape_words(trained: Trained) -> str:
    """What the generator gives."""
    if trained.size:
        height, width = trained.size
        return f"(n, 1, {height}, {width}) float32, pixels from 0 (black) to 1 (white)"
    precision = "float64" if trained.units is not None else "float32"
    return f"one point a row, {precision}, in the units of the data"


def data_words(trained: Trained) -> str:
    """What the generator imitates."""
    return trained.experiment.data.about


def _as_code(use: str, name: str) -> str:
    """Lines that are typed, marked so; the rest is prose."""
    if name == "pictures":
        return use.replace("\n", "  \n")
    marks = ("session", "generator =", "python ", "weights =", "images", "points")
    lines = use.splitlines()
    return "  \n".join(f"`{x}`" if x.startswith(marks) else x for x in lines)
