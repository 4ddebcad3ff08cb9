"""The fields of an Experiment as a form needs them, read from the document itself. No Qt.

Title, help, bounds and choices stand on the fields in `ganlab.experiment` and nowhere else; here
they are only collected under their dotted paths.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from math import log10
from typing import Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ganlab.experiment import Change, Experiment, GameSettings, ImageData, change_of
from ganlab.figures import exact
from ganlab.games.table import GAMES
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.settings import TwoPlayer
from ganlab.notation import join_names
from ganlab.numerals import only_value
from ganlab.values import dataclass

Value = int | float | str
Number = int | float

ELSEWHERE = frozenset({"schema_version", "name", "about", "data"})
"""Fields that no row sets: the gallery does, or opening a file."""
IMAGE_DATA = ("classes", "subset", "range")
"""Fields of data that have a row, when the data are images."""

_PLAYER = {
    "generator": "G",
    "generator_optimizer": "G",
    "discriminator": "D",
    "discriminator_optimizer": "D",
}

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
    "discriminator": "D",
    "generator": "G",
    "dcgan": "DCGAN",
    "mlp-2014": "2014 paper",
}
"""How the document's words are written on screen."""


_GAME_HELP = "Which way p_g is learned. " + " ".join(
    f"{entry.title}: {entry.about} ({entry.source})" for entry in GAMES.values()
)


@dataclass(frozen=True)
class Field:
    """One thing a person can set."""

    path: str
    """Dotted, as in ``Experiment.with_values``."""
    title: str
    help: str
    player: str
    """Whose it is: "D", "G" or "" for both."""
    kind: type
    """int, float, bool or str."""
    low: Number
    high: Number
    open_high: bool
    """Whether `high` itself is refused."""
    choices: Mapping[str, str]
    """Value -> title on screen; empty for numbers."""
    restarts: bool
    """Whether a change of it starts training again."""

    @property
    def full_title(self) -> str:
        """The title, with its player where both have such a field: "Learning rate D"."""
        return f"{self.title} {self.player}".strip()

    @property
    def bounds(self) -> str:
        """What a number of it may be: "1 to 20"."""
        return f"{exact(self.low)} to {'below ' if self.open_high else ''}{exact(self.high)}"

    def bounded(self, number: Number) -> Number:
        """The nearest number that is allowed."""
        most = stops(self.low, self.high, self.open_high, self.kind is int)[-1]
        return self.low if number < self.low else most if number > most else number

    @property
    def help_text(self) -> str:
        """Rich text: what it does, what it allows, and when it takes effect."""
        when = "Starts training again." if self.restarts else "Takes effect at the next step."
        if self.kind in (int, float):
            when = f"{self.bounds}. {when}"
        return rich(self.full_title, self.help, when)


def rich(title: str, text: str, note: str = "") -> str:
    """Rich text of a tooltip: a bold title, plain text, and a note in italics."""
    lines = [f"<b>{escape(title, quote=False)}</b>", escape(text, quote=False)]
    return "<br>".join([*lines, f"<i>{escape(note, quote=False)}</i>"] if note else lines)


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
    bounds = {
        key: getattr(bound, key)
        for bound in info.metadata
        for key in ("ge", "le", "lt")
        if hasattr(bound, key)
    }
    choices: dict[str, str] = {}
    if path == "game.objective":
        choices = {name: objective.title for name, objective in OBJECTIVES.items()}
    elif path == "game.kind":
        choices = {name: entry.title for name, entry in GAMES.items()}
        return Field(path, "Game", _GAME_HELP, "", str, 0, 0, False, choices, restarts=True)
    elif get_origin(info.annotation) is Literal:
        choices = {word: _CHOICES.get(word, word) for word in get_args(info.annotation)}
    kind = type(info.default)
    low, high = bounds.get("ge", 0), bounds.get("le", bounds.get("lt", 0))
    return Field(
        path=path,
        title=info.title or path,
        help=info.description or "",
        player=_PLAYER.get(path.removeprefix("game.").partition(".")[0], ""),
        kind=kind if kind in (int, float, bool) and not choices else str,
        low=low,
        high=high,
        open_high="lt" in bounds,
        choices=choices,
        restarts=change_of(path, game) is Change.REBUILD,
    )


