"""How steep the discriminator of a run is, where it has one."""

from __future__ import annotations

from ganlab.games.game import Game
from ganlab.games.shown.views import Look, Values


def steepness(game: Game) -> dict[str, float]:
    """The largest slope of D between real and generated samples, an estimate of its Lipschitz
    constant from below, and the mean: "lipschitz" and "mean_slope"; of other games nothing."""
    take = game.scene().takers.get("lipschitz")
    if take is None:
        return {}
    slopes = take(Look())
    assert isinstance(slopes, Values)
    return {
        "lipschitz": float(slopes.numbers.max()),
        "mean_slope": float(slopes.numbers.mean()),
    }
