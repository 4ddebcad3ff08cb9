"""The plane: samples, the heatmap of D, the generator's mapping, gradients, in view units."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import ndtr
from torch import Tensor

from ganlab.data.target import plane_view, seen_by_networks
from ganlab.experiment import Noise
from ganlab.gan.batches.noise import sample_noise
from ganlab.gan.trainer import Trainer
from ganlab.lab.frame import Floats, FrameRequest, Layer, own
from ganlab.lab.scenes.ruler import Ruler

NOISE_REACH = 2.5
"""The Gaussian noise grid spans ±2.5 standard deviations: 97.5 % of the mass in 2-D."""
CHUNK = 1024
"""Points of the heatmap a forward pass takes at once: what fits the processor's cache."""
SEED = 4242
"""Of the noise and the real points that are shown: the same in every frame."""


Taker = Callable[[FrameRequest], dict[str, Any]]


class PlaneScene:
    """The layers of a game in one or two dimensions."""

    shares: ClassVar[dict[Layer, float]] = {
        "generated": 0.024,
        "heatmap": 0.006,
        "mapping": 0.002,
        "gradients": 0.003,
        "average": 0.002,
        "predictions": 0.002,
    }

    def __init__(self, trainer: Trainer) -> None:
        self._trainer, self.ruler = trainer, Ruler()
        self.takers: dict[Layer, Taker] = {
            "generated": self._placed(self._generated),
            "average": self._placed(self._average),
            "heatmap": self._placed(self._heatmap),
            "mapping": self._placed(self._mapping),
            "gradients": self._placed(self._gradients),
            "predictions": self._predictions,
        }
        self._fix_noise(FrameRequest().samples)
        self._cells: tuple[int, float] | None
        self._place(FrameRequest().equal_units)
        rng = np.random.default_rng(SEED)
        real = seen_by_networks(trainer.target, trainer.target.sample(500, rng).rows)
        self._real = torch.from_numpy(real).to(trainer.device)

    # --- the layers ---

    def _generated(self, request: FrameRequest) -> dict[str, Any]:
        if request.samples != len(self._noise):
            self._fix_noise(request.samples)
        points = self._to_view(self._trainer.generate(self._noise))
        return {"generated": points, "noise": self._noise_seen}

    def _average(self, request: FrameRequest) -> dict[str, Any]:
        return {"average": self._to_view(self._trainer.generate(self._noise, average=True))}

    def _heatmap(self, request: FrameRequest) -> dict[str, Any]:
        size, cells = request.heatmap_size, (request.heatmap_size, request.extent)
        if cells != self._cells:
            self._cells, self._centres = cells, self._from_view(self._heatmap_centres(*cells))
        belief = self._opinion(self._centres)
        return {"heatmap": own(np.broadcast_to(belief.reshape(-1, size), (size, size)))}

    def _heatmap_centres(self, size: int, extent: float) -> NDArray[np.float64]:
        """(size^2, 2) centres of the cells, row by row from below; (size, 1) in one dimension."""
        centres = (np.arange(size) + 0.5) / size * 2 * extent - extent
        if self._trainer.target.dimension == 1:
            return centres[:, None]
        x, y = np.meshgrid(centres, centres)
        return np.column_stack([x.ravel(), y.ravel()])

    def _mapping(self, request: FrameRequest) -> dict[str, Any]:
        corners, mass = noise_grid(self._trainer.experiment.noise, request.mapping_size)
        rows, columns, dimension = corners.shape
        noise = torch.from_numpy(corners.reshape(-1, dimension)).to(self._trainer.device)
        image = self._to_view(self._trainer.generate(noise)).reshape(rows, columns, 2)
        image.flags.writeable = False
        start = self._noise_in_view(corners.reshape(-1, dimension)).reshape(rows, columns, 2)
        return {"mapping": image, "mapping_noise": start, "mapping_mass": own(mass)}

    def _gradients(self, request: FrameRequest) -> dict[str, Any]:
        trainer = self._trainer
        fake = trainer.generate(self._noise[: request.gradients])
        passed = trainer.discriminator.run(fake)
        # The loss is a mean over samples: times n, each sample's own gradient.
        pull = trainer.objective.generator_slope(passed.output.squeeze(1)) * len(fake)
        slope = passed.input_gradient(pull.unsqueeze(1))
        # Chain rule, axis by axis: one unit of the view is 1 / self._unit of the networks.
        arrows = np.zeros((len(fake), 4), dtype=np.float32)
        arrows[:, :2] = self._to_view(fake)
        arrows[:, 2 : 2 + slope.shape[1]] = -slope.cpu().numpy() / self._unit
        return {"gradients": own(arrows)}

    def _predictions(self, request: FrameRequest) -> dict[str, Any]:
        fake = self._trainer.generate(self._noise)
        opinions = {"d_real": own(self._opinion(self._real)), "d_fake": own(self._opinion(fake))}
        self.ruler.look(self._trainer.objective.score, np.concatenate(list(opinions.values())))
        return opinions

    # --- units ---

    def _placed(self, taker: Taker) -> Taker:
        """A taker that draws in the units that its request asks for."""

        def take(request: FrameRequest) -> dict[str, Any]:
            if request.equal_units != self._equal:
                self._place(request.equal_units)
            return taker(request)

        return take

    def _place(self, equal: bool | None) -> None:
        target, self._equal, self._cells = self._trainer.target, equal, None
        self._view = view = plane_view(target, equal)
        network = target.network
        # Networks' units -> data -> view, in one: every frame needs it.
        self._unit = np.divide(network.scales, view.scales).astype(np.float32)
        self._origin = view.forward(network.inverse(np.zeros((1, target.dimension))))

    def _fix_noise(self, n: int) -> None:
        chance = torch.Generator(self._trainer.device).manual_seed(SEED)
        self._noise = sample_noise(self._trainer.experiment.noise, n, chance)
        self._noise_seen = self._noise_in_view(self._noise.cpu().numpy())

    def _opinion(self, points: Tensor) -> NDArray[np.float32]:
        logits = [self._trainer.discriminator(part) for part in points.split(CHUNK)]
        score = self._trainer.objective.score
        return score.of_logits(torch.cat(logits).squeeze(1)).cpu().numpy()

    def _to_view(self, points: Tensor) -> Floats:
        return own(_two_columns(points.cpu().numpy() * self._unit + self._origin))

    def _from_view(self, points: NDArray[np.float64]) -> Tensor:
        network = self._trainer.target.network
        seen = network.forward(self._view.inverse(points)).astype(np.float32)
        return torch.from_numpy(seen).to(self._trainer.device)

    def _noise_in_view(self, noise: NDArray[np.float32]) -> Floats:
        reach = NOISE_REACH if self._trainer.experiment.noise.kind == "gaussian" else 1.0
        return own(_two_columns(noise[:, :2] / reach))


