"""What slow motion says of both turns where another way to play is in use.

A line has room for about 125 letters in a window of 1280 pixels.
"""

from __future__ import annotations

from ganlab.experiment import Experiment
from ganlab.figures import counted
from ganlab.gan.settings import TwoPlayer, two_player

JUDGES, LEARNS = 2, 4
"""Of the stages of either turn: the third and the last."""


def of_discriminator(experiment: Experiment) -> dict[int, str]:
    """Of the stages in which D judges and in which it changes."""
    game = two_player(experiment.game)
    said = {}
    if game.pack > 1:
        said[JUDGES] = f"D's turn: the discriminator judges packs of {game.pack}: is each real?"
    match game.play.updates:
        case "simultaneous":
            said[LEARNS] = "D's turn: D changes; how it was before is kept, for G to answer"
        case "extra-gradient":
            said[LEARNS] = "D's turn: both look a step ahead; D steps by the gradient found there"
    if game.play.consensus:
        steps = said.get(LEARNS, "D's turn: the gradient flows back into D; only D changes")
        said[LEARNS] = f"{steps}, with consensus"
    return said


def of_generator(experiment: Experiment) -> dict[int, str]:
    """Of the stages in which G is judged and in which it changes."""
    game = two_player(experiment.game)
    said = {}
    if who := _judge(game):
        what = "the generated samples" if game.pack == 1 else f"packs of {game.pack}"
        said[JUDGES] = f"G's turn: {who} judges {what}"
    if how := _step(game):
        said[LEARNS] = f"G's turn: {how}"
    return said


def _judge(game: TwoPlayer) -> str:
    """Who judges G; "": D as it stands, one sample at a time."""
    if _unrolled(game):
        return f"D as it would be {counted(game.play.unrolled, 'step')} later"
    match game.play.updates:
        case "simultaneous":
            return "the discriminator as it was before its turn"
        case "extra-gradient":
            return "the discriminator, a step ahead,"
    return "the discriminator" if game.pack > 1 else ""


def _step(game: TwoPlayer) -> str:
    """How G changes; "": by the gradient of its loss, and nothing else does."""
    play, ahead = game.play, game.play.updates == "extra-gradient"
    through = "D's steps" if _unrolled(game) else "D into G"
    how = f"{'a step ahead, ' if ahead else ''}the gradient flows back through {through}"
    after = "only the generator changes"
    if play.consensus:
        how += " with consensus"
    if play.lookahead:
        often = f"every {play.lookahead} steps " if play.lookahead > 1 else ""
        after = f"{often}both go to slow weights"
    plain = not (_unrolled(game) or ahead or play.consensus or play.lookahead)
    return "" if plain else f"{how}; {after}"


def _unrolled(game: TwoPlayer) -> bool:
    """A frozen D would not answer."""
    return game.play.unrolled > 0 and game.train != "generator"
