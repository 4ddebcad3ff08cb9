"""The gallery of targets: thumbnails painted from samples, one click to another recipe."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.document.recipes import take_recipe
from ganlab.app.look.theme import Theme
from ganlab.app.panels.gallery.pages import Pages
from ganlab.app.panels.gallery.thumbnail import Thumbnail
from ganlab.data import Target, make_target
from ganlab.data.mnist_strip import first_digits
from ganlab.experiment import Data, Experiment, named_after_data
from ganlab.games.table import GAMES
from ganlab.gan.settings import TwoPlayer
from ganlab.presets import GROUPS, STUDIES, load_preset

_SLICE_MS = 5
"""Pause between two thumbnails, so that the window answers meanwhile."""
_MARKS = {
    "mnist-dcgan": "DCGAN",
    "mnist-dcgan-conditional": "DCGAN|y",
    "mnist-2014": "2014",
    "mnist-2014-conditional": "2014|y",
}
"""What tells the presets with the same digits apart; "| y": the players are told the class."""
_ABOUT = {
    "Plane": "Targets on the plane, each with a recipe that learns it",
    "Line": "Densities on a line, each with a recipe that learns it",
    "Images": "Handwritten digits, each with its networks and recipe",
    "Studies": "What an objective, a cure or a way to play does to the game: one minute each",
}


class Gallery(QWidget):
    """Pages of recipes: the built-in targets, MNIST, and studies; the person's own data with
    their like.

    A click takes the target's whole recipe (its preset, with the present seed); the context menu
    can take only the data. Both are one undoable edit.
    """

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._theme = theme
        self.pages = Pages(tuple(GROUPS))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self.thumbnails: list[Thumbnail] = []
        for page, titles in GROUPS.items():
            self.pages.buttons[page].setToolTip(_ABOUT[page])
            self.pages.buttons[page].setAccessibleName(f"Targets: {page}")
            for name, title in titles.items():
                self._add(page, Thumbnail(name, title, theme))
        self._on_shelf = False
        self._own = Thumbnail("", "Your own", theme)
        self._add("Plane", self._own)
        self._timer = QTimer(self)
        self._timer.setInterval(_SLICE_MS)
        self._timer.timeout.connect(self._paint_next)
        theme.changed.connect(self.update)
        controller.experiment_changed.connect(self._on_experiment)
        self._show(controller.experiment)

    def thumbnail(self, name: str) -> Thumbnail:
        """The thumbnail of a target by name; "" is the person's own."""
        return next(t for t in self.thumbnails if t.name == name)

    @property
    def current(self) -> Thumbnail:
        """The one that is played with."""
        return next(t for t in self.thumbnails if t.isChecked())

    @Slot(bool)
    def leave_own_to_shelf(self, on_shelf: bool) -> None:
        """Whether the person's own target that is played with has a place elsewhere."""
        self._on_shelf = on_shelf
        own = _current(self._controller.experiment) == ""
        self.pages.show_tile(self._own, own and not on_shelf)

    def settle(self) -> None:
        """Paint what is still to be painted now (for pictures of the window)."""
        for thumbnail in self._unpainted():
            self._paint(thumbnail)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to paint, one thumbnail at a time, after the window is on screen."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Paint nothing that nobody sees."""
        self._timer.stop()
        super().hideEvent(event)

    def _add(self, page: str, thumbnail: Thumbnail) -> None:
        self.thumbnails.append(thumbnail)
        self.pages.add(page, thumbnail)
        thumbnail.clicked.connect(partial(self._take_recipe, thumbnail))
        thumbnail.data_only.connect(partial(self._take_data, thumbnail))
        thumbnail.arrow.connect(partial(self._go, thumbnail))

    def _take_recipe(self, thumbnail: Thumbnail) -> None:
        if thumbnail.name:
            take_recipe(self._controller, thumbnail.name)

    def _take_data(self, thumbnail: Thumbnail) -> None:
        if thumbnail.name:
            preset, old = load_preset(thumbnail.name), self._controller.experiment
            words: dict[str, Any] = {"data": preset.data, "about": ""}
            if preset.data.samples not in GAMES[old.game.kind].samples:  # as the recipe plays it
                words["game"] = preset.game
            new = named_after_data(old, old.model_copy(update=words))
            self._controller.replace(f"data: {new.name}", new)

    def _go(self, thumbnail: Thumbnail, columns: int, rows: int) -> None:
        page = self.pages.page_of(thumbnail)
        tiles = self.pages.tiles[page]
        there = tiles.index(thumbnail) + columns + self.pages.columns(page) * rows
        if 0 <= there < len(tiles) and not tiles[there].isHidden():
            tiles[there].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(object, object)
    def _on_experiment(self, old: Experiment, new: Experiment) -> None:
        same = (old.data, _current(old)) == (new.data, _current(new))
        if not same or old is new:  # what was clicked was refused: show what there is
            self._show(new)

    def _show(self, experiment: Experiment) -> None:
        """Frame the current target; it alone is in the tab order, arrows lead to the others."""
        name = _current(experiment)
        self.pages.show_tile(self._own, name == "" and not self._on_shelf)
        if name == "":
            target = self._controller.target
            self.pages.add(_page_of(target), self._own)
            self._own.describe(experiment.data.yours)
            if target.image_set is not None:
                self._own.show_images(target.image_set.images[:2])
            else:
                self._own.show_target(target)
        for thumbnail in self.thumbnails:
            current = thumbnail.name == name
            thumbnail.setChecked(current)
            thumbnail.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus
            )
        self.pages.turn_to(self.pages.page_of(self.current))

    def _unpainted(self) -> list[Thumbnail]:
        return [t for t in self.thumbnails if t.name and not t.painted]

    def _paint_next(self) -> None:
        unpainted = self._unpainted()
        if unpainted:
            self._paint(unpainted[0])
        else:
            self._timer.stop()

    def _paint(self, thumbnail: Thumbnail) -> None:
        preset = load_preset(thumbnail.name)
        if preset.data.imaged:
            digits, place = first_digits(2 * len(_MARKS)), 2 * list(_MARKS).index(thumbnail.name)
            thumbnail.show_images(digits[place : place + 2], _MARKS[thumbnail.name])
        else:
            thumbnail.show_target(make_target(preset.data))
            if thumbnail.name in STUDIES:
                thumbnail.show_mark(STUDIES[thumbnail.name].mark)
        thumbnail.describe(thumbnail.text(), preset.about)


def _page_of(target: Target) -> str:
    """Where a person's own target stands: with its like."""
    if target.image_set is not None:
        return "Images"
    return "Line" if target.dimension == 1 else "Plane"


def _current(experiment: Experiment) -> str:
    """The name of the thumbnail that stands for an experiment; "" is the person's own."""
    if experiment.name in STUDIES and experiment.data == _data_of(experiment.name):
        return experiment.name
    name, game = experiment.data.builtin, experiment.game
    if not name or not experiment.data.imaged:
        return name
    if not isinstance(game, TwoPlayer):
        return ""
    networks = game.image_networks
    conditional = "-conditional" if game.conditional else ""
    return f"{name}-{networks.kind.removeprefix('mlp-')}{conditional}"


@cache
def _data_of(name: str) -> Data:
    return load_preset(name).data
