"""Files and folders of images as the data of the game. No Qt."""

from __future__ import annotations

from pathlib import Path

from ganlab.experiment import Experiment, ImageData
from ganlab.presets import load_preset

PRESET = "mnist-dcgan"
"""Whose recipe a game of the plane takes when it becomes one with images."""
_WORDS = ("idx", "ubyte")


def holds_images(path: Path) -> bool:
    """Whether a path looks like a set of images, and like no run, experiment or table of points.

    A folder, an IDX file by its name, or a `.npy` array of three dimensions.
    """
    if path.is_dir():
        return True
    name = path.name.lower()
    if name.endswith(".npy"):
        return dimensions(path) == 3
    return name.endswith(".gz") or any(word in name for word in _WORDS)


def dimensions(path: Path) -> int:
    """Of the array in a `.npy` file, from its header alone; 0 where it is none."""
    from numpy.lib import format as npy

    try:
        with path.open("rb") as file:
            version = npy.read_magic(file)
            read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            return len(read(file)[0])
    except (OSError, ValueError):
        return 0


def with_images(experiment: Experiment, path: Path) -> Experiment:
    """The experiment with other images, or a preset's recipe with them and the present seed."""
    data = ImageData(path=str(path.absolute()))
    if not isinstance(experiment.data, ImageData):
        experiment = load_preset(PRESET).model_copy(update={"seed": experiment.seed})
    name = path.name.partition(".")[0][:200]
    return experiment.model_copy(update={"data": data, "name": name, "about": ""})
