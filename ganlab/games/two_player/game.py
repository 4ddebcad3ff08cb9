"""The two-player game as everybody drives it."""

from __future__ import annotations

from ganlab.games.scenes.scene import Scene
from ganlab.games.two_player import columns
from ganlab.games.two_player.scenes.images import ImageScene
from ganlab.games.two_player.scenes.plane import PlaneScene
from ganlab.gan.trainer import Trainer


class TwoPlayerGame(Trainer):
    """Algorithm 1, with the rest of what a `Game` does."""

    @property
    def ends_at(self) -> float:
        """Where both learning rates have come down to 0; infinity where one never does."""
        return self.experiment.ends_at

    @property
    def era(self) -> str:
        """The loss variant."""
        return self.settings.objective

    @property
    def era_since(self) -> int:
        """The step at which it was chosen."""
        return self.objective_since

    def figures(self) -> dict[str, float]:
        """The divergence of which the value is a bound, where there is one and it is known."""
        from ganlab.games.two_player.bounded import bounded_divergence

        measured = columns.evaluation(self.experiment)
        return {column.key: bounded_divergence(self) for column in measured}

    def scene(self) -> Scene:
        """Images, or the plane."""
        return PlaneScene(self) if self.target.image_set is None else ImageScene(self)
