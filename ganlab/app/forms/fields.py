"""The fields of an Experiment as a form needs them, read from the document itself. No Qt.

Title, help, bounds and choices stand on the fields in `ganlab.experiment` and nowhere else; here
they are only collected under their dotted paths.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ganlab.app.forms.field import Field, Value
from ganlab.experiment import (
    Change,
    Experiment,
    GameSettings,
    ImageData,
    Network,
    Optimizer,
    change_of,
)
from ganlab.games.rules import rules_of, rules_of_kind
from ganlab.games.table import GAMES
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.effect import without_effect as penalties_without_effect
from ganlab.gan.penalties.table import ENTRIES
from ganlab.gan.play.table import WAYS
from ganlab.gan.settings import TwoPlayer
from ganlab.notation import join_names

RESTARTS, LIVE = "Starts training again.", "Takes effect at the next step."
ELSEWHERE = frozenset({"schema_version", "name", "about", "data"})
"""Fields that no row sets: the gallery does, or opening a file."""
IMAGE_DATA = ("classes", "subset", "range")
"""Fields of data that have a row, when the data are images."""

_CHOICES = {
    "gaussian": "Gaussian",
    "uniform": "Uniform",
    "relu": "ReLU",
    "leaky-relu": "Leaky ReLU",
    "tanh": "tanh",
    "elu": "ELU",
    "sgd": "SGD",
    "momentum": "SGD with momentum",
    "adam": "Adam",
    "rmsprop": "RMSProp",
    "constant": "Constant",
    "cosine": "Cosine to 0",
    "exponential": "Slow decay",
    "both": "Both",
    "dcgan": "DCGAN",
    "mlp-2014": "2014 paper",
    **{name: way.title for name, way in WAYS.items()},
}
"""How the document's words are written on screen."""

_PENALTY = "game.penalty."


_GAME_HELP = "Which way p_g is learned. " + " ".join(
    f"{entry.title}: {entry.about} ({entry.source})" for entry in GAMES.values()
)


@cache
def fields(kind: str = "gan") -> Mapping[str, Field]:
    """Every field that has a row in the form of such a game, by path, in the document's order."""
    of_images = [
        _field(f"data.{name}", ImageData.model_fields[name], GAMES[kind].settings)
        for name in IMAGE_DATA
    ]
    return {
        field.path: field for field in [*of_images, *_walk(Experiment, "", GAMES[kind].settings)]
    }


@cache
def _letters(kind: str) -> dict[str, str]:
    """By the names of a game's networks, the letters that stand for them."""
    return {name: turn.letter for turn in rules_of_kind(kind).turns for name in turn.learns}


def _walk(model: type[BaseModel], prefix: str, game: type[GameSettings]) -> Iterator[Field]:
    for name, info in model.model_fields.items():
        path = prefix + name
        annotation = game if path == "game" else info.annotation
        if path in ELSEWHERE:
            continue
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from _walk(annotation, f"{path}.", game)
        else:
            yield _field(path, info, game)


def _field(path: str, info: FieldInfo, game: type[GameSettings]) -> Field:
    choices: dict[str, str] = {}
    groups: dict[str, str] = {}
    letters = _letters(game.model_fields["kind"].default)
    if path == "game.objective":
        choices = {name: objective.title for name, objective in OBJECTIVES.items()}
        groups = {name: objective.group for name, objective in OBJECTIVES.items()}
    elif path == "game.kind":
        choices = {name: entry.title for name, entry in GAMES.items()}
        return Field(
            path, "Game", _GAME_HELP, "", str, 0, 0, False, choices, restarts=True, note=RESTARTS
        )
    elif get_origin(info.annotation) is Literal:
        words = _CHOICES | letters
        choices = {word: words.get(word, word) for word in get_args(info.annotation)}
    restarts = change_of(path, game) is Change.REBUILD
    note = RESTARTS if restarts else LIVE
    if path.startswith(_PENALTY) and (entry := ENTRIES.get(path.removeprefix(_PENALTY))):
        note = f"{note} {entry.source}."
    return Field.read(
        path,
        info,
        choices=choices,
        groups=groups,
        player=letters.get(_network(path.removeprefix("game.").partition(".")[0]), ""),
        restarts=restarts,
        note=note,
    )


def _network(name: str) -> str:
    """The network that a part of a game's settings is about."""
    return name.removesuffix("_optimizer")


def value_of(experiment: Experiment, path: str) -> Value | None:
    """The value at a dotted path, a list as text; None where the experiment has no such field."""
    place: object = experiment
    for name in path.split("."):
        place = getattr(place, name, None)
    if isinstance(place, tuple):
        return join_names(place)
    assert place is None or isinstance(place, (int, float, str))
    return place


# --- fields that do nothing at the moment ---------------------------------------------------


def without_effect(experiment: Experiment) -> dict[str, str]:
    """Path -> why, for the fields that change nothing as the experiment stands."""
    found: dict[str, str] = {}
    game = experiment.game
    frozen = {
        name: turn.letter
        for turn in rules_of(experiment).turns
        if turn.frozen(experiment)
        for name in turn.learns
    }
    for name, part in game:
        if isinstance(part, Network) and not part.layers:
            for field in ("units", "activation"):
                found[f"game.{name}.{field}"] = "There is no hidden layer."
        elif isinstance(part, Optimizer) and _network(name) in frozen:
            why = f"{frozen[_network(name)]} is frozen: see Train, under Players."
            found |= {f"game.{name}.{field}": why for field in type(part).model_fields}
        elif isinstance(part, Optimizer):
            kind = _CHOICES[part.kind]
            if part.kind in ("sgd", "rmsprop"):
                found[f"game.{name}.momentum"] = f"{kind} keeps no momentum."
            if part.kind in ("sgd", "momentum"):
                found[f"game.{name}.decay"] = f"{kind} does not average its gradients."
    if isinstance(game, TwoPlayer) and not game.play.lookahead:
        found["game.play.lookahead_share"] = "Lookahead is off."
    if isinstance(game, TwoPlayer):
        inert = penalties_without_effect(game, experiment.data.imaged)
        found |= {f"game.penalty.{name}": why for name, why in inert.items()}
    if experiment.data.imaged and isinstance(game, TwoPlayer):
        for way in WAYS.values():
            if way.points_only:
                found |= dict.fromkeys(way.fields, "It is for points, not for images.")
        if game.image_networks.kind == "dcgan":
            found["game.image_networks.units"] = "A DCGAN has channels instead."
        else:
            found["game.image_networks.channels"] = "The 2014 networks have units instead."
    if isinstance(game, TwoPlayer) and not game.conditional:
        found |= {"game.conditional": why} if (why := experiment.data.no_classes) else {}
    return found
