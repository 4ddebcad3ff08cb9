"""The experiment as a form: target and recipe, objective, players. The window's left column."""

from __future__ import annotations

from functools import partial
from random import randrange

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.document.controller import Controller
from ganlab.app.forms.binding import Form
from ganlab.app.forms.fields import rich
from ganlab.app.look.theme import Theme
from ganlab.app.panels.gallery.gallery import Gallery
from ganlab.app.panels.gallery.own_target import OwnTarget
from ganlab.app.panels.gallery.recipe import Recipe
from ganlab.app.panels.gallery.shelf_row import ShelfRow
from ganlab.app.widgets.fold import Fold
from ganlab.app.widgets.formula import FormulaBox
from ganlab.document import summaries
from ganlab.experiment import Experiment, ImageData
from ganlab.gan.objectives import OBJECTIVES, Objective
from ganlab.gan.settings import two_player

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
        self.form = Form(controller, self)
        self.scroll_area = QScrollArea()
        self._content = QWidget()
        self.folds: list[Fold] = []
        self._inside: dict[str, Fold] = {}
        """By the field, or the group of fields, that they hold."""
        self._column = QVBoxLayout()
        self._column.setContentsMargins(12, 10, 12, 12)
        self._column.setSpacing(7)
        self._add_target()
        self._add_objective()
        self._add_players()
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
        part = path if path in self._inside else path.rpartition(".")[0]
        fold = self._inside.get(part)
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

    def settle(self) -> None:
        """Wait until formulas and thumbnails are on screen (for pictures of the window)."""
        self.gallery.settle()
        self.formula.settle()

    # --- what is in it ---

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
        self.images = self._add_fold(
            "Images", "Which of the images the game is played with.", "data", "classes subset range"
        )

    def _add_objective(self) -> None:
        self.formula = FormulaBox(self._theme, map(_formulas, OBJECTIVES.values()))
        self._add_title("Objective")
        self._add_rows("game.objective")
        self._column.addWidget(self.formula)
        self._add_rows(
            "game.k",
            "game.discriminator_optimizer.learning_rate",
            "game.generator_optimizer.learning_rate",
            "game.penalty.r1",
        )

    def _add_players(self) -> None:
        self._add_title("Players")
        self._add_rows("game.train")
        self.noise = self._add_fold(
            "Noise", "p_z: the random numbers that the generator is fed.", "noise", "kind dimension"
        )
        inside = "layers units activation"
        self.generator = self._add_fold(
            "Generator", "The network that turns noise into samples.", "game.generator", inside
        )
        self.discriminator = self._add_fold(
            "Discriminator",
            "The network that tells real from generated.",
            "game.discriminator",
            inside,
        )
        self.networks = self._add_fold(
            "Networks",
            "Both players of a game with images.",
            "game.image_networks",
            "kind channels units conditional",
        )
        inside = "kind momentum decay schedule"
        help_text = "How the {} turns its gradient into a step."
        self.optimizer_d = self._add_fold(
            "Optimizer D", help_text.format("discriminator"), "game.discriminator_optimizer", inside
        )
        self.optimizer_g = self._add_fold(
            "Optimizer G", help_text.format("generator"), "game.generator_optimizer", inside
        )
        self._add_rows("seed")
        self.new_seed = QPushButton("New")
        self.new_seed.setAccessibleName("New seed")
        self.new_seed.setToolTip("Play another game of the same kind: new weights, new noise.")
        self.new_seed.clicked.connect(self._draw_seed)
        self.form.controls["seed"].grid.addWidget(self.new_seed, 0, 2)
        more = ("training.batch_size", "game.g", "game.ema", "training.steps")
        self.more = Fold(
            "More",
            "Batch size, the generator's steps and moving average, the training's length.",
            lambda: [self.form.control(path) for path in more],
        )
        self._place(self.more)
        self._inside |= dict.fromkeys(more, self.more)

    # --- how it is put together ---

    def _add_title(self, text: str) -> None:
        title = QLabel(text.upper())
        title.setProperty("class", "title")
        if self._column.count():
            self._column.addSpacing(6)
        self._column.addWidget(title)

    def _add_rows(self, *paths: str) -> None:
        for path in paths:
            self._column.addWidget(self.form.control(path, name_player=True))

    def _add_fold(self, title: str, help_text: str, part: str, names: str) -> Fold:
        player = part.removeprefix("game.").partition("_")[0]
        colour = {"generator": "generated", "discriminator": "discriminator"}.get(player, "muted")
        paths = [f"{part}.{name}" for name in names.split()]
        fold = Fold(title, help_text, lambda: map(self.form.control, paths), colour)
        self._place(fold)
        self._inside[part] = fold
        return fold

    def _place(self, fold: Fold) -> None:
        self._column.addWidget(fold)
        self.folds.append(fold)
        fold.opened.connect(partial(self._bring_into_view, fold))

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
        objective = OBJECTIVES[two_player(experiment.game).objective]
        self.formula.show_formulas(*_formulas(objective))
        self.formula.setAccessibleName(f"Formulas of the loss variant {objective.title}")
        tooltip = rich(objective.title, objective.about, objective.source)
        self.formula.setToolTip(f"<qt>{tooltip}</qt>")
        self.recipe.show_recipe(experiment.about)
        self._show_players(experiment)
        self.optimizer_d.show_summary(
            summaries.of_optimizer(two_player(experiment.game).discriminator_optimizer)
        )
        self.optimizer_g.show_summary(
            summaries.of_optimizer(two_player(experiment.game).generator_optimizer)
        )
        self.more.show_summary(
            summaries.of_training(experiment.training, two_player(experiment.game).ema)
        )

    def _show_players(self, experiment: Experiment) -> None:
        """Two perceptrons in the plane; with images the one choice of an architecture."""
        data, game = experiment.data, two_player(experiment.game)
        imaged = isinstance(data, ImageData)
        for fold in (self.images, self.networks):
            fold.setVisible(imaged)
        for fold in (self.generator, self.discriminator):
            fold.setVisible(not imaged)
        if isinstance(data, ImageData):
            self.images.show_summary(summaries.of_images(data))
            self.networks.show_summary(summaries.of_image_networks(game.image_networks))
        self.noise.show_summary(summaries.of_noise(experiment.noise))
        self.generator.show_summary(summaries.of_network(game.generator))
        self.discriminator.show_summary(summaries.of_network(game.discriminator))


def _formulas(objective: Objective) -> tuple[str, str]:
    return objective.discriminator_formula, objective.generator_formula
