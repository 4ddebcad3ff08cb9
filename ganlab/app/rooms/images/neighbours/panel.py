"""One generated image beside the training images nearest to it: does the generator memorise?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from ganlab.app.document.controller import Controller
from ganlab.app.look.theme import Theme, figure_font, text_font
from ganlab.app.rooms.images.latent.picture import Picture
from ganlab.app.rooms.images.neighbours.finder import Finder, Question
from ganlab.app.widgets.layout.card import card
from ganlab.experiment import Experiment
from ganlab.lab.figures.neighbourhood import COPY, COUNT, Neighbourhood, Usual

SIDE, NEAR_SIDE = 168, 76
COLUMNS = 4
VERDICT_PX = 14
EXPLANATION_PX = 32
"""Two lines, so that what is below keeps its place."""
NOTHING_YET = (
    "Click a generated image, under Images or in the latent space.",
    "Here are the training images most like it then, and whether it may be a copy of one.",
)


class NeighboursPanel(QWidget):
    """Each question takes the place of the one before."""

    def __init__(self, controller: Controller, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.finder = Finder(self)
        self._near: Neighbourhood | None = None
        self.picture = _still(theme, SIDE, "The generated image")
        self.title = QLabel()
        self.title.setProperty("class", "muted")
        self.near = [
            _still(theme, NEAR_SIDE, f"Nearest training image {number}")
            for number in range(1, COUNT + 1)
        ]
        self.distances = [QLabel() for _ in self.near]
        self.classes = [QLabel() for _ in self.near]
        self.verdict, self.explanation = QLabel(), QLabel()
        self.verdict.setFont(text_font(VERDICT_PX))
        self.explanation.setProperty("class", "muted")
        self.explanation.setMinimumHeight(EXPLANATION_PX)
        self.explanation.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (self.verdict, self.explanation):
            label.setWordWrap(True)
        self._lay_out()
        self.finder.found.connect(self._found)
        self.finder.measured.connect(self._measured)
        self.finder.failed.connect(self._failed)
        controller.experiment_changed.connect(self._experiment_changed)
        self._clear()
        self._say(*NOTHING_YET)

    def look(self, pixels: NDArray[np.uint8], title: str) -> None:
        """Show this (H, W) image and look for its neighbours among those that are learned from."""
        images = self._controller.target.image_set
        if images is None:
            return
        question = Question(pixels, title, images, self._controller.experiment.data)
        self._near = None
        self.picture.show_pixels(question.pixels)
        self.title.setText(question.title)
        self._clear()
        self._say(f"Looking through {len(question.training.images):,} training images…", "")
        self.finder.ask(question)

    def stop(self) -> None:
        """The window goes: no thread is left."""
        self.finder.stop()

    # --- inside ---

    @Slot(object, object)
    def _experiment_changed(self, old: Experiment, new: Experiment) -> None:
        """Neighbours among other images are no answer."""
        if old.data != new.data:
            self.finder.forget()
            self._near = None
            self.picture.show_pixels(None)
            self.title.setText("")
            self._clear()
            self._say(*NOTHING_YET)

    def _clear(self) -> None:
        for picture in self.near:
            picture.show_pixels(None)
        for label in (*self.distances, *self.classes):
            label.setText("")

    def _lay_out(self) -> None:
        own = _column((self.picture, self.title))
        own.addStretch()
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        for place in range(COUNT):
            row, column = divmod(place, COLUMNS)
            distance, name = self.distances[place], self.classes[place]
            distance.setFont(figure_font())
            distance.setToolTip("How far it is, in grey levels")
            name.setProperty("class", "small")
            name.setToolTip("What its label says it shows")
            for line, part in enumerate((self.near[place], distance, name)):
                grid.addWidget(part, 3 * row + line, column, Qt.AlignmentFlag.AlignHCenter)
            distance.setMinimumHeight(18)
            name.setMinimumHeight(16)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(card("GENERATED", (own,)))
        top.addWidget(card("NEAREST TRAINING IMAGES, AND HOW FAR THEY ARE", (grid,)), 1)
        words = _column((self.verdict, self.explanation))
        words.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(card("IS IT A COPY?", (words,)))
        layout.addStretch()

    @Slot(object)
    def _found(self, near: Neighbourhood) -> None:
        self._near = near
        for place, distance in enumerate(near.distances):
            self.near[place].show_pixels(near.images[place])
            self.distances[place].setText(f"{distance:,.0f}")
        for label, name in zip(self.classes, near.classes, strict=False):
            label.setText(f"class {name}")
        self._say(
            f"The nearest one is {near.distances[0]:,.0f} away.",
            "Measuring how far real images lie from their nearest training image…",
        )

    @Slot(object)
    def _measured(self, usual: Usual) -> None:
        if self._near is not None:
            self._say(*copy_or_not(self._near, usual))

    @Slot(str)
    def _failed(self, why: str) -> None:
        self._say("The nearest training images could not be compared.", why)

    def _say(self, verdict: str, explanation: str) -> None:
        self.verdict.setText(verdict)
        self.explanation.setText(explanation)


def copy_or_not(near: Neighbourhood, usual: Usual) -> tuple[str, str]:
    """Whether an image is a copy, in a sentence, and what that is compared with."""
    distance = near.distances[0]
    name = near.classes[0] if near.classes else ""
    known = name in usual.by_class
    typical = usual.by_class[name] if known else usual.overall
    if distance == 0:
        verdict = "It is a training image, pixel by pixel."
    elif distance < COPY * typical:
        verdict = "It lies so near to a training image that it may be a copy of it."
    else:
        verdict = "No training image is near enough for it to be a copy."
    kind = f"images of class {name}" if known else "images"
    real = f"Real {kind} that the generator has never seen lie"
    if not usual.unseen:
        real = f"Real {kind} lie"
    return verdict, (
        f"Its nearest one is {distance:,.0f} grey levels away (Euclidean, over all pixels). "
        f"{real} {typical:,.0f} from theirs (median)."
    )


def _still(theme: Theme, side: int, name: str) -> Picture:
    """A picture to look at."""
    picture = Picture(theme, side, name)
    picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return picture


def _column(parts: tuple[QWidget, ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    for part in parts:
        column.addWidget(part)
    return column
