"""Pictures of any game whose p_g is what a generator makes of noise: samples and the mapping."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganlab.data.sheet import SHEET_SEED as SEED
from ganlab.data.target import Target
from ganlab.experiment import Experiment
from ganlab.games.scenes.asked import Asked
from ganlab.games.scenes.density import density_at
from ganlab.games.scenes.meshes import joined
from ganlab.games.scenes.noise_grid import noise_grid, reach
from ganlab.games.scenes.scene import Taker
from ganlab.games.scenes.units import Units, two_columns
from ganlab.games.shown.views import (
    DENSITY_COUNT,
    DENSITY_MOVING,
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

MAPPING, LEAST_MAPPING = 20, 6
"""Cells a side of the noise grid; of several classes each has a coarser one."""


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
            "noise": lambda look: Points(self._noise_in_view(self._noise.cpu().numpy())),
            "average": self._average,
            "density_samples": self._density_samples,
            "pushed": self._pushed,
            "mapping": self._mapping,
            "p_g": self._density,
        }
        chance = torch.Generator(game.device).manual_seed(SEED)
        self._noise = sample_noise(game.experiment.noise, SAMPLES, chance)
        self._more_noise = sample_noise(game.experiment.noise, DENSITY_COUNT, chance)
        self.asked = Asked(game)
        self._samples: tuple[int | None, Tensor] | None = None
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

    def noise(self, look: Look) -> Tensor:
        """Of the samples, (SAMPLES, columns), each with the class that it is asked for."""
        return self.asked.of(self._noise, look.label)

    def samples(self, look: Look) -> Tensor:
        """(SAMPLES, columns) what the generator makes of the noise now, networks' units."""
        if self._samples is None or self._samples[0] != look.label:
            self._samples = look.label, self._game.generate(self.noise(look))
        return self._samples[1]

    def _generated(self, look: Look) -> Points:
        return self._points(look, self.samples(look))

    def _average(self, look: Look) -> Points:
        return self._points(look, self._game.generate(self.noise(look), average=True))

    def _points(self, look: Look, rows: Tensor) -> Points:
        return Points(self._to_view(look, rows), self.asked.labels(rows))

    def _density_samples(self, look: Look) -> Points:
        whole = look.fine or self._game.target.dimension == 1
        return Points(self.many(look, None, DENSITY_COUNT if whole else DENSITY_MOVING))

    def many(self, look: Look, label: int | None, n: int = DENSITY_COUNT) -> Floats:
        """(n, 2) samples, view units, as many as tell p_g; of one class, or of all."""
        noise = self.asked.of(self._more_noise[:n], label)
        return self._to_view(look, self._game.generate(noise))

    def _to_view(self, look: Look, rows: Tensor) -> Floats:
        return self.units(look).to_view(rows[:, : self._game.target.dimension])

    def _pushed(self, look: Look) -> Values:
        """G at the knots of the noise, view units; none where either has more than one dimension:
        there are others to draw p_g from then."""
        target, noise = self._game.target, self._game.experiment.noise
        if noise.dimension != 1 or target.dimension != 1 or self._game.classes:
            return Values(own(np.empty(0)))
        rows = torch.from_numpy(knots(noise.kind).astype(np.float32)[:, None])
        made = self._game.generate(rows.to(self._game.device))
        return Values(own(self.units(look).to_view(made)[:, 0]))

    def _mapping(self, look: Look) -> Mesh:
        labels = self.asked.classes(look.label)
        size = max(round(MAPPING / math.sqrt(len(labels))), LEAST_MAPPING)
        corners, mass = noise_grid(self._game.experiment.noise, size)
        dimension = corners.shape[-1]
        noise = torch.from_numpy(corners.reshape(-1, dimension)).to(self._game.device)
        start = self._noise_in_view(corners.reshape(-1, dimension))
        meshes = [
            Mesh(
                self._to_view(look, self._game.generate(self.asked.of(noise, label))).reshape(
                    *corners.shape[:2], 2
                ),
                start.reshape(*corners.shape[:2], 2),
                mass / np.float32(len(labels)),
            )
            for label in labels
        ]
        return joined(meshes)

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
