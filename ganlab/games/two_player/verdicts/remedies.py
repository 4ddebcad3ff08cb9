"""What to try of the two players, as far as an experiment allows it.

Each gives None where it would change nothing: k that is the highest, a penalty that is not there.
"""

from __future__ import annotations

from typing import Any, Literal

from ganlab.experiment import Experiment
from ganlab.games.verdicts.remedies import edit, two_digits
from ganlab.games.verdicts.verdict import Remedy
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.effect import without_effect
from ganlab.gan.settings import two_player

Player = Literal["generator", "discriminator"]

LETTER: dict[Player, str] = {"generator": "G", "discriminator": "D"}
SLOWER = 3.0
"""A learning rate is divided by so much: less is hardly seen."""
R1 = 0.1
"""The weight to begin with: what the presets of the plane have."""
GRADIENT = 1.0
"""Of WGAN-GP, in the plane and with images."""
INSTANCE_NOISE = 0.2
"""Standard deviation in the networks' units, in which data have 1 or their pixels lie in 0..1."""
UNROLLED = 5
LOOKAHEAD = 5
AVERAGE = 0.999


def more_k(e: Experiment) -> Remedy | None:
    """D closer to its best."""
    k = min(2 * two_player(e.game).k, 20)
    return edit(e, f"Raise k to {k}", "More steps of D before each turn of G.", {"game.k": k})