def value_of(experiment: Experiment, path: str) -> Value | None:
    """The value at a dotted path, a list as text; None where the experiment has no such field."""
    place: object = experiment
    for name in path.split("."):
        place = getattr(place, name, None)
    if isinstance(place, tuple):
        return join_names(place)
    assert place is None or isinstance(place, (int, float, str))
    return place


# --- numbers on a slider --------------------------------------------------------------------


@cache
def stops(low: Number, high: Number, open_high: bool, whole: bool) -> tuple[Number, ...]:
    """The values at which a slider over these bounds stops, rising.

    Few whole numbers: each of them. Many: powers of two with one value between them, or 1, 1.5,
    2, 3, 5, 7 a decade where the range spans more than five decades. Shares from 0 to 1: finer
    towards 1, where 0.99 and 0.999 differ as much as 0 and 0.9. Other numbers: twenty a decade,
    and 0 in front where it is allowed.
    """
    if whole and high - low <= 32:
        return tuple(range(int(low), int(high) + 1))
    if whole and high <= 10**5:
        octaves = range(int(high).bit_length())
        values = {int(2**i * half) for i in octaves for half in (1, 1.5)}
        return tuple(sorted(v for v in values | {low, high} if low <= v <= high))
    if whole:
        decades = range(len(str(high)))
        values = {int(10**i * m) for i in decades for m in (1, 1.5, 2, 3, 5, 7)}
        return tuple(sorted(v for v in values | {low, high} if low <= v <= high))
    if (low, high) == (0, 1):
        steps = [(i, 20) for i in range(18)] + [(i, 100) for i in range(90, 99)]
        steps += [(i, 1000) for i in range(990, 999)] + [(i, 10_000) for i in range(9990, 10_000)]
        return tuple(i / n for i, n in steps) + (() if open_high else (1.0,))
    least = low or high * 1e-5
    count = round(20 * log10(high / least))
    rising = [float(f"{least * 10 ** (i / 20):.2g}") for i in range(count + 1)]
    return tuple(rising) if low else (0.0, *rising)


def nearest(values: tuple[Number, ...], value: Number) -> int:
    """The index of the stop nearest to `value`."""
    right = min(bisect_left(values, value), len(values) - 1)
    left = max(right - 1, 0)
    return left if value - values[left] < values[right] - value else right


def read_number(text: str, whole: bool) -> Number | str:
    """What was typed as a number; the text itself where it is none or could be two, which the
    document refuses and says why."""
    try:
        number = only_value(text, whole)
    except ValueError:
        return text.strip()
    if number is None:
        return text.strip()
    return int(number) if whole and number.is_integer() else number


# --- fields that do nothing at the moment ---------------------------------------------------


def without_effect(experiment: Experiment) -> dict[str, str]:
    """Path -> why, for the fields that change nothing as the experiment stands."""
    found: dict[str, str] = {}
    game = experiment.game
    for player in ("generator", "discriminator"):
        if (network := getattr(game, player, None)) is None:
            continue
        if not network.layers:
            for name in ("units", "activation"):
                found[f"game.{player}.{name}"] = "There is no hidden layer."
        if getattr(game, "train", "both") not in ("both", player):
            why = f"{_PLAYER[player]} is frozen: see Train, under Players."
            optimizer = f"game.{player}_optimizer"
            for name in type(getattr(game, f"{player}_optimizer")).model_fields:
                found[f"{optimizer}.{name}"] = why
            continue
        kind = getattr(game, f"{player}_optimizer").kind
        if kind in ("sgd", "rmsprop"):
            found[f"game.{player}_optimizer.momentum"] = f"{_CHOICES[kind]} keeps no momentum."
        if kind in ("sgd", "momentum"):
            found[f"game.{player}_optimizer.decay"] = (
                f"{_CHOICES[kind]} does not average its gradients."
            )
    if experiment.data.kind == "images" and isinstance(game, TwoPlayer):
        if game.image_networks.kind == "dcgan":
            found["game.image_networks.units"] = "A DCGAN has channels instead."
        else:
            found["game.image_networks.channels"] = "The 2014 networks have units instead."
    return found
