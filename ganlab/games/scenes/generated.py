"""Pictures of any game whose p_g is what a generator makes of noise: samples and the mapping."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.sheet import SHEET_SEED as SEED
from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.games.scenes.density import density_at
from ganlab.games.scenes.noise_grid import noise_grid, reach
from ganlab.games.scenes.scene import Taker
from ganlab.games.scenes.units import Units, two_columns
from ganlab.games.views import (
    DENSITY_COUNT,
    SAMPLES,
    Floats,
    Look,
    Mesh,
    Points,
    Values,
    own,
)
from ganlab.gan.batches.noise import sample_noise
from ganlab.theory.push_forward.noise import knots

MAPPING = 20
"""Cells a side of the noise grid."""


class Generates(Protocol):
    """What is asked of a game."""

    experiment: Experiment
    target: Target
    device: torch.device
    classes: int

    def generate(self, noise: Tensor, average: bool = False) -> Tensor:
        """(n, dimension) G(z) for (n, columns) noise, networks' units; `average`: of its moving
        average."""


class GeneratedPlane:
    """The samples of a generator, always from the same noise, and its mapping."""

    def __init__(self, game: Generates) -> None:
        self._game = game
        self.takers: dict[str, Taker] = {
            "generated": self._generated,
            "noise": lambda look: Points(self._noise_in_view(self.noise.cpu().numpy())),
            "average": self._average,
            "density_samples": self._density_samples,
            "pushed": self._pushed,
            "mapping": self._mapping,
            "p_g": self._density,
        }
        chance = torch.Generator(game.device).manual_seed(SEED)
        self.noise = sample_noise(game.experiment.noise, SAMPLES, chance)
        """Of the samples, (SAMPLES, columns)."""
        self._more_noise = sample_noise(game.experiment.noise, DENSITY_COUNT, chance)
        self._samples: Tensor | None = None
        self._units: tuple[bool | None, Units] | None = None

    def begin(self) -> None:
        """The generator may have moved."""
        self._samples = None

    def units(self, look: Look) -> Units:
        """Those in which the plane is looked at."""
        if self._units is None or self._units[0] != look.equal_units:
            equal = look.equal_units
            self._units = equal, Units(self._game.target, self._game.device, equal)
        return self._units[1]

    @property
    def samples(self) -> Tensor:
        """(SAMPLES, dimension) what the generator makes of the noise now, networks' units."""
        if self._samples is None:
            self._samples = self._game.generate(self.noise)
        return self._samples

    def _generated(self, look: Look) -> Points:
        return Points(self.units(look).to_view(self.samples))

    def _average(self, look: Look) -> Points:
        return Points(self.units(look).to_view(self._game.generate(self.noise, average=True)))

    def _density_samples(self, look: Look) -> Points:
        return Points(self.units(look).to_view(self._game.generate(self._more_noise)))

    def _pushed(self, look: Look) -> Values:
        """G at the knots of the noise, view units; none where either has more than one dimension:
        there are others to draw p_g from then."""
        target, noise = self._game.target, self._game.experiment.noise
        if noise.dimension != 1 or target.dimension != 1:
            return Values(own(np.empty(0)))
        rows = torch.from_numpy(knots(noise.kind).astype(np.float32)[:, None])
        made = self._game.generate(rows.to(self._game.device))
        return Values(own(self.units(look).to_view(made)[:, 0]))

    def _mapping(self, look: Look) -> Mesh:
        corners, mass = noise_grid(self._game.experiment.noise, MAPPING)
        rows, columns, dimension = corners.shape
        noise = torch.from_numpy(corners.reshape(-1, dimension)).to(self._game.device)
        image = self.units(look).to_view(self._game.generate(noise)).reshape(rows, columns, 2)
        image.flags.writeable = False
        start = self._noise_in_view(corners.reshape(-1, dimension)).reshape(rows, columns, 2)
        start.flags.writeable = False
        return Mesh(image, start, own(mass))

    def _density(self, look: Look) -> Values:
        """p_g where it is pointed at, per unit of the data; none where noise has another dimension
        than they have."""
        target, noise = self._game.target, self._game.experiment.noise
        assert look.pointed is not None
        if noise.dimension != target.dimension or self._game.classes:
            return Values(own(np.empty(0)), look.pointed)
        place = np.array([look.pointed[: target.dimension]])
        x = self.units(look).from_view(place).cpu().numpy()[0].astype(np.float64)
        density = density_at(self._push, noise, x) / np.prod(target.network.scales)
        return Values(own(np.array([density])), look.pointed)

    def _push(self, noise: NDArray[np.float64]) -> NDArray[np.float64]:
        rows = torch.from_numpy(noise.astype(np.float32)).to(self._game.device)
        made: NDArray[np.float64] = self._game.generate(rows).cpu().numpy().astype(np.float64)
        return made

    def _noise_in_view(self, noise: NDArray[np.float32]) -> Floats:
        return own(two_columns(noise[:, :2] / reach(self._game.experiment.noise)))
