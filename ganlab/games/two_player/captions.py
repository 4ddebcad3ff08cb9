"""What slow motion says of both turns where another way to play is in use."""

from __future__ import annotations

from ganlab.experiment import Experiment
from ganlab.figures import counted
from ganlab.gan.settings import two_player


def of_discriminator(experiment: Experiment) -> dict[int, str]:
    """Of the stages in which D judges and in which it changes."""
    game = two_player(experiment.game)
    said = {}
    if game.pack > 1:
        said[2] = f"D's turn: the discriminator judges packs of {game.pack}: is each real?"
    match game.play.updates:
        case "simultaneous":
            said[4] = "D's turn: D changes; how it was before is kept, for G to answer"
        case "extra-gradient":
            said[4] = "D's turn: both look a step ahead; D steps by the gradient found there"
    if game.play.consensus:
        steps = said.get(4, "D's turn: the gradient flows back into D; only D changes")
        said[4] = f"{steps}, and makes both gradients shorter"
    return said


def of_generator(experiment: Experiment) -> dict[int, str]:
    """Of the stages in which G is judged and in which it changes."""
    game = two_player(experiment.game)
    said = {}
    what = "the generated samples" if game.pack == 1 else f"packs of {game.pack}"
    match game.play.updates:
        case "simultaneous":
            said[2] = f"G's turn: the discriminator as it was before its turn judges {what}"
        case "extra-gradient":
            said[2] = f"G's turn: the discriminator, a step ahead, judges {what} of G a step ahead"
            said[4] = "G's turn: G steps from where it stands by the gradient found ahead"
        case _ if game.pack > 1:
            said[2] = f"G's turn: the discriminator judges {what}"
    if game.play.unrolled and game.train != "generator":
        ahead = f"{counted(game.play.unrolled, 'step')} ahead"
        said[2] = f"G's turn: D as it would be {ahead} judges {what}"
        said[4] = "G's turn: the gradient flows back through D's steps into G; only G changes"
    if game.play.consensus:
        steps = said.get(4, "G's turn: the gradient flows back through D into G")
        said[4] = f"{steps}; it makes both gradients shorter"
    if game.play.lookahead:
        steps = said.get(4, "G's turn: the gradient flows back through D into G")
        every = f"every {game.play.lookahead} iterations" if game.play.lookahead > 1 else "then"
        said[4] = f"{steps}; {every} both return to their slow weights"
    return said