def less_k(e: Experiment) -> Remedy | None:
    """A D that has had too much of a start."""
    k = max(two_player(e.game).k // 2, 1)
    about = "Fewer steps of D before each turn of G."
    return edit(e, f"Lower k to {k}", about, {"game.k": k})


def slower(e: Experiment, *players: Player) -> Remedy | None:
    """Shorter steps of one player, or of both."""
    new = {p: max(two_digits(_rate(e, p) / SLOWER), 1e-6) for p in players}
    about = "Shorter steps: the players circle less, and learn more slowly."
    return edit(e, _rates_text("Lower", new), about, _rate_changes(new))


def faster(e: Experiment, player: Player) -> Remedy | None:
    """Longer steps of one player."""
    new = {player: min(two_digits(_rate(e, player) * SLOWER), 1.0)}
    return edit(e, _rates_text("Raise", new), "Longer steps: it catches up.", _rate_changes(new))


def more_r1(e: Experiment) -> Remedy | None:
    """A flatter D."""
    r1 = min(two_digits(two_player(e.game).penalty.r1 * 3) or R1, 100.0)
    text = f"Raise R1 to {r1:g}" if two_player(e.game).penalty.r1 else f"Add R1, weight {r1:g}"
    return edit(e, text, "A flatter D near the data: a calmer game.", {"game.penalty.r1": r1})


def less_r1(e: Experiment) -> Remedy | None:
    """A D that may be as steep as it needs to be."""
    r1 = (
        0.0
        if two_player(e.game).penalty.r1 <= R1 / 3
        else two_digits(two_player(e.game).penalty.r1 / 3)
    )
    text = f"Lower R1 to {r1:g}" if r1 else "Take R1 away"
    return edit(e, text, "A steeper D, which sees finer differences.", {"game.penalty.r1": r1})


def bounded(e: Experiment) -> Remedy | None:
    """A slope for a critic, whose scores nothing else holds."""
    game = two_player(e.game)
    held = game.penalty.gradient or game.penalty.one_sided or game.penalty.clip
    if OBJECTIVES[game.objective].sized or held or game.penalty.spectral:
        return None
    about = "The critic is to rise by 1 a unit of length: what it tells is then a distance."
    weight = {"game.penalty.gradient": GRADIENT}
    return edit(e, f"Add WGAN-GP, weight {GRADIENT:g}", about, weight)


def noisy(e: Experiment, step: int) -> Remedy | None:
    """Real and generated samples that overlap."""
    if two_player(e.game).penalty.instance_noise or step >= e.training.steps:
        return None
    about = (
        "Noise on all that D is shown: p_data and p_g overlap, and D cannot be sure. "
        f"It falls to 0 at step {e.training.steps:,}."
    )
    return allowed(e, "Add instance noise", about, "penalty.instance_noise", INSTANCE_NOISE)


def spectral(e: Experiment) -> Remedy | None:
    """A D none of whose layers stretches anything."""
    if "spectral" in without_effect(two_player(e.game), e.data.imaged):
        return None
    about = "No layer of D stretches anything by more than 1: D stays gentle everywhere."
    return allowed(e, "Spectral normalisation of D", about, "penalty.spectral", True)


def packed(e: Experiment) -> Remedy | None:
    """A D that sees several samples at once."""
    pack = min(two_player(e.game).pack + 1, 4)
    about = "D judges several samples at once: modes that are left out give G away."
    return allowed(e, f"Pack {pack} samples", about, "pack", pack)


def unrolled(e: Experiment) -> Remedy | None:
    """A G that looks ahead."""
    if two_player(e.game).play.unrolled or two_player(e.game).train == "generator":
        return None
    about = "G is taught by the D that would have answered it: running to one mode does not pay."
    return allowed(e, f"Unroll {UNROLLED} steps", about, "play.unrolled", UNROLLED)


def extra_gradient(e: Experiment) -> Remedy | None:
    """Steps that see the other's."""
    about = "Both step by the gradient of the place where both would be: circles come to rest."
    return edit(e, "Extra-gradient", about, {"game.play.updates": "extra-gradient"})


def lookahead(e: Experiment) -> Remedy | None:
    """Back towards the middle of a circle."""
    if two_player(e.game).play.lookahead:
        return None
    about = f"Every {LOOKAHEAD} steps both go back half of the way: towards the circle's centre."
    return edit(e, "Lookahead", about, {"game.play.lookahead": LOOKAHEAD})


def allowed(e: Experiment, text: str, about: str, path: str, value: object) -> Remedy | None:
    """An edit of one field of the game, where it can be played together with the rest."""
    game = two_player(e.game)
    group, _, field = path.rpartition(".")
    new: dict[str, Any] = {field: value}
    if group:
        new = {group: getattr(game, group).model_copy(update=new)}
    if game.model_copy(update=new).refusal(e.data.imaged):
        return None
    return edit(e, text, about, {f"game.{path}": value})


def non_saturating(e: Experiment) -> Remedy | None:
    """From a game of 2014 whose G gets no gradient once D is sure."""
    if two_player(e.game).objective not in ("minimax", "max-likelihood"):
        return None
    about = "The same fixed point, with a strong gradient for G when D is winning."
    return edit(e, "Switch to non-saturating", about, {"game.objective": "non-saturating"})


def larger(e: Experiment, player: Player) -> Remedy | None:
    """More units; of images both players widen together."""
    if e.data.imaged:
        dcgan = two_player(e.game).image_networks.kind == "dcgan"
        path, most = ("channels", 128) if dcgan else ("units", 2048)
        width = min(2 * getattr(two_player(e.game).image_networks, path), most)
        about = "Wider networks can bend more, and cost more time."
        return edit(e, f"{width} {path}", about, {f"game.image_networks.{path}": width})
    units = min(2 * getattr(e.game, player).units, 512)
    about = f"A wider {player} can bend more, and costs more time."
    return edit(e, f"{units} units for {LETTER[player]}", about, {f"game.{player}.units": units})


def average(e: Experiment) -> Remedy | None:
    """The same generator without its last wobble."""
    if two_player(e.game).ema:
        return None
    about = "Look at the mean of the last generators beside G itself: calmer than any of them."
    return edit(e, "Average G", about, {"game.ema": AVERAGE})


def _rate(e: Experiment, player: Player) -> float:
    return float(getattr(e.game, f"{player}_optimizer").learning_rate)


def _rate_changes(rates: dict[Player, float]) -> dict[str, Any]:
    return {f"game.{player}_optimizer.learning_rate": rate for player, rate in rates.items()}


def _rates_text(verb: str, rates: dict[Player, float]) -> str:
    values = sorted(set(rates.values()))
    if len(rates) == 1:
        (player,) = rates
        return f"{verb} {LETTER[player]}'s learning rate to {values[0]:g}"
    if len(values) == 1:
        return f"{verb} both learning rates to {values[0]:g}"
    return f"{verb} both learning rates to a third"