@lru_cache(maxsize=4)
def noise_grid(noise: Noise, size: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Corners (rows + 1, columns + 1, dimension) of a grid in noise space, and each cell's mass.

    The grid spans the first two dimensions, the others being 0: for more than two it is a slice,
    and the masses are those of the two. 1-D noise gives one row of corners and (1, columns) masses.
    """
    reach = NOISE_REACH if noise.kind == "gaussian" else 1.0
    # A curve is one line of the grid: it can afford more corners than a side of a square.
    lines = size if noise.dimension > 1 else size * 10
    edges = np.linspace(-reach, reach, lines + 1)
    mass = np.diff(ndtr(edges)) if noise.kind == "gaussian" else np.full(lines, 1 / lines)
    if noise.dimension == 1:
        return edges.astype(np.float32)[None, :, None], mass.astype(np.float32)[None, :]
    corners = np.zeros((lines + 1, lines + 1, noise.dimension), dtype=np.float32)
    corners[..., 0], corners[..., 1] = np.meshgrid(edges, edges)
    return corners, np.outer(mass, mass).astype(np.float32)


def _two_columns(points: NDArray[Any]) -> NDArray[Any]:
    if points.shape[1] == 2:
        return points
    return np.column_stack([points[:, 0], np.zeros(len(points))])
