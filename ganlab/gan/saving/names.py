"""What the arrays of a checkpoint are called: ``part/name``, e.g. ``generator/0.weight``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

GENERATOR = "generator"
"""The network that makes samples, in every game."""
DISCRIMINATOR = "discriminator"
AVERAGE = "average"
"""The generator's moving average."""
CHANCE = "chance"
"""The stream of noise, by the device on which it runs."""
TAKEN = "taken"
"""Among the counters: how many turns of the next iteration have been taken, where any have."""


def statistics_of(part: str) -> str:
    """The part with a network's statistics of batch normalisation."""
    return f"{part}_statistics"


def optimizer_of(part: str) -> str:
    """The part with what a network's optimizer has gathered."""
    return f"{part}_optimizer"


def is_optimizer(part: str) -> bool:
    """Whether a part is what an optimizer has gathered."""
    return part.endswith(optimizer_of(""))


KEPT = "play_"


def kept_of(name: str) -> str:
    """The part with what a way to play keeps under a name (gan/play)."""
    return KEPT + name


def is_kept(part: str) -> bool:
    """Whether a part is what a way to play keeps."""
    return part.startswith(KEPT)


def chance_of(part: str) -> str:
    """The part with a network's own stream of chance, by device."""
    return "dropout" if part == DISCRIMINATOR else f"{part}_chance"


def joined(parts: Mapping[str, Mapping[str, NDArray[Any]]]) -> Arrays:
    """The arrays of all parts, each under both its names."""
    return {f"{part}/{n}": array for part, named in parts.items() for n, array in named.items()}


def parted(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Arrays]:
    """The inverse."""
    parts: dict[str, Arrays] = {}
    for key, array in arrays.items():
        part, _, name = key.partition("/")
        parts.setdefault(part, {})[name] = array
    return parts
