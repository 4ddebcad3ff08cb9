"""The moving average of a network, and how much of the newest one goes into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ganlab.gan.players import Player

WARM_UP = 1000
"""Steps before a mean of all generators begins: what G was while it learned to walk would stay in
it, and batch normalisation's means do not fit a mean of weights that differ so much (a DCGAN of
600 steps had a Fréchet distance of 192, the mean of all its generators one of 564)."""


def newest_share(ema: float, step: int) -> float:
    """Of the newest generator in the moving average, `step` being the number of those before it:
    1 − ema, and more while the run is young,

        max(1 − ema, 9 / (10 + step)),

    so that the average of step 100 is not still the first, untrained generator (as in TensorFlow's
    ExponentialMovingAverage with num_updates). With ema = 1 nothing is forgotten once the run is
    warm: the plain mean of all generators since then (Yazıcı et al. 2019, "The unusual
    effectiveness of averaging in GAN training"; begun late as in Izmailov et al. 2018, "Averaging
    weights leads to wider optima"). The young average, which is what it begins with, counts as the
    n generators that it is a mean of:

        1 / (n + step − WARM_UP),   n = (10 + WARM_UP) / 9.
    """
    if ema < 1 or step < WARM_UP:
        return max(1 - ema, 9 / (10 + step))
    return 1 / ((10 + WARM_UP) / 9 + step - WARM_UP)


class MovingAverage:
    """Exponential moving average of a network's parameters and of its batch normalisation's
    statistics, if there are any."""

    def __init__(self, network: Player) -> None:
        self._network = network
        self.parameters = network.parameters.clone()
        self.statistics = network.statistics.clone()

    def move(self, share: float) -> None:
        """Towards the network as it is, by this share of the way."""
        self.parameters.lerp_(self._network.parameters, share)
        if len(self.statistics):
            self.statistics.lerp_(self._network.statistics, share)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """The network is its average within the block, and itself again after it."""
        network = self._network
        raw = network.parameters.clone(), network.statistics.clone()
        network.parameters.copy_(self.parameters)
        network.statistics.copy_(self.statistics)
        try:
            yield
        finally:
            network.parameters.copy_(raw[0])
            network.statistics.copy_(raw[1])
