"""The gallery of targets: thumbnails painted from samples, one click to another recipe."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ganlab.app.document.controller import Controller
from ganlab.app.document.recipes import take_recipe
from ganlab.app.look.theme import Theme
from ganlab.app.panels.gallery.thumbnail import Thumbnail
from ganlab.data import make_target
from ganlab.data.mnist_strip import first_digits
from ganlab.data.toy.catalog import IMAGE_PRESETS, PLANE_PRESETS, TARGETS
from ganlab.experiment import Experiment
from ganlab.games.table import GAMES
from ganlab.gan.settings import TwoPlayer
from ganlab.presets import load_preset

COLUMNS = 5
_SLICE_MS = 5
"""Pause between two thumbnails, so that the window answers meanwhile."""
_MARKS = {
    "ring-8-conditional": "8|y",
    "mnist-dcgan": "DCGAN",
    "mnist-dcgan-conditional": "DCGAN|y",
    "mnist-2014": "2014",
    "mnist-2014-conditional": "2014|y",
}
"""What tells presets with the same target apart; "| y": the players are told the class."""


class Gallery(QWidget):
    """Every built-in target, five a row, then MNIST, and the person's own data after them.

    A click takes the target's whole recipe (its preset, with the present seed); the context menu
    can take only the data. Both are one undoable edit.
    """

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(5)
        self.thumbnails: list[Thumbnail] = []
        for name, title in {**TARGETS, **PLANE_PRESETS, **IMAGE_PRESETS}.items():
            self._add(Thumbnail(name, title, theme))
        self._on_shelf = False
        self._own = Thumbnail("", "Your own", theme)
        self._add(self._own)
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
        self._own.setVisible(_current(self._controller.experiment) == "" and not on_shelf)

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

    def _add(self, thumbnail: Thumbnail) -> None:
        place = len(self.thumbnails)
        self.thumbnails.append(thumbnail)
        self._grid.addWidget(thumbnail, place // COLUMNS, place % COLUMNS)
        thumbnail.clicked.connect(partial(self._take_recipe, thumbnail))
        thumbnail.data_only.connect(partial(self._take_data, thumbnail))
        thumbnail.arrow.connect(partial(self._go, thumbnail))

    def _take_recipe(self, thumbnail: Thumbnail) -> None:
        if thumbnail.name:
            take_recipe(self._controller, thumbnail.name)

    def _take_data(self, thumbnail: Thumbnail) -> None:
        if thumbnail.name:
            preset, old = load_preset(thumbnail.name), self._controller.experiment
            words: dict[str, Any] = {"name": thumbnail.name, "about": ""}
            data = preset.data
            if data.samples not in GAMES[old.game.kind].samples:  # as the recipe plays it
                words["game"] = preset.game
            new = old.model_copy(update={"data": data, **words})
            self._controller.replace(f"data: {thumbnail.text()}", new)

    def _go(self, thumbnail: Thumbnail, columns: int, rows: int) -> None:
        there = self.thumbnails.index(thumbnail) + columns + COLUMNS * rows
        if 0 <= there < len(self.thumbnails) and not self.thumbnails[there].isHidden():
            self.thumbnails[there].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(object, object)
    def _on_experiment(self, old: Experiment, new: Experiment) -> None:
        same = (old.data, _current(old)) == (new.data, _current(new))
        if not same or old is new:  # what was clicked was refused: show what there is
            self._show(new)

    def _show(self, experiment: Experiment) -> None:
        """Frame the current target; it alone is in the tab order, arrows lead to the others."""
        name = _current(experiment)
        self._own.setVisible(name == "" and not self._on_shelf)
        if name == "":
            self._own.describe(experiment.data.yours)
            target = self._controller.target
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

    def _unpainted(self) -> list[Thumbnail]:
        return [t for t in self.thumbnails if t.name and not t.painted]

    def _paint_next(self) -> None:
        unpainted = self._unpainted()
        if unpainted:
            self._paint(unpainted[0])
        else:
            self._timer.stop()

    def _paint(self, thumbnail: Thumbnail) -> None:
        if thumbnail.name in IMAGE_PRESETS:
            place = 2 * list(IMAGE_PRESETS).index(thumbnail.name)
            digits = first_digits(2 * len(IMAGE_PRESETS))
            thumbnail.show_images(digits[place : place + 2], _MARKS[thumbnail.name])
        else:
            thumbnail.show_target(make_target(load_preset(thumbnail.name).data))
            thumbnail.show_mark(_MARKS.get(thumbnail.name, ""))
        thumbnail.describe(thumbnail.text(), load_preset(thumbnail.name).about)


def _current(experiment: Experiment) -> str:
    """The name of the thumbnail that stands for an experiment; "" is the person's own."""
    name, game = experiment.data.builtin, experiment.game
    told = f"{name}-conditional"
    if not name or not experiment.data.imaged:
        return told if game.told and told in PLANE_PRESETS else name
    if not isinstance(game, TwoPlayer):
        return ""
    networks = game.image_networks
    conditional = "-conditional" if game.conditional else ""
    return f"{name}-{networks.kind.removeprefix('mlp-')}{conditional}"
