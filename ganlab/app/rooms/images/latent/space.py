"""The noise that the window's own samples come from, as the experiment describes it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.gan.latent import Floats


@dataclass(frozen=True)
class Space:
    """What a generator of images is fed. Two that are equal understand each other's noise."""

    kind: str
    dimension: int
    classes: tuple[str, ...]
    """Their names; empty where the generator is told no class."""
    size: tuple[int, int]
    """Height and width of an image."""

    @property
    def radius(self) -> float:
        """How long noise typically is: √d for N(0, 1), √(d/3) for uniform noise in [-1, 1]."""
        variance = 1.0 if self.kind == "gaussian" else 1 / 3
        return float(np.sqrt(self.dimension * variance))

    def draw(self, n: int, rng: np.random.Generator) -> Floats:
        """(n, d) samples of noise."""
        shape = (n, self.dimension)
        if self.kind == "gaussian":
            return rng.standard_normal(shape)
        return rng.uniform(-1, 1, shape)


def space_of(experiment: Experiment, target: Target) -> Space | None:
    """The latent space of an experiment with images; None where there are none."""
    images, noise = target.image_set, experiment.noise
    if images is None:
        return None
    classes = images.class_names if experiment.game.told else ()
    return Space(noise.kind, noise.dimension, classes, images.size)
