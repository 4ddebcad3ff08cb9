"""Every word that the window uses, gathered from where each is defined."""

from __future__ import annotations

from collections.abc import Iterator

from ganlab.app.forms.fields import fields
from ganlab.app.rooms.images.quality.texts import PARZEN, SPECS
from ganlab.experiment import Experiment
from ganlab.games import evaluation
from ganlab.games.rules import rules_of
from ganlab.games.table import GAMES
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.table import ENTRIES
from ganlab.gan.play.table import WAYS
from ganlab.lab.verdicts.glossary import COLUMNS, FIGURES, GAME, IMAGES, THEORY, Word

Section = tuple[str, tuple[Word, ...]]


def sections(experiment: Experiment) -> tuple[Section, ...]:
    """The glossary of the game that an experiment plays: (heading, words)."""
    return (
        ("The game", GAME),
        ("Games", tuple(_games())),
        ("Figures", FIGURES),
        ("Loss variants", tuple(_losses())),
        ("Penalties and constraints", tuple(_penalties())),
        ("Ways to play", tuple(_ways())),
        ("Layers", tuple(_views(experiment))),
        ("Curves", (*_pages(experiment), *COLUMNS)),
        ("Settings", tuple(_settings(experiment))),
        ("Images", (*IMAGES, *(Word(spec.title, spec.tip) for spec in (*SPECS, PARZEN)))),
        ("Theory", THEORY),
    )


def _games() -> Iterator[Word]:
    for entry in GAMES.values():
        yield Word(entry.title, f"{entry.about} ({entry.source})")


def _losses() -> Iterator[Word]:
    for objective in OBJECTIVES.values():
        formulas = (objective.discriminator_formula, objective.generator_formula)
        yield Word(objective.title, f"{objective.about} ({objective.source})", formulas)


def _penalties() -> Iterator[Word]:
    for entry in ENTRIES.values():
        yield Word(entry.name, f"{entry.about} ({entry.source})", (entry.formula,))


def _ways() -> Iterator[Word]:
    for way in WAYS.values():
        yield Word(way.title, f"{way.about} ({way.source})", way.formulas)


def _views(experiment: Experiment) -> Iterator[Word]:
    for view in rules_of(experiment).views(experiment):
        if view.label:
            yield Word(view.label, view.about)


def _pages(experiment: Experiment) -> Iterator[Word]:
    for card in (*rules_of(experiment).cards(experiment), *evaluation.cards(experiment)):
        for page in card:
            yield Word(page.title, page.about.replace("\n", " "))


def _settings(experiment: Experiment) -> Iterator[Word]:
    known = set()
    for field in fields(experiment.game.kind).values():
        if field.title in known:  # of the other player
            continue
        known.add(field.title)
        bounds = f" From {field.bounds}." if field.kind in (int, float) else ""
        choices = f" {', '.join(field.choices.values())}." if field.choices else ""
        yield Word(field.title, f"{field.help}{bounds}{choices}")
