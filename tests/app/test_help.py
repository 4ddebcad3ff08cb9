"""Help: the tour, every word that the window uses, every key; and why an action is grey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QScrollArea
from pytestqt.qtbot import QtBot

from ganlab.app.forms.fields import fields
from ganlab.app.help.dialog import PAGES, HelpDialog, Page
from ganlab.app.help.glossary import GlossaryPage
from ganlab.app.help.tour import TOUR
from ganlab.app.help.words import sections
from ganlab.app.look.theme import Theme
from ganlab.app.rooms.images.quality.texts import PARZEN, SPECS
from ganlab.app.shell.application import Laboratory
from ganlab.app.widgets import formula
from ganlab.experiment import Experiment, ImageData
from ganlab.games import evaluation
from ganlab.games.rules import rules_of
from ganlab.games.table import GAMES
from ganlab.gan.objectives import OBJECTIVES
from ganlab.gan.penalties.table import ENTRIES
from ganlab.gan.play.table import WAYS
from ganlab.lab.verdicts.glossary import Word
from tests.app.labs import opened, wait_until_ready


@pytest.fixture
def lab(tmp_path: Path, qtbot: QtBot) -> Iterator[Laboratory]:
    with opened(tmp_path) as lab:
        wait_until_ready(qtbot, lab)
        yield lab


def every_word(experiment: Experiment) -> list[Word]:
    return [word for _, words in sections(experiment) for word in words]


@pytest.mark.parametrize("experiment", [Experiment(), Experiment(data=ImageData())])
def test_every_word_that_the_window_uses_is_explained(experiment: Experiment) -> None:
    rules = rules_of(experiment)
    pages = [
        page for card in (*rules.cards(experiment), *evaluation.cards(experiment)) for page in card
    ]
    used = {
        *(view.label for view in rules.views(experiment) if view.label),
        *(page.title for page in pages),
        *(series.label for page in pages for series in page.series if series.label),
        *(reference.label for page in pages for reference in page.references),
        *(field.title for field in fields(experiment.game.kind).values()),
        *(entry.title for entry in GAMES.values()),
        *(objective.title for objective in OBJECTIVES.values()),
        *(entry.name for entry in ENTRIES.values()),
        *(way.title for way in WAYS.values()),
        *("heatmap", "fan", "critic", "Lipschitz", "eigenvalues", "Jacobian", "own class"),
        *("constant rate", "checkpoint", "last good state", "preset", "minibatch", "recipe"),
        *("sheet", "anchor", "strip", "pinned", "bench", "statement", "push-forward", "saddle"),
        *("criterion", "conjugate", "Dirac-GAN", "Cramér–Rao", "f-divergence", "best D"),
        *(spec.title for spec in (*SPECS, PARZEN)),
        *(turn.title for turn in rules.turns),
        *("verdict", "slow motion", "morph", "seed", "mode collapse", "equilibrium"),
        *("moving average", "latent space", "neighbours", "outliers", "equal units", "step"),
        *("iteration", "target"),
        *("noise", "generator", "discriminator", "real", "generated", "frozen", "epoch", "1/2"),
    }  # fmt: skip
    told = " \n ".join(f"{word.word} {word.meaning}" for word in every_word(experiment)).casefold()
    missing = {name for name in used if name.casefold() not in told}
    assert not missing
    for word in every_word(experiment):
        assert len(word.meaning) > 12, word


def test_no_word_is_explained_twice() -> None:
    for _, words in sections(Experiment()):
        names = [word.word for word in words]
        assert len(names) == len(set(names))


def test_every_formula_can_be_set() -> None:
    found = [latex for word in every_word(Experiment()) for latex in word.formulas]
    assert len(found) > 20
    formula.typeset(found)
    for latex in found:
        picture = QSvgRenderer(formula.svg_of(latex, "#000000"))
        assert picture.isValid(), latex
        assert 10 < picture.defaultSize().width() < 700, latex


def test_the_three_pages(lab: Laboratory, qtbot: QtBot) -> None:
    names: tuple[Page, ...] = ("tour", "glossary", "shortcuts")
    for name in names:
        lab.window.actions_table[name].trigger()
        (dialog,) = lab.window.findChildren(HelpDialog)
        assert dialog.isVisible()
        assert dialog.tabs.tabText(dialog.tabs.currentIndex()) == PAGES[name]
        there = dialog.pages.currentWidget()
        assert there is not None
        area = there if isinstance(there, QScrollArea) else there.findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        QApplication.processEvents()
        page = area.widget()
        assert page is not None
        assert page.width() <= area.viewport().width(), "nothing is cut"
        for label in page.findChildren(QLabel):
            wanted = label.sizeHint().width()
            assert label.wordWrap() or wanted <= label.width() + 1, label.text()
    dialog.close()


def test_the_tour_is_that_of_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").casefold()
    for title, _ in TOUR:
        assert title.casefold() in readme


def test_a_word_is_looked_for(qtbot: QtBot, theme: Theme) -> None:
    page = GlossaryPage(Experiment(), theme)
    qtbot.addWidget(page)
    page.show()

    def shown() -> set[str]:
        return {e.word.word for _, entries in page.groups for e in entries if e.isVisible()}

    everything = shown()
    assert {"JS", "Generator, G", "mapping"} <= everything
    qtbot.keyClicks(page.findChild(QLineEdit), "jensen")
    assert "JS" in shown()
    assert "Seed" not in shown()
    page.search.setText("no such word")
    assert not shown()
    page.search.clear()
    assert shown() == everything
    page.resize(500, 300)
    area = page.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert area.verticalScrollBar().value() > 0
    assert page.search.geometry().top() >= 0, "it stays where it is"
    assert page.search.geometry().bottom() < area.geometry().top()
    page.hide()


def test_what_is_grey_says_why_in_menu_and_toolbar(lab: Laboratory, qtbot: QtBot) -> None:
    window, actions = lab.window, lab.window.actions_table
    for menu in ("File", "Edit", "Train", "View", "Help"):
        found = window.findChild(QMenu, menu)
        assert isinstance(found, QMenu)
        assert found.toolTipsVisible()
        for action in found.actions():
            if not action.isEnabled() and not action.isSeparator():
                assert action.toolTip() != action.text(), action.text()
                told = actions.told.get(action.objectName(), action.toolTip())
                assert ". " in told or told.endswith("."), action.text()
    for name in ("latent", "evaluate"):
        assert not actions[name].isEnabled()
        assert actions.told[name].startswith("Only for games with images")
    assert actions.told["undo"].startswith("Nothing has been changed yet.")
    lab.controller.edit("k", {"game.k": 3})
    assert "Nothing" not in actions["undo"].toolTip()
    few = {"data": {"kind": "images", "subset": 40}, "game.image_networks.channels": 5}
    lab.controller.edit("images", few)
    for name in ("latent", "evaluate"):
        assert actions[name].isEnabled()
        assert "Only" not in actions[name].toolTip()
