"""What slow motion says of both turns where another objective, a constraint or another way to play
is in use, and what takes part in them then.

A line has room for about 125 letters in a window of 1280 pixels; what is set by itself needs no
more than 105.
"""

from __future__ import annotations

from ganlab.experiment import Experiment
from ganlab.figures import counted
from ganlab.games.turns import Part
from ganlab.gan.objectives import OBJECTIVES, Objective
from ganlab.gan.penalties.effect import in_effect
from ganlab.gan.penalties.gradient import PENALTIES
from ganlab.gan.scores import PROBABILITY
from ganlab.gan.settings import TwoPlayer, two_player

JUDGES, LOSS, LEARNS = 2, 3, 4
"""Of the stages of either turn, from 0."""
OPPOSITE: tuple[Part, ...] = ("real", ("real", "discriminator"), ("discriminator", "d_real"))
"""What takes part in G's turn where generated samples are judged against real ones."""


def of_discriminator(experiment: Experiment) -> dict[int, str]:
    """Of the stages in which D judges, has a loss and changes."""
    game = two_player(experiment.game)
    objective, said = OBJECTIVES[game.objective], dict[int, str]()
    if game.pack > 1 or objective.score is not PROBABILITY:
        what = "both" if game.pack == 1 else f"packs of {game.pack}"
        said[JUDGES] = f"D's turn: the discriminator judges {what}: {_question(objective)}"
    if loss := _loss(objective):
        said[LOSS] = f"D's turn: {loss}"
    if how := _step_of_d(experiment, game):
        said[LEARNS] = f"D's turn: {how}"
    return said


def of_generator(experiment: Experiment) -> dict[int, str]:
    """Of the stages in which G is judged, has a loss and changes."""
    game, said = two_player(experiment.game), dict[int, str]()
    paired = OBJECTIVES[game.objective].paired
    who = _judge(game)
    if who or paired or game.pack > 1:
        what = "the generated samples" if game.pack == 1 else f"packs of {game.pack}"
        against = " against real ones" if paired else ""
        said[JUDGES] = f"G's turn: {who or 'the discriminator'} judges {what}{against}"
    if paired:
        said[LOSS] = "G's turn: its loss is low when D takes generated samples for the real ones"
    if how := _step_of_g(game):
        said[LEARNS] = f"G's turn: {how}"
    return said


def also_of_generator(experiment: Experiment) -> dict[int, tuple[Part, ...]]:
    """What more takes part in the stages of G's turn."""
    paired = OBJECTIVES[two_player(experiment.game).objective].paired
    return {JUDGES: (*OPPOSITE, "d_real"), LOSS: ("d_real",)} if paired else {}


def _question(objective: Objective) -> str:
    if objective.score is PROBABILITY:
        return "how likely is each one real?"
    return "which of each pair is real?" if objective.paired else "how real does each one look?"


def _loss(objective: Objective) -> str:
    """What D's loss is made of; "": of its mistakes on either kind."""
    if objective.paired:
        return "its loss adds up its mistakes over pairs of a real and a generated sample"
    if objective.divergence or objective.score.floating:
        letter = objective.score.letter
        return f"its loss is low when {letter} is high on real and low on generated samples"
    return ""


def _step_of_d(experiment: Experiment, game: TwoPlayer) -> str:
    """How D changes; "": by the gradient of its loss, and that is all."""
    if game.train == "generator":
        return "it is frozen, so nothing changes"
    penalty = in_effect(game, experiment.data.imaged)
    causes = ["its loss"]
    if any(getattr(penalty, entry.setting) for entry in PENALTIES):
        causes.append("penalties")
    if game.play.consensus:
        causes.append("consensus")
    clipped = ", its weights clipped" if penalty.clip else ""
    of = f" of {_listed(causes)}" if len(causes) > 1 else ""
    match game.play.updates:
        case "simultaneous":
            return f"the gradient{of} moves D{clipped}; G will answer D as it was"
        case "extra-gradient":
            return f"both look a step ahead; the gradient{of} found there moves D{clipped}"
    if not of and not clipped:
        return ""
    return f"the gradient{of} flows back into D; only D changes{clipped}"


def _judge(game: TwoPlayer) -> str:
    """Who judges G; "": D as it stands."""
    if game.play.unrolled and game.train != "generator":
        return f"D as it would be {counted(game.play.unrolled, 'step')} later"
    if game.train == "generator":
        return ""
    match game.play.updates:
        case "simultaneous":
            return "the discriminator as it was before its turn"
        case "extra-gradient":
            return "the discriminator, a step ahead,"
    return ""


def _step_of_g(game: TwoPlayer) -> str:
    """How G changes; "": by the gradient of its loss, and nothing else does."""
    play = game.play
    back = _return(game)
    if game.train == "discriminator":
        return f"it is frozen, so nothing changes{back and f'; {back}'}"
    unrolled, ahead = play.unrolled and game.train != "generator", play.updates == "extra-gradient"
    if not (unrolled or ahead or play.consensus or back):
        return ""
    what = "with consensus, the gradient" if play.consensus else "the gradient"
    where = " a step ahead" if ahead else ""
    through = "D's steps" if unrolled else "D"
    return f"{what}{where} flows back through {through}; {back or 'only G changes'}"


def _return(game: TwoPlayer) -> str:
    """What lookahead does at the end of an iteration; "": nothing."""
    if not game.play.lookahead:
        return ""
    who = {"both": "both go", "discriminator": "D goes", "generator": "G goes"}[game.train]
    often = f"every {game.play.lookahead} steps " if game.play.lookahead > 1 else ""
    return f"{often}{who} to slow weights"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
