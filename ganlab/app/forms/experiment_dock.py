"""The experiment as a form: target and recipe, and below them what its game can be set to. The
window's left column."""

from __future__ import annotations

from random import randrange

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.document.controller import Controller
from ganlab.app.forms.binding import Form
from ganlab.app.forms.controls import ChoiceControl
from ganlab.app.forms.game_page import GamePage
from ganlab.app.look.theme import Theme
from ganlab.app.panels.gallery.gallery import Gallery
from ganlab.app.panels.gallery.own_target import OwnTarget
from ganlab.app.panels.gallery.recipe import Recipe
from ganlab.app.panels.gallery.shelf_row import ShelfRow
from ganlab.app.widgets.fold import Fold
from ganlab.app.widgets.formula import FormulaBox
from ganlab.experiment import Experiment
from ganlab.games.table import GAMES

WIDTH = 300
_NEW_SEEDS = 100_000


class ExperimentDock(QFrame):
    """Everything that the Experiment holds, few things at first sight and the rest folded."""

    draw_requested = Signal()
    """The person wants to draw a target."""
    import_requested = Signal()
    """The person wants to bring points from a file."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._controller = controller
        self._theme = theme
        self.scroll_area = QScrollArea()
        self._content = QWidget()
        self._pages: dict[str, GamePage] = {}
        self._column = QVBoxLayout()
        self._column.setContentsMargins(12, 10, 12, 12)
        self._column.setSpacing(7)
        self._add_game()
        self._add_target()
        self._column.addStretch(1)
        self._add_scroll_area()
        controller.experiment_changed.connect(self._on_experiment)
        self._show(controller.experiment)

    def sizeHint(self) -> QSize:
        """300 pixels wide, as high as there is room."""
        return QSize(WIDTH, 800)

    def minimumSizeHint(self) -> QSize:
        """Narrower than this the summaries are cut off."""
        return QSize(WIDTH - 20, 200)

    @Slot(str)
    def reveal(self, path: str) -> None:
        """Bring a dotted field, or a group of fields, into view: what it is folded into opens, and
        it has the focus."""
        fold = self.page.holding(path)
        if fold is None or fold.isHidden():
            self._focus(self.gallery.current if path == "data" else self.form.controls.get(path))
            return
        fold.button.setChecked(True)
        control = self.form.controls.get(path)
        self._bring_into_view(fold)
        self._focus(control.parts[0] if control else fold.button)

    def _focus(self, widget: QWidget | None) -> None:
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            self.scroll_area.ensureWidgetVisible(widget, 0, 12)

    def stop(self) -> None:
        """The window goes: no process and no timer is left."""
        for page in self._pages.values():
            page.stop()

    def settle(self) -> None:
        """Wait until formulas and thumbnails are on screen (for pictures of the window)."""
        self.gallery.settle()
        self.formula.settle()

    # --- what is in it ---

    @property
    def page(self) -> GamePage:
        """The form of the game that is played."""
        return self._pages[self._controller.experiment.game.kind]

    @property
    def form(self) -> Form:
        """Its controls."""
        return self.page.form

    @property
    def formula(self) -> FormulaBox:
        """Its formulas."""
        return self.page.formula

    @property
    def folds(self) -> list[Fold]:
        """All that folds of it, from top to bottom."""
        return list(self.page.folds.values())

    def fold(self, title: str) -> Fold:
        """The one of that title."""
        return self.page.folds[title]

    def _add_game(self) -> None:
        """Which game is played: the one thing that changes all that is below the target."""
        self._choice = Form(self._controller, parent=self)
        self.game = self._choice.control("game.kind")
        self._column.addWidget(self.game)
        self._column.addSpacing(4)

    def _add_target(self) -> None:
        self.own = OwnTarget(self._theme)
        self.draw, self.bring = self.own.draw, self.own.bring
        self.draw.clicked.connect(self.draw_requested)
        self.bring.clicked.connect(self.import_requested)
        self.gallery = Gallery(self._controller, self._theme)
        self.recipe = Recipe(self._theme)
        self._add_title("Target")
        self._column.addWidget(self.own)
        self.shelf = ShelfRow(self._controller, self._theme)
        self.shelf.holds_current.connect(self.gallery.leave_own_to_shelf)
        self._column.addWidget(self.gallery)
        self._column.addWidget(self.shelf)
        self._column.addWidget(self.recipe)

    # --- how it is put together ---

    def _add_title(self, text: str) -> None:
        title = QLabel(text.upper())
        title.setProperty("class", "title")
        self._column.addWidget(title)

    def _show_page(self, kind: str) -> None:
        """The form of one kind of game; those of others keep what was unfolded."""
        if kind not in self._pages:
            page = self._pages[kind] = GamePage(self._controller, self._theme, self._draw_seed)
            page.opened.connect(self._bring_into_view)
            self._column.insertWidget(self._column.count() - 1, page)
        for name, page in self._pages.items():
            page.setVisible(name == kind)

    def _add_scroll_area(self) -> None:
        area, content = self.scroll_area, self._content
        content.setLayout(self._column)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        content.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(1, 1, 1, 1)
        outside.addWidget(area)

    def _bring_into_view(self, fold: Fold) -> None:
        """What has been opened should be seen: once it has its place, scroll there."""
        self._column.activate()
        self._content.adjustSize()
        self.scroll_area.ensureWidgetVisible(fold, 0, 12)

    # --- following the document ---

    def _draw_seed(self) -> None:
        old = self._controller.experiment.seed
        seed = next(s for s in iter(lambda: randrange(1, _NEW_SEEDS), None) if s != old)
        self._controller.choose_seed(seed)

    @Slot(object, object)
    def _on_experiment(self, _old: Experiment, new: Experiment) -> None:
        self._show(new)

    def _show(self, experiment: Experiment) -> None:
        self.recipe.show_recipe(experiment.about)
        if isinstance(self.game, ChoiceControl):
            fit = {kind for kind, game in GAMES.items() if experiment.data.samples in game.samples}
            self.game.allow(fit | {experiment.game.kind})
        self._show_page(experiment.game.kind)
        self.page.show_experiment(experiment)
