"""The curves of the two-player game: its value, losses and gradients, D's number."""

from __future__ import annotations

import math

from ganlab.experiment import Experiment
from ganlab.games.columns import Column
from ganlab.games.shown.cards import Card, Page, Reference, Series, short
from ganlab.games.two_player.columns import columns, evaluation, known_as
from ganlab.games.two_player.turns import TURNS
from ganlab.gan.objectives import Objective
from ganlab.gan.penalties.effect import played
from ganlab.gan.settings import two_player

HOW = {
    "exact": "p_g by change of variables, where noise has the data's dimension",
    "estimated": "p_g is estimated from samples by a kernel, which may put it too high or too low",
}


def cards(experiment: Experiment) -> tuple[Card, ...]:
    """Top to bottom, as the experiment's objective reads them."""
    objective = played(two_player(experiment.game), experiment.data.imaged)
    by_key = {column.key: column for column in columns(experiment)}
    names = {
        turn.letter: f"{turn.letter}, frozen" if turn.frozen(experiment) else turn.letter
        for turn in TURNS
    }
    return (
        (_value(objective, by_key["value"], evaluation(experiment), known_as(experiment)),),
        (_losses(by_key, names), _gradients(by_key, names)),
        (_opinion(objective, by_key),),
    )


def _value(objective: Objective, column: Column, bounded: tuple[Column, ...], known: str) -> Page:
    """V of the objective's own game, with its equilibrium, and with what it is a bound of."""
    unit = f", in {objective.unit}" if objective.unit else ""
    best, near, top = objective.equilibrium, objective.near, objective.ceiling
    if not objective.sized:
        near, more = (
            0.01,
            "\nIt grows with whatever lets D be steeper: only its course tells anything.",
        )
    elif objective.divergence:
        more = f"\nOn average it never lies above the divergence itself: {objective.divergence}."
        if bounded:
            more += f"\nThe line “{known}” is where that lies, as last measured: p_data is known,\n"
            more += f"and {HOW[known]}."
    else:
        more = ""
    return Page(
        objective.value_title,
        f"{objective.value_symbol} = {objective.value_formula}{unit}: D climbs it.\n"
        "At the equilibrium, where nobody can tell real from generated, it is "
        f"{objective.equilibrium_text}.{more}",
        (Series(column, ""),),
        (
            Reference(objective.equilibrium_text, best),
            *(Reference(known, column.key) for column in bounded),
        ),
        least=2 * near,
        limits=(-math.inf, top),
        start=(best - 8 * near, top) if top <= 0 else (best - 2 * near, best + 8 * near),
    )


def _losses(by_key: dict[str, Column], names: dict[str, str]) -> Page:
    return Page(
        "Losses",
        "What each network descends. They pull against each other: a falling loss of one player\n"
        "does not mean that the game goes well.",
        (
            Series(by_key["discriminator_loss"], names["D"]),
            Series(by_key["generator_loss"], names["G"]),
        ),
        least=0.4,
        start=(0.0, 2.0),
    )


def _gradients(by_key: dict[str, Column], names: dict[str, str]) -> Page:
    return Page(
        "Gradient norms",
        "The length of each network's gradient. When G's goes to zero while D's loss is low,\n"
        "the generator has nothing left to learn from.",
        (
            Series(by_key["discriminator_gradient"], names["D"]),
            Series(by_key["generator_gradient"], names["G"]),
        ),
        limits=(0.0, math.inf),
    )


def _opinion(objective: Objective, by_key: dict[str, Column]) -> Page:
    """D's number for both kinds of samples, between its ends or wherever it goes."""
    score = objective.score
    low, high = score.scale.ends
    neutral = short(objective.neutral)
    where = "" if score.floating else f" at {neutral}"
    named = "" if score.letter == "D" else f" D's number {score.letter} is {score.kind}."
    return Page(
        "D on average",
        "How real the discriminator holds real samples x and generated samples G(z) to be,\n"
        f"on average. Both meet{where} when it cannot tell them apart.{named}",
        (Series(by_key["d_real"], score.of_real()), Series(by_key["d_fake"], score.of_generated())),
        () if score.floating else (Reference(neutral, objective.neutral),),
        decimals=3 if score.floating else 2,
        least=high - low,
        limits=(-math.inf, math.inf if score.floating else score.most),
        start=(low, high),
        fixed=score.bounded,
    )
