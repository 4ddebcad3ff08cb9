"""The form of one kind of game: its objective, its networks, and what is seldom set."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.forms.binding import Form
from ganlab.app.forms.field import rich
from ganlab.app.forms.readout import ReadoutRow
from ganlab.app.look.theme import Theme
from ganlab.app.panels.spectrum.texts import ABOUT, SPECTRUM, in_short
from ganlab.app.widgets.fold import Fold
from ganlab.app.widgets.formula import FormulaBox
from ganlab.app.widgets.layout.parted import Parted
from ganlab.document import summaries
from ganlab.experiment import Experiment
from ganlab.games.rules import rules_of
from ganlab.games.shown.forms import IMAGES, Section

if TYPE_CHECKING:
    from ganlab.app.panels.spectrum.panel import SpectrumPanel

DATA = Section(
    "Images",
    "Which of the images the game is played with.",
    "data",
    ("classes", "subset", "range"),
    lambda experiment: experiment.data.choice,
    samples=IMAGES,
)
MORE = "More"


class GamePage(QWidget):
    """Rows at first sight, and folds; all made from the rules of the experiment's game."""

    opened = Signal(object)
    """A fold was opened."""

    def __init__(self, controller: Controller, theme: Theme, new_seed: Callable[[], None]) -> None:
        """`new_seed` is what the button beside the seed does."""
        super().__init__()
        experiment = controller.experiment
        self._controller, self._theme = controller, theme
        self._spec = rules_of(experiment).form(experiment)
        self.form = Form(controller, experiment.game.kind, self)
        self.folds: dict[str, Fold] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(7)
        self._spectrum: SpectrumPanel | None = None
        self._sections = (DATA, *self._spec.sections)
        self._add_fold(DATA)
        self._add_objective()
        self._add_networks(new_seed)
        self.show_experiment(experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Formulas, summaries, and which folds there are."""
        spec = rules_of(experiment).form(experiment)
        said = spec.formulas
        self.formula.show_formulas(*said.lines)
        self.formula.setAccessibleName(f"Formulas of the loss variant {said.title}")
        self.formula.setToolTip(f"<qt>{rich(said.title, said.about, said.source)}</qt>")
        for section in self._sections:
            fold = self.folds[section.title]
            there = not section.samples or experiment.data.samples in section.samples
            fold.setVisible(there)
            if there:
                fold.show_summary(section.summary(experiment))
        if SPECTRUM in self.folds:
            self.folds[SPECTRUM].show_summary(in_short(experiment, self._controller.target))
        average = getattr(experiment.game, "ema", 0.0)
        self.folds[MORE].show_summary(summaries.of_training(experiment.training, average))

    def holding(self, path: str) -> Fold | None:
        """The fold with a dotted field or a group of fields in it; None where it is not folded."""
        for section in self._sections:
            if path in (section.part, *section.paths):
                return self.folds[section.title]
        return self.folds[MORE] if path in self._spec.more else None

    def stop(self) -> None:
        """The window goes: no process and no timer is left."""
        if self._spectrum is not None:
            self._spectrum.stop()

    # --- how it is put together ---

    def _add_objective(self) -> None:
        self._add_title("Objective")
        self._add_rows(*self._spec.first)
        self.formula = FormulaBox(self._theme, self._spec.every)
        self._column.addWidget(self.formula)
        self._add_rows(*self._spec.rows)

    def _add_networks(self, new_seed: Callable[[], None]) -> None:
        self._add_title("Players")
        self._add_rows(*self._spec.players)
        for section in self._spec.sections:
            self._add_fold(section)
        if self._spec.spectrum:
            self._place(Fold(SPECTRUM, ABOUT, self._make_spectrum), SPECTRUM)
        self._add_rows("seed")
        self.new_seed = QPushButton("New")
        self.new_seed.setAccessibleName("New seed")
        self.new_seed.setToolTip("Play another game of the same kind: new weights, new noise.")
        self.new_seed.clicked.connect(new_seed)
        self.form.controls["seed"].grid.addWidget(self.new_seed, 0, 2)
        more = self._spec.more
        self._place(Fold(MORE, self._spec.more_about, lambda: map(self.form.control, more)), MORE)

    def _make_spectrum(self) -> list[Parted]:
        from ganlab.app.panels.spectrum.panel import SpectrumPanel

        self._spectrum = SpectrumPanel(self._controller, self._theme)
        self._spectrum.grown.connect(self.folds[SPECTRUM].opened)
        return [self._spectrum]

    def _add_title(self, text: str) -> None:
        title = QLabel(text.upper())
        title.setProperty("class", "title")
        self._column.addSpacing(6)
        self._column.addWidget(title)

    def _add_rows(self, *paths: str) -> None:
        for path in paths:
            self._column.addWidget(self.form.control(path, name_player=True))

    def _add_fold(self, section: Section) -> None:
        paths = section.paths
        controls = partial(map, self.form.control, paths)
        head = partial(ReadoutRow, self._controller, section.readout) if section.readout else None
        fold = Fold(section.title, section.about, controls, section.colour, head)
        self._place(fold, section.title)

    def _place(self, fold: Fold, title: str) -> None:
        self._column.addWidget(fold)
        self.folds[title] = fold
        fold.opened.connect(lambda: self.opened.emit(fold))
